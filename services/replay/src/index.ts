export { LIMIT_DEFAULT, LIMIT_MAX } from './config.ts';
export type { ReplayOptions } from './config.ts';
export type { ReplayReport } from './build-report.ts';
export type { OpenedWorld, ReplayWorld } from './open-world.ts';
export { ZONE_DEFAULT } from './read-time-option.ts';
export { replay } from './replay.ts';
export type { ReplayRequest } from './replay.ts';
export { runReplay } from './run.ts';
