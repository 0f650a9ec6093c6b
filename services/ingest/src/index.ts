export { REFUSALS, REJECTIONS } from './codes.ts';
export type { RefusalCode, RejectionCode } from './codes.ts';
export { INGEST_DEFAULTS } from './config.ts';
export type { IngestOptions } from './config.ts';
export { readInstant, readLocal, zoneExists } from './read-time.ts';
export { ingestService } from './service.ts';
