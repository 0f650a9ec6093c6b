import { LogError } from '@landfall/ports';
import type { LogErrorCode } from '@landfall/ports';

/** SQLite's primary result codes that we tell apart; the rest is `log-unavailable`. */
const CODES: ReadonlyMap<number, readonly [LogErrorCode, string]> = new Map([
  [5, ['log-locked', 'another process has it open; stop that process, or give this one a data file of its own']],
  [11, ['log-damaged', 'its content is damaged; move it away together with its -wal file, and restore a copy']],
  [13, ['log-full', 'there is no room left; free some on the disk, or shorten the retention of topics']],
  [26, ['log-damaged', 'it is not a Landfall data file; move it away, or name another']],
  [14, ['log-unavailable', 'it cannot be opened; see that its folder exists and may be written to']],
  [8, ['log-unavailable', 'it may not be written to; see to its permissions']],
]);

/**
 * Turns what SQLite threw into a LogError that says what to do. Anything else is a programmer error and comes back as
 * it is.
 */
export function toLogError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const [code, advice] = CODES.get(error.errcode & 0xff) ?? ['log-unavailable', 'SQLite failed'];
  return new LogError(code, `Data file ${path}: ${advice} (${error.message}).`, { cause: error });
}

export function closedError(): LogError {
  return new LogError('log-closed', 'The log is closed.');
}

/** Whether an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ENOENT';
}

export function damagedError(what: string): LogError {
  return new LogError(
    'log-damaged',
    `${what} is damaged: its checksum does not fit. Restore the data file from a copy.`,
  );
}
