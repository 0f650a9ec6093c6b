import type { Topic } from '@landfall/core';
import { murmur2 } from '@landfall/core';
import type { LogBatch, LogPosition, LogRecord, NewRecord, Offsets } from '@landfall/ports';
import { LogError } from '@landfall/ports';
import type { Group } from './consumer-group.ts';
import { consumerGroup } from './consumer-group.ts';

export interface TopicLayout {
  readonly name: Topic;
  readonly partitions: number;
  readonly maxMessageBytes: number;
}

/** The records of one partition, for as long as the world lives. Whoever waits for more is woken by the append. */
export interface Partition {
  readonly topic: Topic;
  readonly partition: number;
  readonly end: number;
  add(record: NewRecord): LogPosition;
  /** Records from an offset on, at most so many and before `to`; null when there is none. */
  batch(from: number, max: number, to?: number): LogBatch | null;
  at(offset: number): LogRecord | undefined;
  offsetAt(timestampMs: number): number;
  readonly waiting: Set<() => void>;
}

/** What outlives every process: the records and what groups have committed. */
export interface Broker {
  partitions(topic: Topic): readonly Partition[];
  /** Where Kafka's own clients put a record. */
  place(record: NewRecord): Partition;
  ends(topic: Topic): Offsets;
  group(name: string): Group;
  /** A process is gone: its members leave their groups. */
  expel(client: symbol): void;
}

export function createBroker(layout: readonly TopicLayout[]): Broker {
  const topics = new Map(layout.map((topic) => [topic.name, { ...topic, all: partitionsOf(topic) }]));
  const groups = new Map<string, Group>();
  const found = (topic: Topic) => {
    const known = topics.get(topic);
    if (known === undefined) throw new LogError('log-topic-unknown', `There is no topic ${topic}.`);
    return known;
  };
  const partitions = (topic: Topic): readonly Partition[] => found(topic).all;
  return {
    partitions,
    place(record) {
      const { all, maxMessageBytes } = found(record.topic);
      if (record.value.length > maxMessageBytes)
        throw new LogError('log-record-too-large', `${record.topic} takes ${maxMessageBytes} bytes a record.`);
      return all[(murmur2(record.key) & 0x7f_ff_ff_ff) % all.length]!;
    },
    ends: (topic) => partitions(topic).map(({ partition, end }) => ({ topic, partition, offset: end })),
    group(name) {
      const known = groups.get(name) ?? consumerGroup((topic) => partitions(topic).length);
      groups.set(name, known);
      return known;
    },
    expel(client) {
      for (const group of groups.values()) group.expel(client);
    },
  };
}

function partitionsOf({ name, partitions }: TopicLayout): readonly Partition[] {
  return Array.from({ length: partitions }, (_, partition) => createPartition(name, partition));
}

function createPartition(topic: Topic, partition: number): Partition {
  const records: LogRecord[] = [];
  const waiting = new Set<() => void>();
  return {
    topic,
    partition,
    waiting,
    get end() {
      return records.length;
    },
    add({ key, value, timestampMs, headers = {} }) {
      const offset = records.length;
      records.push({ offset, key, value, timestampMs, headers });
      for (const wake of waiting) wake();
      return { topic, partition, offset };
    },
    batch(from, max, to = records.length) {
      const some = records.slice(from, Math.min(from + max, to));
      return some.length === 0 ? null : { topic, partition, records: some, endOffset: records.length };
    },
    at: (offset) => records[offset],
    offsetAt(timestampMs) {
      const found = records.findIndex((record) => record.timestampMs >= timestampMs);
      return found === -1 ? records.length : found;
    },
  };
}
