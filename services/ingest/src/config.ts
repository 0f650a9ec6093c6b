import { IN_FLIGHT_MAX_BYTES, IN_FLIGHT_MAX_RECORDS } from './bounds.ts';

export interface IngestOptions {
  /** IANA zone of cameras that send a time without one. */
  readonly localTimeZone: string;
  /** Bytes of bodies in work at once. */
  readonly inFlightMaxBytes: number;
  /** Records in work at once. */
  readonly inFlightMaxRecords: number;
}

export const INGEST_DEFAULTS: IngestOptions = {
  localTimeZone: 'Europe/London',
  inFlightMaxBytes: IN_FLIGHT_MAX_BYTES,
  inFlightMaxRecords: IN_FLIGHT_MAX_RECORDS,
};
