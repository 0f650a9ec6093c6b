/**
 * One topic's chunks in the data file, and how far the topic reaches.
 *
 * Guarantee: readers see a record only below `end`, which moves when the record is durable; offsets are given once,
 *   also when retention has emptied the topic. Every chunk read is checked against its checksum (`log-damaged`).
 * On crash: what was committed to the file is there; the ends are found again from the chunks.
 * On retry: writing happens inside the caller's transaction and leaves no trace when that fails.
 * Bounds: a chunk is at most 64 KiB, or one record.
 */
import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Topic } from '@landfall/core';
import type { NewRecord } from '@landfall/ports';
import { damagedError } from './log-errors.ts';
import type { LogFile } from './log-file.ts';
import { MESSAGE_BYTES_MAX } from './log-options.ts';
import type { TopicSettings } from './log-options.ts';
import { chunkPacker } from './record-chunk.ts';

/** Records with offsets `first` up to `next`, exclusive, packed. */
export interface Chunk {
  readonly first: number;
  readonly next: number;
  readonly bytes: Buffer;
}

/** A chunk without its bytes. */
export interface ChunkBounds {
  readonly first: number;
  readonly next: number;
  /** The newest timestamp of all chunks up to this one, so that it only grows. */
  readonly newest: number;
}

interface Reach {
  readonly next: number;
  readonly newest: number;
}

export class TopicStore {
  readonly name: Topic;
  readonly settings: TopicSettings;
  readonly messageBytesMax: number;
  readonly id: number;
  readonly table: string;
  readonly #file: LogFile;
  readonly #insert: StatementSync;
  readonly #from: StatementSync;
  readonly #holding: StatementSync;
  readonly #boundary: StatementSync;
  readonly #packer = chunkPacker();
  readonly #listeners = new Set<() => void>();
  /** How far the transaction in hand has written, and how far committed ones have. */
  #written: Reach;
  #committed: Reach;
  #end: number;

  constructor(file: LogFile, settings: TopicSettings) {
    const { id, table, floor } = file.run(() => createTopic(file, settings));
    this.name = settings.name;
    this.settings = settings;
    this.messageBytesMax = settings.maxMessageBytes ?? MESSAGE_BYTES_MAX;
    this.id = id;
    this.table = table;
    this.#file = file;
    const columns = 'first, next, newest, aged, key, crc, records';
    this.#insert = file.db.prepare(`INSERT INTO ${table} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#from = file.db.prepare(`SELECT first, next, crc, records FROM ${table} WHERE first >= ? ORDER BY first`);
    const upTo = `FROM ${table} WHERE first <= ? ORDER BY first DESC LIMIT 1`;
    this.#holding = file.db.prepare(`SELECT first, next, crc, records ${upTo}`);
    this.#boundary = file.db.prepare(`SELECT first, next, newest ${upTo}`);
    const last = this.boundary(Number.MAX_SAFE_INTEGER);
    this.#written = { next: Math.max(floor, last?.next ?? 0), newest: last?.newest ?? 0 };
    this.#committed = this.#written;
    this.#end = this.#written.next;
  }

  /** The offset after the last record that readers may see. */
  end(): number {
    return this.#end;
  }

  /** Inside a transaction: writes the records after all that are written, and returns the offset of the first. */
  write(records: readonly NewRecord[], nowMs: number): number {
    const offset = this.#written.next;
    const alone = this.settings.cleanup === 'compact';
    let newest = 0;
    for (const record of records) {
      if (!this.#packer.add(record)) {
        this.#writeChunk({ newest, nowMs, key: null });
        this.#packer.add(record);
        newest = 0;
      }
      newest = Math.max(newest, record.timestampMs);
      // Records of a compacted topic lie alone, with the key where SQLite can find it.
      if (alone) this.#writeChunk({ newest: record.timestampMs, nowMs, key: Buffer.from(record.key) });
    }
    if (this.#packer.count > 0) this.#writeChunk({ newest, nowMs, key: null });
    return offset;
  }

  #writeChunk(chunk: { readonly newest: number; readonly nowMs: number; readonly key: Uint8Array | null }): void {
    const first = this.#written.next;
    const next = first + this.#packer.count;
    const newest = Math.max(this.#written.newest, chunk.newest);
    const bytes = this.#packer.take();
    // A timestamp ahead of the clock ages from now on, else it would hold up the retention of all that follow.
    const aged = Math.min(chunk.newest, chunk.nowMs);
    this.#insert.run(first, next, newest, aged, chunk.key, crc32(bytes), bytes);
    this.#written = { next, newest };
  }

  /** After the transaction: keeps what was written, or forgets it. */
  settle(committed: boolean): void {
    if (committed) this.#committed = this.#written;
    else {
      this.#written = this.#committed;
      this.#packer.take();
    }
  }

  /** Lets readers see what is committed, and wakes those who wait. */
  reveal(): void {
    this.#end = this.#committed.next;
    this.wakeAll();
  }

  /** Calls back after each reveal and each wake; returns the way to stop that. */
  listen(wake: () => void): () => void {
    this.#listeners.add(wake);
    return () => {
      this.#listeners.delete(wake);
    };
  }

  wakeAll(): void {
    for (const wake of this.#listeners) wake();
  }

  /** The chunks from the one that holds the offset, or follows it; lazily. */
  *chunks(offset: number): Generator<Chunk> {
    const before = this.boundary(offset);
    const start = before !== undefined && before.next > offset ? before.first : offset;
    for (const row of this.#from.iterate(start)) yield this.#check(row);
  }

  /** The chunk that holds the offset. */
  chunkOf(offset: number): Chunk | undefined {
    const row = this.#file.run(() => this.#holding.get(offset));
    return row === undefined || Number(row['next']) <= offset ? undefined : this.#check(row);
  }

  /** The last chunk that begins at the offset or before. */
  boundary(offset: number): ChunkBounds | undefined {
    const row = this.#file.run(() => this.#boundary.get(offset));
    if (row === undefined) return undefined;
    return { first: Number(row['first']), next: Number(row['next']), newest: Number(row['newest']) };
  }

  #check(row: Record<string, SQLOutputValue>): Chunk {
    const { first, next, crc, records } = row;
    if (!(records instanceof Uint8Array) || crc32(records) !== crc) {
      throw damagedError(`Offset ${String(first)} of ${this.name} in ${this.#file.path}`);
    }
    const bytes = Buffer.from(records.buffer, records.byteOffset, records.byteLength);
    return { first: Number(first), next: Number(next), bytes };
  }
}

/** Finds the topic in the file, or makes its table. */
function createTopic(file: LogFile, settings: TopicSettings): { id: number; table: string; floor: number } {
  const { db } = file;
  db.prepare('INSERT INTO topics (name) VALUES (?) ON CONFLICT (name) DO NOTHING').run(settings.name);
  const row = db.prepare('SELECT id, floor FROM topics WHERE name = ?').get(settings.name);
  const id = Number(row?.['id']);
  const table = `chunks_${id}`;
  db.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      first INTEGER PRIMARY KEY, next INTEGER NOT NULL,
      newest REAL NOT NULL, aged REAL NOT NULL, key BLOB, crc INTEGER NOT NULL, records BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ${table}_by_key ON ${table} (key, first) WHERE key IS NOT NULL;
  `);
  return { id, table, floor: Number(row?.['floor']) };
}
