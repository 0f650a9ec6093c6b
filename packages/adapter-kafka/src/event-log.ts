/**
 * The event log on Kafka, through kafkajs.
 *
 * Guarantee: what `append` acknowledged is on all in-sync replicas (how many those are, the topics' min.insync.replicas
 *   says); consumers get every record at least once, those of a partition in order. Records of one key are on the
 *   partition that Kafka's own clients choose for it. Reading is not held back by transactions of others.
 * On crash: see log-appender.ts and group-consumer.ts. Nothing is kept on this machine.
 * On retry: a rejected append may be repeated, and may then be stored twice.
 * Bounds: see KafkaEventLogOptions, log-appender.ts, follower.ts and group-consumer.ts. Connections are made when they
 *   are needed. A record's value shares memory with what was read with it: copy what you keep.
 */
import type { Topic } from '@landfall/core';
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
import type { Kafka } from 'kafkajs';
import { AdminConnection } from './admin-connection.ts';
import { kafkaClient, nextOf, readingCluster } from './client.ts';
import { openFollower } from './follower.ts';
import { openGroupConsumer } from './group-consumer.ts';
import { LogAppender } from './log-appender.ts';
import { closedError } from './log-errors.ts';
import { LogReading } from './log-reading.ts';
import { namesIn } from './names.ts';
import type { Names } from './names.ts';
import { settingsOf } from './options.ts';
import type { KafkaEventLogOptions, Settings } from './options.ts';
import { PartitionReader } from './partition-reader.ts';
import type { PartitionRange } from './partition-reader.ts';
import { RecordSender } from './record-sender.ts';
import { TopicDirectory } from './topic-directory.ts';
import { tryAgain } from './try-again.ts';

/** A log over brokers that need not be there yet: what needs them rejects with `log-unavailable` while they are away. */
export function kafkaEventLog(options: KafkaEventLogOptions): EventLog {
  return new KafkaEventLog(options);
}

class KafkaEventLog implements EventLog {
  readonly #options: KafkaEventLogOptions;
  readonly #settings: Settings;
  readonly #names: Names;
  /** Shared by all clients of this log, so that a new one begins elsewhere than the last. */
  readonly #nextBroker: () => string[];
  readonly #kafka: Kafka;
  readonly #admin: AdminConnection;
  readonly #topics: TopicDirectory;
  readonly #appender: LogAppender;
  readonly #reading: LogReading;
  /** Subscriptions, and those that are on their way. */
  readonly #subscriptions = new Set<Promise<Subscription>>();
  readonly #ending = new AbortController();
  #closing: Promise<void> | null = null;
  #closed = false;

  constructor(options: KafkaEventLogOptions) {
    this.#options = options;
    this.#settings = settingsOf(options);
    this.#names = namesIn(options.namespace);
    this.#nextBroker = nextOf(options.brokers);
    this.#kafka = kafkaClient(options, this.#nextBroker);
    this.#admin = new AdminConnection(this.#kafka, this.#settings.requestMs);
    this.#topics = new TopicDirectory(this.#admin, this.#names);
    this.#appender = new LogAppender({
      settings: this.#settings,
      topics: this.#topics,
      sender: new RecordSender({ ...this.#settings, kafka: this.#kafka, names: this.#names }),
    });
    this.#reading = new LogReading(this.#newReader(), this.#settings);
  }

  append(records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    return this.#appender.append(records);
  }

  consume(options: ConsumeOptions): Promise<Subscription> {
    return this.#subscribe(async (onEnd) => {
      const ranges = await this.#ranges(options.topics);
      return openGroupConsumer({
        ...options,
        onEnd,
        kafka: kafkaClient(this.#options, this.#nextBroker),
        names: this.#names,
        settings: this.#settings,
        ends: [...ranges].flatMap(([topic, found]) => found.map(({ partition, end }) => at(topic, partition, end))),
        starts: () => this.#starts(options.group, ranges),
        signal: this.#ending.signal,
      });
    });
  }

  follow(options: FollowOptions): Promise<Subscription> {
    return this.#subscribe(async (onEnd) => {
      const ranges = await this.#ranges(options.topics);
      return openFollower({ ...options, onEnd, ranges, reader: this.#newReader(), settings: this.#settings });
    });
  }

  async *scan(options: ScanOptions): AsyncGenerator<LogBatch> {
    await this.#exists(options.topic);
    yield* this.#reading.scan(options);
  }

  async fetch(positions: readonly LogPosition[]): Promise<readonly (LogRecord & LogPosition)[]> {
    for (const topic of new Set(positions.map((one) => one.topic))) await this.#exists(topic);
    return this.#reading.fetch(positions);
  }

  async ends(topic: Topic): Promise<Offsets> {
    const ranges = await this.#ranges([topic]);
    return (ranges.get(topic) ?? []).map(({ partition, end }) => at(topic, partition, end));
  }

  async offsetsAt(topic: Topic, timestampMs: number): Promise<Offsets> {
    await this.#exists(topic);
    return this.#reading.offsetsAt(topic, timestampMs);
  }

  async committed(group: string, topic: Topic): Promise<Offsets> {
    await this.#exists(topic);
    const name = this.#names.topic(topic);
    const question = { groupId: this.#names.group(group), topics: [name] };
    // Brokers that have just started still read what groups have committed.
    const found = await tryAgain({
      work: () => this.#admin.ask((admin) => admin.fetchOffsets(question)),
      recover: async () => {},
      forMs: this.#settings.unavailableMs,
      signal: this.#ending.signal,
    });
    return found
      .flatMap(({ partitions }) => partitions.map(({ partition, offset }) => at(topic, partition, Number(offset))))
      .filter(({ offset }) => offset >= 0)
      .toSorted((a, b) => a.partition - b.partition);
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    this.#ending.abort();
    // Batches in hand may still append and read.
    await Promise.all([...this.#subscriptions].map((opening) => opening.then((one) => one.close(), () => {}))); // prettier-ignore
    await this.#appender.close();
    this.#closed = true;
    await this.#reading.close();
    await this.#admin.close();
  }

  #newReader(): PartitionReader {
    return new PartitionReader(() => readingCluster(this.#kafka), this.#names);
  }

  async #exists(topic: Topic): Promise<void> {
    if (this.#closed) throw closedError();
    await this.#topics.facts(topic);
  }

  async #ranges(topics: readonly Topic[]): Promise<Map<Topic, PartitionRange[]>> {
    const found = new Map<Topic, PartitionRange[]>();
    for (const topic of topics) {
      await this.#exists(topic);
      found.set(topic, await this.#reading.ranges(topic));
    }
    return found;
  }

  /** Where a group begins: at its commits, or else at the first record. */
  async #starts(group: string, ranges: ReadonlyMap<Topic, readonly PartitionRange[]>): Promise<Offsets> {
    const starts: LogPosition[] = [];
    for (const [topic, found] of ranges) {
      starts.push(...found.map(({ partition, low }) => at(topic, partition, low)));
      starts.push(...(await this.committed(group, topic)));
    }
    return starts;
  }

  async #subscribe(open: (onEnd: () => void) => Promise<Subscription>): Promise<Subscription> {
    if (this.#closing !== null) throw closedError();
    const opening: Promise<Subscription> = open(() => this.#subscriptions.delete(opening));
    this.#subscriptions.add(opening);
    try {
      return await opening;
    } catch (error) {
      this.#subscriptions.delete(opening);
      throw error;
    }
  }
}

function at(topic: Topic, partition: number, offset: number): LogPosition {
  return { topic, partition, offset };
}
