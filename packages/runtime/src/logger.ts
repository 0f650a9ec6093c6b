import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: string;
  /** True writes plates in clear. */
  readonly showPlates: boolean;
  readonly destination?: DestinationStream;
}

/** The keys under which a plate may stand in a log line; nothing else may hold one. */
const PLATE_KEYS = ['plate', 'mark', 'rawPlate', 'vehicleMark', 'identifierMark'];
const SECRET_KEYS = ['key', 'password', 'authorization', 'cookie', 'cookieSecret'];

export function createLogger(options: LoggerOptions): Logger {
  const hidden = options.showPlates ? SECRET_KEYS : [...PLATE_KEYS, ...SECRET_KEYS];
  const paths = hidden.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const settings = { level: options.level, base: null, redact: { paths, censor: '[redacted]' } };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
