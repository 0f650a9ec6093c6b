import { applyTopics, kafkaEventLog } from '@landfall/adapter-kafka';
import type { KafkaEventLogOptions, TopicWanted } from '@landfall/adapter-kafka';
import type { EventLog } from '@landfall/ports';

/** The topics of the contract suite as `schemas/topics.yaml` has them, with fewer partitions. */
export const TOPICS: readonly TopicWanted[] = [
  { name: 'anpr.reads', partitions: 4, cleanup: 'delete' },
  { name: 'port.movements', partitions: 2, cleanup: 'delete' },
  { name: 'hits', partitions: 3, cleanup: 'delete' },
  { name: 'watchlist.entries', partitions: 3, cleanup: 'compact' },
  { name: 'dead-letters', partitions: 2, cleanup: 'delete', maxMessageBytes: 20 * 1024 * 1024 },
];

/** Topics nobody else uses: each test has names of its own on the shared broker. */
export function newNamespace(): string {
  return `test-${crypto.randomUUID().slice(0, 8)}.`;
}

interface Copies {
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
}

const ONE_COPY: Copies = { replicationFactor: 1, minInsyncReplicas: 1 };

/** A log over empty topics. */
export async function openLog(options: KafkaEventLogOptions, copies = ONE_COPY): Promise<EventLog> {
  await applyTopics({ ...options, ...copies }, TOPICS);
  return kafkaEventLog(options);
}
