import type { LoggerOptions } from '@landfall/runtime';

/** Options of all-in-one. The command checks them (`landfall all-in-one --help`). */
export interface AllInOneOptions {
  /** The one data file; the keys file stands beside it. */
  readonly dataFile: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly simulator: boolean;
  /** How many simulated seconds pass in a real one; Infinity: as fast as it goes. */
  readonly rate: number;
  readonly seed: number;
  /** Share of a full day's traffic that the simulator makes; 1 is about 4,200 reads a camera and day. */
  readonly scale: number;
  readonly logLevel: LoggerOptions['level'];
  readonly showPlates: boolean;
  /** How long facts stay in the windows, event time. */
  readonly windowHours: number;
}

export const ALL_IN_ONE_DEFAULTS: AllInOneOptions = {
  dataFile: 'landfall.db',
  host: '127.0.0.1',
  port: 8080,
  simulator: true,
  rate: 60,
  seed: 1,
  scale: 1,
  logLevel: 'warn',
  showPlates: false,
  windowHours: 36,
};
