export { entryMarks } from './entry-marks.ts';
export { FACT_TOPICS, MATCHER_DEFAULTS, READS_GROUP } from './config.ts';
export type { MatcherOptions } from './config.ts';
export { factReader } from './fact-views.ts';
export { matcherService } from './service.ts';
export { watchTable } from './watch-table.ts';
