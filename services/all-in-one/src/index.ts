export { ALL_IN_ONE_DEFAULTS } from './config.ts';
export type { AllInOneOptions } from './config.ts';
export { runAllInOne } from './run.ts';
export { startAllInOne } from './start.ts';
export type { Running } from './start.ts';
