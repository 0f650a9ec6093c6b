/**
 * The embedded event log: one SQLite file, one partition (number 0) per topic.
 *
 * Guarantee: what `append` acknowledged is in the file and on the disk (see LogFileOptions.synchronous); consumers
 *   get every record at least once, in order; nobody reads a record that a power cut could still take back. A group
 *   has one consumer per topic.
 * On crash: the next open finds every acknowledged record; the last commits of groups may be forgotten and their
 *   batches come again.
 * On retry: a rejected append may be repeated. After `log-full` the log goes on as soon as there is room.
 * Bounds: see log-appender.ts, log-subscription.ts and log-maintenance.ts. A record's value shares memory with its
 *   batch (at most 64 KiB, or the record): copy what you keep.
 */
import type { Topic } from '@landfall/core';
import { LogError } from '@landfall/ports';
import type {
  ConsumeOptions,
  EventLog,
  FollowOptions,
  LogBatch,
  LogPosition,
  LogRecord,
  NewRecord,
  Offsets,
  ScanOptions,
  Subscription,
} from '@landfall/ports';
import { systemClock } from './clock.ts';
import { openAppender } from './log-appender.ts';
import type { Appender } from './log-appender.ts';
import { closedError } from './log-errors.ts';
import { openLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import { openGroups } from './log-groups.ts';
import type { Groups } from './log-groups.ts';
import { startMaintenance } from './log-maintenance.ts';
import type { Maintenance } from './log-maintenance.ts';
import type { EmbeddedLogOptions } from './log-options.ts';
import { fetchRecords, findOffset, offsetsByTopic, openCursor } from './log-reader.ts';
import { openSubscription } from './log-subscription.ts';
import type { OpenSubscription, SubscriptionOptions } from './log-subscription.ts';
import { TopicStore } from './topic-store.ts';
import { turn } from './turn.ts';

export interface EmbeddedLog extends EventLog {
  /**
   * Runs retention and compaction now, until nothing is left to do; resolves with how many chunks went. The timer does
   * the same.
   */
  maintain(): Promise<number>;
}

/**
 * Opens the file, or makes it. Rejects with LogError: `log-locked`, `log-newer-version`, `log-damaged`,
 * `log-unavailable`, `log-full`.
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<EmbeddedLog> {
  const file = openLogFile(options);
  try {
    return sqliteEventLog(file, options);
  } catch (error) {
    file.destroy();
    throw error;
  }
}

/** A log over an open file; closing the log releases the file. */
export function sqliteEventLog(file: LogFile, options: EmbeddedLogOptions): EmbeddedLog {
  return new SqliteEventLog(file, options);
}

class SqliteEventLog implements EmbeddedLog {
  readonly #file: LogFile;
  readonly #topics: ReadonlyMap<Topic, TopicStore>;
  readonly #groups: Groups;
  readonly #appender: Appender;
  readonly #maintenance: Maintenance;
  readonly #subscriptions = new Set<OpenSubscription>();
  #closing: Promise<void> | null = null;
  #closed = false;

  constructor(file: LogFile, options: EmbeddedLogOptions) {
    const { clock = systemClock() } = options;
    this.#file = file;
    this.#topics = new Map(options.topics.map((topic) => [topic.name, new TopicStore(file, topic)]));
    this.#groups = openGroups(file);
    this.#appender = openAppender({
      file,
      groups: this.#groups,
      nowMs: () => clock.now(),
      topic: (name) => this.#known(name),
      onFailure: (failure) => {
        for (const subscription of this.#subscriptions) subscription.fail(failure);
      },
    });
    this.#maintenance = startMaintenance({ ...options, file, clock, topics: [...this.#topics.values()] });
  }

  append(records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    return this.#appender.append(records);
  }

  async consume({ group, topics, batchMax, onBatch }: ConsumeOptions): Promise<Subscription> {
    const wanted = topics.map((name) => this.#open(name));
    return this.#subscribe({
      topics: wanted,
      batchMax,
      onBatch,
      onEnd: this.#groups.join(group, topics),
      start: (topic) => this.#groups.committed(group, topic.name) ?? 0,
      onDone: (topic, next) => {
        this.#groups.commit(group, topic.name, next);
        this.#appender.schedule();
      },
    });
  }

  async follow({ topics, from, batchMax, onBatch }: FollowOptions): Promise<Subscription> {
    const wanted = topics.map((name) => this.#open(name));
    const start = (topic: TopicStore): number => offsetOf(from, topic.name) ?? 0;
    return this.#subscribe({ topics: wanted, batchMax, onBatch, start, onDone: () => {}, onEnd: () => {} });
  }

  async *scan({ topic: name, from, to, batchMax }: ScanOptions): AsyncGenerator<LogBatch> {
    const topic = this.#open(name);
    const end = Math.min(offsetOf(to, name) ?? topic.end(), topic.end());
    const cursor = openCursor(this.#file, topic, offsetOf(from, name) ?? 0);
    for (;;) {
      const records = cursor.read(batchMax, end);
      if (records.length === 0) return;
      yield { topic: name, partition: 0, records, endOffset: topic.end() };
      await turn();
      this.#open(name);
    }
  }

  async fetch(positions: readonly LogPosition[]): Promise<readonly (LogRecord & LogPosition)[]> {
    const found = new Map<Topic, Map<number, LogRecord>>();
    for (const [name, offsets] of offsetsByTopic(positions)) {
      found.set(name, await fetchRecords(this.#open(name), offsets));
    }
    return positions.flatMap(({ topic, partition, offset }) => {
      const record = partition === 0 ? found.get(topic)?.get(offset) : undefined;
      return record === undefined ? [] : [{ ...record, topic, partition }];
    });
  }

  async ends(name: Topic): Promise<Offsets> {
    return [at(name, this.#open(name).end())];
  }

  async offsetsAt(name: Topic, timestampMs: number): Promise<Offsets> {
    const offset = await findOffset({ file: this.#file, topic: this.#open(name), timestampMs });
    return [at(name, offset)];
  }

  async committed(group: string, name: Topic): Promise<Offsets> {
    const offset = this.#groups.committed(group, this.#open(name).name);
    return offset === undefined ? [] : [at(name, offset)];
  }

  async maintain(): Promise<number> {
    if (this.#closing !== null) throw closedError();
    return this.#maintenance.run();
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    // Batches in hand may still append and read.
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.#maintenance.stop();
    await this.#appender.close();
    this.#closed = true;
    this.#file.release();
  }

  #known(name: Topic): TopicStore {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new LogError('log-topic-unknown', `There is no topic ${name}.`);
    return topic;
  }

  #open(name: Topic): TopicStore {
    if (this.#closed) throw closedError();
    return this.#known(name);
  }

  #subscribe(wanted: Omit<SubscriptionOptions, 'file'>): Subscription {
    if (this.#closing !== null) {
      wanted.onEnd();
      throw closedError();
    }
    const subscription = openSubscription({
      ...wanted,
      file: this.#file,
      onEnd: () => {
        wanted.onEnd();
        this.#subscriptions.delete(subscription);
      },
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }
}

function at(topic: Topic, offset: number): LogPosition {
  return { topic, partition: 0, offset };
}

function offsetOf(offsets: Offsets | undefined, topic: Topic): number | undefined {
  return offsets?.find((one) => one.topic === topic && one.partition === 0)?.offset;
}
