import type { Topic } from '@landfall/core';
import { ConfigResourceTypes } from './kafkajs.ts';
import type { Admin } from 'kafkajs';
import type { AdminConnection } from './admin-connection.ts';
import { protocolError, toLogError, unknownTopicError } from './log-errors.ts';
import type { Names } from './names.ts';

export interface TopicFacts {
  readonly partitions: number;
  /** The largest batch of records that the topic takes, bytes; null where the brokers do not let us ask. */
  readonly maxMessageBytes: number | null;
}

const AGE_MAX_MS = 300_000;
const FORBIDDEN = new Set(['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED']);

/** What the brokers say of topics, asked once in five minutes for each: partitions are hardly ever added. */
export class TopicDirectory {
  readonly #admin: AdminConnection;
  readonly #names: Names;
  readonly #known = new Map<Topic, { readonly facts: Promise<TopicFacts>; readonly untilMs: number }>();

  constructor(admin: AdminConnection, names: Names) {
    this.#admin = admin;
    this.#names = names;
  }

  /** Rejects with LogError: `log-topic-unknown`, `log-unavailable`. */
  facts(topic: Topic): Promise<TopicFacts> {
    const known = this.#known.get(topic);
    if (known !== undefined && known.untilMs > performance.now()) return known.facts;
    const facts = this.#ask(topic);
    this.#known.set(topic, { facts, untilMs: performance.now() + AGE_MAX_MS });
    facts.catch(() => this.forget(topic));
    return facts;
  }

  forget(topic: Topic): void {
    this.#known.delete(topic);
  }

  async #ask(topic: Topic): Promise<TopicFacts> {
    const name = this.#names.topic(topic);
    try {
      const { topics } = await this.#admin.ask((admin) => admin.fetchTopicMetadata({ topics: [name] }));
      const partitions = topics.find((one) => one.name === name)?.partitions.length ?? 0;
      if (partitions === 0) throw unknownTopicError(name);
      return { partitions, maxMessageBytes: await this.#admin.ask((admin) => maxMessageBytes(admin, name)) };
    } catch (error) {
      throw protocolError(error) === 'UNKNOWN_TOPIC_OR_PARTITION' ? unknownTopicError(name) : toLogError(error);
    }
  }
}

async function maxMessageBytes(admin: Admin, name: string): Promise<number | null> {
  const wanted = { type: ConfigResourceTypes.TOPIC, name, configNames: ['max.message.bytes'] };
  try {
    const { resources } = await admin.describeConfigs({ resources: [wanted], includeSynonyms: false });
    const value = Number(resources[0]?.configEntries[0]?.configValue);
    return Number.isSafeInteger(value) && value > 0 ? value : null;
  } catch (error) {
    if (FORBIDDEN.has(protocolError(error))) return null;
    throw error;
  }
}
