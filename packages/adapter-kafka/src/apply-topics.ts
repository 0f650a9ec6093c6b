import type { Topic } from '@landfall/core';
import { ConfigResourceTypes } from './kafkajs.ts';
import type { Admin } from 'kafkajs';
import { AdminConnection } from './admin-connection.ts';
import { kafkaClient } from './client.ts';
import { namesIn } from './names.ts';
import type { KafkaOptions } from './options.ts';
import { requestMsOf } from './options.ts';

/** A topic as `schemas/topics.yaml` describes it. */
export interface TopicWanted {
  readonly name: Topic;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** Absent: kept for ever. */
  readonly retentionHours?: number;
  /** The largest batch of records, bytes. Absent: 1 MiB. */
  readonly maxMessageBytes?: number;
}

export interface ApplyTopicsOptions extends KafkaOptions {
  /** How many brokers have a copy of each partition. */
  readonly replicationFactor: number;
  /** How many of them must have a record before it is acknowledged. */
  readonly minInsyncReplicas: number;
  /** Nothing is created, only looked at. Absent: missing topics are created. */
  readonly checkOnly?: boolean;
}

/** What stands otherwise than wanted. Partitions and settings of existing topics are never changed: that is a decision. */
export interface TopicDifference {
  /** With the namespace, as the brokers know it. */
  readonly topic: string;
  /** `topic` for a missing one, `partitions`, or the name of Kafka's setting. */
  readonly setting: string;
  readonly wanted: string;
  readonly found: string;
}

export interface AppliedTopics {
  readonly created: readonly string[];
  readonly differences: readonly TopicDifference[];
}

const MESSAGE_BYTES_MAX_DEFAULT = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Creates the topics that are missing and compares the others. Idempotent. Rejects with LogError. */
export async function applyTopics(options: ApplyTopicsOptions, topics: readonly TopicWanted[]): Promise<AppliedTopics> {
  const names = namesIn(options.namespace);
  const wanted = new Map(topics.map((topic) => [names.topic(topic.name), topic]));
  const connection = new AdminConnection(kafkaClient(options), requestMsOf(options));
  try {
    return await connection.ask(async (admin) => {
      const there = new Set(await admin.listTopics());
      const missing = [...wanted.keys()].filter((name) => !there.has(name));
      const existing = [...wanted].filter(([name]) => there.has(name));
      const create = options.checkOnly !== true && missing.length > 0;
      if (create) await createTopics(admin, options, new Map(missing.map((name) => [name, wanted.get(name)!])));
      const absent = create ? [] : missing.map((name) => difference(name, 'topic', ['present', 'missing']));
      const differences = await compare(admin, options, new Map(existing));
      return { created: create ? missing : [], differences: [...absent, ...differences] };
    });
  } finally {
    await connection.close();
  }
}

async function createTopics(
  admin: Admin,
  options: ApplyTopicsOptions,
  topics: ReadonlyMap<string, TopicWanted>,
): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: [...topics].map(([topic, wanted]) => ({
      topic,
      numPartitions: wanted.partitions,
      replicationFactor: options.replicationFactor,
      configEntries: [...settingsOf(wanted, options)].map(([name, value]) => ({ name, value })),
    })),
  });
}

/** The settings of Kafka that the definition decides. */
function settingsOf(wanted: TopicWanted, { minInsyncReplicas }: ApplyTopicsOptions): Map<string, string> {
  const { cleanup, retentionHours, maxMessageBytes = MESSAGE_BYTES_MAX_DEFAULT } = wanted;
  return new Map([
    ['cleanup.policy', cleanup],
    ['retention.ms', String(retentionHours === undefined ? -1 : retentionHours * HOUR_MS)],
    ['max.message.bytes', String(maxMessageBytes)],
    ['min.insync.replicas', String(minInsyncReplicas)],
    // Retention goes by the time at which the producer handed a record over.
    ['message.timestamp.type', 'CreateTime'],
  ]);
}

async function compare(
  admin: Admin,
  options: ApplyTopicsOptions,
  topics: ReadonlyMap<string, TopicWanted>,
): Promise<TopicDifference[]> {
  if (topics.size === 0) return [];
  const metadata = await admin.fetchTopicMetadata({ topics: [...topics.keys()] });
  const configs = await admin.describeConfigs({
    resources: [...topics.keys()].map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
    includeSynonyms: false,
  });
  return [...topics].flatMap(([name, wanted]) => {
    const partitions = metadata.topics.find((one) => one.name === name)?.partitions.length ?? 0;
    const entries = configs.resources.find((one) => one.resourceName === name)?.configEntries ?? [];
    const found = new Map(entries.map((entry) => [entry.configName, entry.configValue]));
    const all = [...settingsOf(wanted, options)].map(([setting, value]) =>
      difference(name, setting, [value, found.get(setting) ?? 'not set']),
    );
    return [difference(name, 'partitions', [String(wanted.partitions), String(partitions)]), ...all].filter(
      (one) => one.wanted !== one.found,
    );
  });
}

function difference(topic: string, setting: string, [wanted, found]: readonly [string, string]): TopicDifference {
  return { topic, setting, wanted, found };
}
