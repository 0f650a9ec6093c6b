export { entryMarks } from './entry-marks.ts';
export { MATCHER_DEFAULTS } from './config.ts';
export type { MatcherOptions } from './config.ts';
export { matcherService } from './service.ts';
export { watchTable } from './watch-table.ts';
