export { watchlistConfig } from './config.ts';
export type { WatchlistConfig, WatchlistOptions } from './config.ts';
export { REFUSALS } from './codes.ts';
export type { RefusalCode } from './codes.ts';
export type { RowOutcome, RowResult } from './import-list.ts';
export { watchlistService } from './service.ts';
export { VOI_COLUMNS } from './voi-columns.ts';
export type { VoiColumn } from './voi-columns.ts';
