/**
 * The log as a replay shows it to a matcher: the entries to judge by, then the facts of a range, and a recording where the log would be
 * appended to.
 *
 * Guarantee: nothing reaches the real log: hits and dead letters are kept here, and no group commits. The matcher meets every fact that
 *   was in the log at the start and whose event time lies in the range, once, and all entries before the first fact.
 * On crash: the recording is gone, and nothing else happened.
 * On retry: there is none. What fails, a batch or the log, ends the replay: `replayed` rejects.
 * Bounds: one batch in hand; `hitsMax` hits kept, then `too-many-hits`; entries as their book has them.
 */
import type { Topic } from '@landfall/core';
import { CAPTURED_AHEAD_MAX_MS } from '@landfall/core';
import { FACT_TOPICS, factReader } from '@landfall/matcher';
import type { EventLog, LogBatch, LogRecord, NewRecord, Offsets, ScanOptions, Subscription } from '@landfall/ports';
import type { MatcherPlatform } from '@landfall/runtime';
import type { EntryBook } from './entry-book.ts';
import type { HitNote } from './hit-note.ts';
import { hitNote } from './hit-note.ts';
import { ReplayError } from './replay-error.ts';
import type { TimeRange } from './read-time-option.ts';

export interface RecordingOptions {
  readonly platform: MatcherPlatform;
  readonly book: EntryBook;
  /** Facts to show, by event time. */
  readonly shown: TimeRange;
  /** Hits to keep, by the event time of their latest fact. */
  readonly kept: TimeRange;
  readonly hitsMax: number;
  readonly signal: AbortSignal;
  /** Called after each batch that was read, with the number of its records, in the range or not. */
  readonly onRead: (records: number) => void;
}

export interface Recording {
  readonly log: EventLog;
  /** Hits that the replay has raised. */
  readonly hits: ReadonlyMap<string, HitNote>;
  /** Facts shown, by event time in the range. */
  readonly facts: () => number;
  readonly unreadable: () => number;
  /** Records that will be read. Resolves when the ends of the log are known. */
  readonly total: Promise<number>;
  /** Resolves when the matcher has handled all facts. */
  readonly replayed: Promise<void>;
}

const ENTRIES: Topic = 'watchlist.entries';

export function recordingLog(options: RecordingOptions): Recording {
  const { platform, book } = options;
  const real = platform.log;
  const hits = new Map<string, HitNote>();
  const total = Promise.withResolvers<number>();
  const replayed = Promise.withResolvers<void>();
  for (const promise of [total.promise, replayed.promise]) promise.catch(() => {});
  const counts = { facts: 0, unreadable: 0, appended: 0 };
  const entries = book.active().map(({ entryId, value }, offset) => asRecord(entryId, value, offset));

  const entriesEnd: Offsets = [{ topic: ENTRIES, partition: 0, offset: entries.length }];

  const record = keeper(options, hits, counts);
  const facts = factsInRange({ ...options, ends: endsNow(real), total, counts, log: () => log });

  const log: EventLog = {
    async append(records) {
      for (const one of records) record(one);
      return records.map(({ topic }) => ({ topic, partition: 0, offset: counts.appended++ }));
    },
    async consume({ topics, batchMax, onBatch }) {
      if (!topics.some(isFactTopic)) return idleSubscription();
      return subscription(replayed, async (stopping) => {
        for (const topic of topics) {
          for await (const batch of facts({ topic, batchMax })) {
            if (stopping()) return;
            await onBatch(batch);
          }
        }
      });
    },
    async follow(wanted) {
      try {
        return await real.follow(wanted);
      } catch (error) {
        // The matcher would wait for the log and try again; a replay says what is wrong.
        replayed.reject(error);
        throw error;
      }
    },
    scan(wanted) {
      if (wanted.topic === ENTRIES) return entryBatches(entries, wanted);
      return isFactTopic(wanted.topic) ? facts(wanted) : real.scan(wanted);
    },
    fetch: (positions) => real.fetch(positions),
    // To the matcher the log holds the entries and no fact yet: it takes the marks first, then each fact as it comes.
    ends: async (topic) => (topic === ENTRIES ? entriesEnd : isFactTopic(topic) ? [] : real.ends(topic)),
    offsetsAt: (topic, timestampMs) => real.offsetsAt(topic, timestampMs),
    committed: async (_group, topic) => (topic === ENTRIES ? entriesEnd : []),
    async close() {},
  };
  return {
    log,
    hits,
    facts: () => counts.facts,
    unreadable: () => counts.unreadable,
    total: total.promise,
    replayed: replayed.promise,
  };
}

/** Takes in what the matcher appends: hits of the range, each once, and how many records it could not read. */
function keeper(
  { platform, kept, hitsMax }: RecordingOptions,
  hits: Map<string, HitNote>,
  counts: { unreadable: number },
): (record: NewRecord) => void {
  return ({ topic, value }) => {
    if (topic === 'dead-letters') counts.unreadable += 1;
    if (topic !== 'hits') return;
    const hit = platform.codec.decode('hits', value);
    if (hit.capturedAt < kept.fromMs || hit.capturedAt >= kept.toMs || hits.has(hit.hitId)) return;
    if (hits.size >= hitsMax) {
      const text = `The replay raises more than ${hitsMax} hits, which is the bound. Shorten the range.`;
      throw new ReplayError('too-many-hits', text);
    }
    hits.set(hit.hitId, hitNote(hit));
  };
}

const isFactTopic = (topic: Topic): boolean => FACT_TOPICS.some((name) => name === topic);

interface FactsOptions extends RecordingOptions {
  readonly ends: Promise<ReadonlyMap<Topic, Offsets>>;
  readonly total: PromiseWithResolvers<number>;
  readonly counts: { facts: number };
  readonly log: () => EventLog;
}

async function endsNow(log: EventLog): Promise<ReadonlyMap<Topic, Offsets>> {
  const ends = new Map<Topic, Offsets>();
  for (const topic of FACT_TOPICS) ends.set(topic, await log.ends(topic));
  return ends;
}

/**
 * The batches of a fact topic, without the records whose event time is out of range. A record's timestamp lies at most a day before its
 * event time, and any time after it: a read may come late. So the reading begins a day before the range, and ends where the log ends.
 */
function factsInRange(
  options: FactsOptions,
): (wanted: Pick<ScanOptions, 'topic' | 'batchMax'>) => AsyncGenerator<LogBatch> {
  const { platform, shown, signal, counts, total } = options;
  const real = platform.log;
  const starts = (topic: Topic): Promise<Offsets> => real.offsetsAt(topic, shown.fromMs - CAPTURED_AHEAD_MAX_MS);
  const countTotal = async (): Promise<number> => {
    let records = 0;
    for (const [topic, ends] of await options.ends) records += distance(await starts(topic), ends);
    return records;
  };
  countTotal().then(total.resolve, total.reject);
  let reader: ReturnType<typeof factReader> | undefined;
  return async function* (wanted) {
    reader ??= factReader({ ...platform, log: options.log() });
    const { topic, batchMax } = wanted;
    const to = (await options.ends).get(topic) ?? [];
    for await (const batch of real.scan({ topic, from: await starts(topic), to, batchMax })) {
      if (signal.aborted) throw new ReplayError('interrupted', 'The replay was interrupted; nothing was changed.');
      const inRange = new Set<LogRecord>();
      for (const { view, record } of await reader(batch)) {
        if (view.atMs >= shown.fromMs && view.atMs < shown.toMs) inRange.add(record);
      }
      const records = batch.records.filter((record) => inRange.has(record));
      options.onRead(batch.records.length);
      counts.facts += records.length;
      if (records.length > 0) yield { ...batch, records };
    }
  };
}

function distance(from: Offsets, to: Offsets): number {
  const starts = new Map(from.map(({ partition, offset }) => [partition, offset]));
  return to.reduce((sum, { partition, offset }) => sum + Math.max(0, offset - (starts.get(partition) ?? 0)), 0);
}

/** Runs the work once; what comes of it is for the caller's promise. `stopped` waits for close(), lest the consumer begin again. */
function subscription(
  done: PromiseWithResolvers<void>,
  work: (stopping: () => boolean) => Promise<void>,
): Subscription {
  let closing = false;
  const stopped = Promise.withResolvers<void>();
  const caughtUp = work(() => closing);
  caughtUp.then(done.resolve, done.reject);
  return {
    caughtUp: done.promise.catch(() => stopped.promise),
    stopped: stopped.promise,
    async close() {
      closing = true;
      await caughtUp.catch(() => {});
      stopped.resolve();
    },
  };
}

function idleSubscription(): Subscription {
  const stopped = Promise.withResolvers<void>();
  return { caughtUp: Promise.resolve(), stopped: stopped.promise, close: async () => stopped.resolve() };
}

function asRecord(key: string, value: Uint8Array, offset: number): LogRecord {
  return { offset, key, value, timestampMs: 0, headers: {} };
}

async function* entryBatches(
  records: readonly LogRecord[],
  { from, batchMax }: Pick<ScanOptions, 'from' | 'batchMax'>,
): AsyncGenerator<LogBatch> {
  for (let at = from?.[0]?.offset ?? 0; at < records.length; at += batchMax) {
    yield { topic: ENTRIES, partition: 0, records: records.slice(at, at + batchMax), endOffset: records.length };
  }
}
