/**
 * The data file: opening, locking, format version, transactions, and the way to the disk.
 *
 * Guarantee: one process at a time has the file. When `sync()` has resolved, every transaction committed before it
 *   was called survives a power cut (with NORMAL: a crash of the process). Transactions reach the disk in order:
 *   never a later one without an earlier one.
 * On crash: SQLite rolls back what was not committed when the file is opened next.
 * On retry: a failed transaction has changed nothing. A failed sync is final: nobody knows what the disk has, so the
 *   file must be closed and opened again.
 * Bounds: the write-ahead log is carried into the file about every 8 MiB; `pagesMax` bounds the file.
 */
import { closeSync, fdatasync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LogError } from '@landfall/ports';
import { closedError, toLogError } from './log-errors.ts';
import type { LogFileOptions } from './log-options.ts';

/** The format that this code writes. A higher number in the file means that a newer Landfall has written it. */
const FORMAT_VERSION = 1;

/** "LnFl": tells a Landfall data file from any other SQLite file. */
const APPLICATION_ID = 0x4c_6e_46_6c;

/** How long to wait for a process that is just closing the file. */
const LOCK_WAIT_MS = 500;

const CHECKPOINT_PAGES = 2_000;

const FORMAT_1 = `
  CREATE TABLE topics (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    floor INTEGER NOT NULL DEFAULT 0, compacted_to INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE commits (
    member TEXT NOT NULL, topic TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (member, topic)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE schemas (id INTEGER PRIMARY KEY, schema TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE subjects (
    subject TEXT NOT NULL, version INTEGER NOT NULL, id INTEGER NOT NULL REFERENCES schemas (id),
    PRIMARY KEY (subject, version)
  ) STRICT, WITHOUT ROWID;
`;

export interface LogFile {
  readonly path: string;
  readonly db: DatabaseSync;
  /** Runs statements that only read, or DDL; SQLite's errors come out as LogError. */
  run<T>(work: () => T): T;
  /** Runs the work in one transaction: all of it, or, when it throws, nothing. */
  transaction<T>(work: () => T): T;
  /** Resolves when all that is committed now is safe. One call at a time. */
  sync(): Promise<void>;
  /** One more owner: the file closes when each has released it. */
  share(): LogFile;
  release(): void;
  /** Closes the file whoever still owns it: for an opening that failed half way. */
  destroy(): void;
}

/** Rejects with `log-locked`, `log-newer-version`, `log-damaged`, `log-unavailable` or `log-full`. */
export function openLogFile(options: LogFileOptions): LogFile {
  const { path, synchronous = 'FULL' } = options;
  const { db, wal } = mapped(path, () => openDatabase(options));
  let owners = 1;
  const run = <T>(work: () => T): T => {
    if (owners === 0) throw closedError();
    return mapped(path, work);
  };
  const closeAll = (): void => {
    closeSync(wal);
    mapped(path, () => db.close());
  };
  const file: LogFile = {
    path,
    db,
    run,
    transaction: (work) => run(() => inTransaction(db, work)),
    sync: () => (synchronous === 'FULL' ? flushToDisk(path, wal) : Promise.resolve()),
    share: () => {
      owners += 1;
      return file;
    },
    release: () => {
      owners -= 1;
      if (owners === 0) closeAll();
    },
    destroy: () => {
      if (owners > 0) closeAll();
      owners = 0;
    },
  };
  return file;
}

function mapped<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toLogError(path, error);
  }
}

function openDatabase(options: LogFileOptions): { db: DatabaseSync; wal: number } {
  const db = new DatabaseSync(options.path, { timeout: LOCK_WAIT_MS, enableForeignKeyConstraints: false });
  try {
    prepareFile(db, options);
    return { db, wal: openSync(`${options.path}-wal`, 'r+') };
  } catch (error) {
    db.close();
    throw error;
  }
}

function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some errors, a full disk among them.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * SQLite would wait for the disk inside COMMIT and hold up the event loop. So it commits without waiting, and this
 * flushes its write-ahead log from the thread pool: the same promise, and requests go on meanwhile. The -wal file
 * carries no locks of SQLite's, so a second descriptor does no harm; one on the data file itself would drop the lock
 * when closed.
 */
function flushToDisk(path: string, wal: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(wal, (error) => {
      if (error === null) resolve();
      else reject(new LogError('log-unavailable', `Data file ${path}: the disk did not take it.`, { cause: error }));
    });
  });
}

function prepareFile(db: DatabaseSync, options: LogFileOptions): void {
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  const version = pragma(db, 'user_version');
  const fresh = version === 0 && count(db, 'SELECT count(*) AS n FROM sqlite_schema') === 0;
  if (!fresh && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new LogError(
      'log-damaged',
      `File ${options.path} is not a Landfall data file; move it away, or name another.`,
    );
  }
  if (version > FORMAT_VERSION) {
    const formats = `format ${version}, this one knows ${FORMAT_VERSION}`;
    const text = `Data file ${options.path} was written by a newer Landfall (${formats}).`;
    throw new LogError('log-newer-version', `${text} Update Landfall, or name another data file.`);
  }
  const careless = options.synchronous === 'OFF';
  // Safe until the file is known to be there: the first transaction syncs the file, its log and their folder.
  const first = careless ? 'synchronous = OFF' : 'synchronous = FULL';
  for (const setting of ['journal_mode = WAL', first, 'trusted_schema = OFF', 'cache_size = -16384']) {
    db.exec(`PRAGMA ${setting}`);
  }
  db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.exec(`PRAGMA max_page_count = ${options.pagesMax ?? 0xffff_fffe}`);
  inTransaction(db, () => {
    if (fresh) db.exec(`${FORMAT_1} PRAGMA application_id = ${APPLICATION_ID};`);
    db.exec(`PRAGMA user_version = ${FORMAT_VERSION}`);
  });
  if (!careless) db.exec('PRAGMA synchronous = NORMAL');
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function count(db: DatabaseSync, sql: string): number {
  return Number(db.prepare(sql).get()?.['n'] ?? 0);
}
