import { CompressionTypes } from './kafkajs.ts';
import type { Kafka, Producer, RecordMetadata, TopicMessages } from 'kafkajs';
import { REQUEST_TIMEOUT_MS } from './client.ts';
import { toLogError, unavailableError } from './log-errors.ts';
import type { Names } from './names.ts';
import { placeKey } from './names.ts';
import type { Outgoing } from './send-plan.ts';
import { within } from './settle.ts';

const DISCONNECT_MS = 5_000;

/** One idempotent producer at a time; see log-appender.ts for why a failed one is thrown away. */
export class RecordSender {
  readonly #kafka: Kafka;
  readonly #names: Names;
  #producer: Producer | null = null;

  constructor(kafka: Kafka, names: Names) {
    this.#kafka = kafka;
    this.#names = names;
  }

  /**
   * Sends one batch for each partition and resolves, when all in-sync replicas have them, with the offset of the first
   * record of each. Rejects with LogError; then any of them may be stored. Never called again before it settles.
   */
  async send(batches: readonly (readonly Outgoing[])[]): Promise<readonly number[]> {
    try {
      const producer = await this.#connected();
      const results = await producer.sendBatch({
        acks: -1,
        timeout: REQUEST_TIMEOUT_MS,
        compression: CompressionTypes.None,
        topicMessages: this.#messages(batches),
      });
      return this.#starts(batches, results);
    } catch (error) {
      await this.close();
      throw toLogError(error);
    }
  }

  /** Disconnects; a later send starts anew. */
  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    if (producer !== null) await within(DISCONNECT_MS, producer.disconnect());
  }

  async #connected(): Promise<Producer> {
    if (this.#producer !== null) return this.#producer;
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => chosenPartition,
    });
    this.#producer = producer;
    await producer.connect();
    return producer;
  }

  #messages(batches: readonly (readonly Outgoing[])[]): TopicMessages[] {
    const byTopic = new Map<string, TopicMessages>();
    for (const batch of batches) {
      for (const { topic, ...message } of batch) {
        const name = this.#names.topic(topic);
        const messages = byTopic.get(name) ?? { topic: name, messages: [] };
        messages.messages.push(message);
        byTopic.set(name, messages);
      }
    }
    return [...byTopic.values()];
  }

  /**
   * A partition whose leader changed between two tries of the client can be missing from the answer, and then its
   * records were never sent.
   */
  #starts(batches: readonly (readonly Outgoing[])[], results: readonly RecordMetadata[]): number[] {
    const starts = new Map(results.map((one) => [placeKey(one.topicName, one.partition), Number(one.baseOffset)]));
    return batches.map(([first]) => {
      const start =
        first === undefined ? undefined : starts.get(placeKey(this.#names.topic(first.topic), first.partition));
      if (start !== undefined && start >= 0) return start;
      throw unavailableError('The brokers did not say where they put the records.');
    });
  }
}

function chosenPartition({ message }: { readonly message: { readonly partition?: number } }): number {
  if (message.partition === undefined) throw new Error('every record goes out with its partition');
  return message.partition;
}
