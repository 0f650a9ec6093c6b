/** Reading what is there: scans, single records and offsets, over one set of connections. */
import type { Topic } from '@landfall/core';
import type { LogBatch, LogPosition, LogRecord, Offsets, ScanOptions } from '@landfall/ports';
import { closedError } from './log-errors.ts';
import { placeKey } from './names.ts';
import type { Settings } from './options.ts';
import type { PartitionRange, PartitionRead, PartitionReader } from './partition-reader.ts';
import { within } from './settle.ts';
import { tryAgain } from './try-again.ts';

const WAIT_MS = 1_000;
/** Single records are looked up by small reads: a broker gives at least one whole batch. */
const LOOK_UP_BYTES_MAX = 64 * 1024;
const DISCONNECT_MS = 5_000;

export class LogReading {
  readonly #reader: PartitionReader;
  readonly #settings: Settings;
  readonly #closed = new AbortController();

  constructor(reader: PartitionReader, settings: Settings) {
    this.#reader = reader;
    this.#settings = settings;
  }

  /** What each partition of an existing topic holds. */
  ranges(topic: Topic): Promise<PartitionRange[]> {
    return this.#ask(topic, () => this.#reader.ranges(topic));
  }

  async offsetsAt(topic: Topic, timestampMs: number): Promise<Offsets> {
    const found = await this.#ask(topic, () => this.#reader.offsetsAt(topic, timestampMs));
    const ranges = await this.ranges(topic);
    return ranges.map(({ partition, end }) => {
      const offset = found.get(partition) ?? -1;
      return { topic, partition, offset: offset < 0 ? end : offset };
    });
  }

  async *scan({ topic, from, to, batchMax }: ScanOptions): AsyncGenerator<LogBatch> {
    for (const { partition, low, end: logEnd } of await this.ranges(topic)) {
      const start = Math.max(low, offsetOf(from, topic, partition) ?? low);
      const end = Math.min(logEnd, offsetOf(to, topic, partition) ?? logEnd);
      const read = (offset: number): Promise<PartitionRead> =>
        this.#read({ topic, partition, offset }, this.#settings.fetchBytesMax);
      let offset = start;
      let ahead = offset < end ? read(offset) : null;
      while (ahead !== null) {
        const { records, next, end: endOffset } = await ahead;
        offset = next;
        // The next read is under way while this one is looked at.
        ahead = offset < end ? read(offset) : null;
        ahead?.catch(() => {});
        for (const part of parts(records, end, batchMax)) {
          yield { topic, partition, records: part, endOffset };
          if (this.#closed.signal.aborted) throw closedError();
        }
      }
    }
  }

  async fetch(positions: readonly LogPosition[]): Promise<readonly (LogRecord & LogPosition)[]> {
    const found = new Map<string, LogRecord>();
    const wanted = new Map<string, LogPosition[]>();
    for (const one of positions) {
      const key = placeKey(one.topic, one.partition);
      wanted.set(key, [...(wanted.get(key) ?? []), one]);
    }
    const ranges = new Map<Topic, PartitionRange[]>();
    for (const { topic } of positions) if (!ranges.has(topic)) ranges.set(topic, await this.ranges(topic));
    const lookUps = [...wanted].map(async ([key, places]) => {
      const [{ topic, partition }] = places as [LogPosition];
      const range = ranges.get(topic)?.find((one) => one.partition === partition);
      if (range === undefined) return;
      for (const record of await this.#lookUp(places, range)) found.set(`${key}/${record.offset}`, record);
    });
    await Promise.all(lookUps);
    return positions.flatMap(({ topic, partition, offset }) => {
      const record = found.get(`${placeKey(topic, partition)}/${offset}`);
      return record === undefined ? [] : [{ ...record, topic, partition }];
    });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await within(DISCONNECT_MS, this.#reader.close());
  }

  /** Those of one partition: each read takes all that it brought before the next begins at the first still missing. */
  async #lookUp(places: readonly LogPosition[], { low, end }: PartitionRange): Promise<LogRecord[]> {
    const offsets = [...new Set(places.map((one) => one.offset))].toSorted((a, b) => a - b);
    const missing = offsets.filter((offset) => offset >= low && offset < end);
    const found: LogRecord[] = [];
    while (missing.length > 0) {
      const { records, next } = await this.#read({ ...places[0]!, offset: missing[0]! }, LOOK_UP_BYTES_MAX);
      const brought = new Map(records.map((one) => [one.offset, one]));
      while (missing.length > 0 && missing[0]! < next) {
        const record = brought.get(missing.shift()!);
        if (record !== undefined) found.push(record);
      }
    }
    return found;
  }

  #read(place: LogPosition, bytesMax: number): Promise<PartitionRead> {
    return this.#ask(place.topic, () => this.#reader.readOne(place, { bytesMax, waitMs: WAIT_MS }));
  }

  #ask<T>(topic: Topic, question: () => Promise<T>): Promise<T> {
    if (this.#closed.signal.aborted) throw closedError();
    return tryAgain({
      work: async () => {
        await this.#reader.open([topic]);
        return question();
      },
      recover: (error) => this.#reader.recover(error),
      forMs: this.#settings.unavailableMs,
      signal: this.#closed.signal,
    });
  }
}

export function offsetOf(offsets: Offsets | undefined, topic: Topic, partition: number): number | undefined {
  return offsets?.find((one) => one.topic === topic && one.partition === partition)?.offset;
}

/** The records before an offset, in parts of at most so many. */
export function* parts(records: readonly LogRecord[], end: number, batchMax: number): Generator<readonly LogRecord[]> {
  const last = records.at(-1);
  const wanted = last === undefined || last.offset < end ? records : records.filter((one) => one.offset < end);
  for (let start = 0; start < wanted.length; start += batchMax) {
    yield start === 0 && wanted.length <= batchMax ? wanted : wanted.slice(start, start + batchMax);
  }
}
