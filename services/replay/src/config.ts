/** Hits of a range that are kept for the comparison, of the replay and of the log each: about 600 MB. */
export const HITS_MAX = 1_000_000;
/** Hits listed unless told otherwise. */
export const LIMIT_DEFAULT = 100;
export const LIMIT_MAX = 1_000_000;
/** Records a batch. */
export const BATCH_MAX = 2000;
/** Memory for the facts of the range in the windows; about 15 bytes each. */
export const WINDOW_BYTES_MAX = 1024 * 1024 * 1024;

/** Options of `landfall replay`, as the command reads them. */
export interface ReplayOptions {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** The data file of all-in-one; it may be running. */
  readonly data: string;
  /** A VOI file, with the name of the list in whose place it stands. */
  readonly watchlist?: string;
  readonly list?: string;
  /** A YAML file of rule definitions. */
  readonly rules?: string;
  /** Hits to list, at most. */
  readonly limit: number;
  readonly format: 'text' | 'json';
  /** Absent: standard output. */
  readonly output?: string;
  readonly showPlates: boolean;
}
