import { constants } from 'node:fs';
import { copyFile, open, rm } from 'node:fs/promises';
import { LogError } from '@landfall/ports';
import { isMissing } from './log-errors.ts';

/** The header of SQLite's write-ahead log; it holds a salt that is new each time the log begins again at its start. */
const WAL_HEADER_BYTES = 32;
const TRIES_MAX = 5;

export interface CopyOptions {
  readonly from: string;
  /** Written anew, with its `-wal` beside it. On a file system that shares blocks the copy takes no room. */
  readonly to: string;
  /** Tests act between the copy of the file and that of its write-ahead log. */
  readonly onFileCopied?: () => Promise<void>;
}

/**
 * Copies a data file, also while another process writes to it: that process keeps a lock, which lets nobody else open the file, and is
 * not disturbed. Never call it in the process that has the file open: closing a descriptor would drop that lock.
 *
 * Guarantee: the copy opens as the file stood at some moment during the call, with everything acknowledged before the call. Pages reach
 *   the file from its write-ahead log only; while the log has not begun again, it holds every page that was written meanwhile, and the
 *   log, copied last, outranks the file. When it has begun again, the copy is made anew.
 * On crash: a part of the copy is left. On retry: begins anew.
 * Bounds: five tries, then `log-unavailable`; the log begins again about every 8 MiB of appends.
 * Rejects with `log-unavailable`, also when the file is not there, or `log-full`.
 */
export async function copyDataFile({ from, to, onFileCopied }: CopyOptions): Promise<void> {
  for (let tried = 0; tried < TRIES_MAX; tried += 1) {
    const before = await walHeader(from);
    await copyOver(from, to);
    await onFileCopied?.();
    if (before === null) await rm(`${to}-wal`, { force: true });
    else await copyOver(`${from}-wal`, `${to}-wal`).catch(toleratesMissing);
    if ((await walHeader(from)) === before) return;
  }
  const advice = 'Stop Landfall for as long as the copy takes, or use a backup';
  throw new LogError('log-unavailable', `Data file ${from}: it is written to too fast to be copied. ${advice}.`);
}

async function copyOver(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (from.endsWith('-wal') && isMissing(error)) throw error;
    throw copyError(from, error);
  }
}

/** A log that vanished while its file was copied has a header that differs from before: the caller tries again. */
function toleratesMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** As hexadecimal text; null when there is no write-ahead log, or an empty one. */
async function walHeader(path: string): Promise<string | null> {
  try {
    const file = await open(`${path}-wal`, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(WAL_HEADER_BYTES), 0, WAL_HEADER_BYTES, 0);
      return bytesRead < WAL_HEADER_BYTES ? null : buffer.toString('hex');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw copyError(path, error);
  }
}

function copyError(path: string, error: unknown): LogError {
  const { code } = error as { code?: unknown };
  const full = code === 'ENOSPC';
  const reason = isMissing(error) ? 'there is no such file' : error instanceof Error ? error.message : String(error);
  const text = full ? 'there is no room for a copy; free some on the disk' : `it cannot be copied: ${reason}`;
  return new LogError(full ? 'log-full' : 'log-unavailable', `Data file ${path}: ${text}.`, { cause: error });
}
