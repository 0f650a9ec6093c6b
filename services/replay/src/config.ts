/** Hits of a range that are kept for the comparison, of the replay and of the log each: about 600 MB. */
export const HITS_MAX = 1_000_000;
/** Hits listed unless told otherwise. */
export const LIMIT_DEFAULT = 100;
export const LIMIT_MAX = 1_000_000;
export const EXAMPLES_DEFAULT = 10;
/** Records a batch. */
export const BATCH_MAX = 2000;
/** Memory for the facts of the range in the windows; about 15 bytes each. */
export const WINDOW_BYTES_MAX = 1024 * 1024 * 1024;

/** What both commands over a range ask, as they read it. */
export interface RangeOptions {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** The data file of all-in-one; it may be running. */
  readonly data: string;
  readonly format: 'text' | 'json';
  /** Absent: standard output. */
  readonly output?: string;
  readonly showPlates: boolean;
}

/** Options of `landfall replay`. */
export interface ReplayOptions extends RangeOptions {
  /** A VOI file, with the name of the list in whose place it stands. */
  readonly watchlist?: string;
  readonly list?: string;
  /** A YAML file of rule definitions. */
  readonly rules?: string;
  /** Hits to list, at most. */
  readonly limit: number;
}

/** Options of `landfall backtest`. */
export interface BacktestOptions extends RangeOptions {
  /** A YAML file that holds one rule definition. */
  readonly rule: string;
  readonly examples: number;
}
