import { randomUUID } from 'node:crypto';
import type { Admin, Kafka } from 'kafkajs';
import { kafkaClient } from './client.ts';
import { toLogError } from './log-errors.ts';
import type { KafkaOptions } from './options.ts';
import { within } from './settle.ts';

export interface BrokersSeen {
  readonly brokers: readonly string[];
}

const DISCONNECT_MS = 5_000;

/** Who the brokers are. Rejects with LogError. */
export async function inspectBrokers(options: KafkaOptions): Promise<BrokersSeen> {
  return withAdmin(kafkaClient(options), async (admin) => {
    const { brokers } = await admin.describeCluster();
    return { brokers: brokers.map(({ host, port }) => `${host}:${port}`) };
  });
}

/**
 * How far each broker's clock is ahead of this machine's, milliseconds, by address; uncertain by the time of one request. Kafka tells
 * its time only in records, so a topic is made for it and deleted again. Rejects with LogError, as where making topics is not allowed.
 */
export async function brokerClocksAheadMs(options: KafkaOptions): Promise<ReadonlyMap<string, number>> {
  const kafka = kafkaClient(options);
  return withAdmin(kafka, async (admin) => {
    const { brokers } = await admin.describeCluster();
    const topic = `${options.namespace ?? ''}landfall-doctor-${randomUUID().slice(0, 8)}`;
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          replicaAssignment: brokers.map(({ nodeId }, partition) => ({ partition, replicas: [nodeId] })),
          configEntries: [
            { name: 'message.timestamp.type', value: 'LogAppendTime' },
            { name: 'min.insync.replicas', value: '1' },
          ],
        },
      ],
    });
    try {
      const ahead = await aheadMs(kafka, topic, brokers.length);
      return new Map(brokers.map(({ host, port }, partition) => [`${host}:${port}`, ahead[partition] ?? 0]));
    } finally {
      await admin.deleteTopics({ topics: [topic] });
    }
  });
}

/** One record to each partition, each led by another broker. */
async function aheadMs(kafka: Kafka, topic: string, partitions: number): Promise<readonly number[]> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const found: number[] = [];
    for (let partition = 0; partition < partitions; partition += 1) {
      const before = Date.now();
      const [answer] = await producer.send({ topic, acks: -1, messages: [{ partition, value: 'clock' }] });
      found.push(Number(answer?.logAppendTime ?? before) - (before + Date.now()) / 2);
    }
    return found;
  } finally {
    await within(DISCONNECT_MS, producer.disconnect());
  }
}

async function withAdmin<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await ask(admin);
  } catch (error) {
    throw toLogError(error);
  } finally {
    await within(DISCONNECT_MS, admin.disconnect());
  }
}
