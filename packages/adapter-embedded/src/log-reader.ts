import type { LogPosition, LogRecord } from '@landfall/ports';
import type { LogFile } from './log-file.ts';
import { readRecord, recordEnd } from './record-chunk.ts';
import type { Chunk, TopicStore } from './topic-store.ts';
import { turn } from './turn.ts';

/** A batch ends early when its records come to this much, however many the caller asked for. */
const BATCH_BYTES_MAX = 8 * 1024 * 1024;

/** After so many records or look-ups in one go, the event loop gets its turn. */
const TURN_RECORDS = 1_000;
const TURN_LOOKUPS = 100;

/** A place in a topic, moving forward. */
export interface Cursor {
  /** The offset to read next. */
  readonly offset: () => number;
  /** The next records below `end`, at most `count` and about 8 MiB; none when there are none now. */
  read(count: number, end: number): LogRecord[];
}

export function openCursor(file: LogFile, topic: TopicStore, start: number): Cursor {
  let offset = start;
  /**
   * The chunk in which the last read stopped, with the record to go on at. Chunks never change, so it may outlive its
   * row.
   */
  let rest: { readonly chunk: Chunk; index: number; at: number } | null = null;

  const takeFrom = (
    into: { readonly records: LogRecord[]; bytes: number },
    limits: { count: number; end: number },
  ): void => {
    if (rest === null) return;
    const { chunk } = rest;
    const stop = Math.min(chunk.next, limits.end) - chunk.first;
    while (rest.index < stop && into.records.length < limits.count && into.bytes < BATCH_BYTES_MAX) {
      const next = recordEnd(chunk.bytes, rest.at);
      if (chunk.first + rest.index >= offset) {
        into.records.push(readRecord(chunk.bytes, rest.at, chunk.first + rest.index));
        into.bytes += next - rest.at;
      }
      rest.index += 1;
      rest.at = next;
    }
    offset = Math.max(offset, chunk.first + rest.index);
    if (rest.index === chunk.next - chunk.first) rest = null;
  };

  return {
    offset: () => offset,
    read: (count, end) => {
      const into = { records: [] as LogRecord[], bytes: 0 };
      takeFrom(into, { count, end });
      const wanted = (): boolean => into.records.length < count && into.bytes < BATCH_BYTES_MAX && offset < end;
      if (rest !== null || !wanted()) return into.records;
      file.run(() => {
        for (const chunk of topic.chunks(offset)) {
          if (chunk.first >= end) break;
          rest = { chunk, index: 0, at: 0 };
          takeFrom(into, { count, end });
          if (rest !== null || !wanted()) break;
        }
      });
      return into.records;
    },
  };
}

/** The records at these offsets of one topic, in any order, each once; what is not there is left out. */
export async function fetchRecords(topic: TopicStore, offsets: readonly number[]): Promise<Map<number, LogRecord>> {
  const found = new Map<number, LogRecord>();
  let chunk: Chunk | undefined;
  let index = 0;
  let at = 0;
  let lookups = 0;
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    if (offset >= topic.end()) break;
    if (chunk === undefined || offset >= chunk.next) {
      if (++lookups % TURN_LOOKUPS === 0) await turn();
      chunk = topic.chunkOf(offset);
      index = 0;
      at = 0;
    }
    if (chunk === undefined) continue;
    for (; index < offset - chunk.first; index += 1) at = recordEnd(chunk.bytes, at);
    if (!found.has(offset)) found.set(offset, readRecord(chunk.bytes, at, offset));
  }
  return found;
}

/**
 * The first offset whose timestamp is at or after the instant, or the end. Exact, whatever the order of timestamps:
 * each chunk knows the newest timestamp of all up to it, which only grows, so a binary search finds the chunk where
 * the instant is first reached. Only when retention has removed a record with a timestamp far ahead must the records
 * after it be read through.
 */
export async function findOffset(options: {
  readonly file: LogFile;
  readonly topic: TopicStore;
  readonly timestampMs: number;
}): Promise<number> {
  const { file, topic, timestampMs } = options;
  const end = topic.end();
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const chunk = topic.boundary(middle);
    if (chunk === undefined || chunk.newest < timestampMs) low = Math.max(middle + 1, chunk?.next ?? 0);
    else high = chunk.first;
  }
  const cursor = openCursor(file, topic, low);
  for (;;) {
    const records = cursor.read(TURN_RECORDS, end);
    const reached = records.find((one) => one.timestampMs >= timestampMs);
    if (reached !== undefined) return reached.offset;
    if (records.length === 0) return end;
    await turn();
  }
}

/** The positions grouped by topic, so that each topic is asked once. */
export function offsetsByTopic(positions: readonly LogPosition[]): Map<LogPosition['topic'], number[]> {
  const byTopic = new Map<LogPosition['topic'], number[]>();
  for (const { topic, partition, offset } of positions) {
    const offsets = byTopic.get(topic) ?? [];
    if (offsets.length === 0) byTopic.set(topic, offsets);
    if (partition === 0 && Number.isSafeInteger(offset) && offset >= 0) offsets.push(offset);
  }
  return byTopic;
}
