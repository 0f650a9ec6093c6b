import { CompressionTypes } from './kafkajs.ts';
import type { Kafka, Producer, RecordMetadata, TopicMessages } from 'kafkajs';
import { toLogError, unavailableError } from './log-errors.ts';
import type { Names } from './names.ts';
import { placeKey } from './names.ts';
import type { Outgoing } from './send-plan.ts';
import { within, withinOrElse } from './settle.ts';

const DISCONNECT_MS = 5_000;

export interface SenderOptions {
  readonly kafka: Kafka;
  readonly names: Names;
  /** For one request. */
  readonly requestMs: number;
  /** For one send with all its tries. */
  readonly sendMs: number;
}

/** A producer, and the sign by which it is kept from trying once more when it has been thrown away. */
interface Life {
  readonly producer: Producer;
  over: boolean;
}

/** One idempotent producer at a time; see log-appender.ts for why a failed one is thrown away. */
export class RecordSender {
  readonly #options: SenderOptions;
  #life: Life | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /**
   * Sends one batch for each partition and resolves, when all in-sync replicas have them, with the offset of the first
   * record of each. Rejects with LogError; then any of them may be stored. Never called again before it settles.
   */
  async send(batches: readonly (readonly Outgoing[])[]): Promise<readonly number[]> {
    const { sendMs } = this.#options;
    const late = (): Error => unavailableError(`The brokers have not acknowledged the records within ${sendMs} ms.`);
    try {
      return this.#starts(batches, await withinOrElse(sendMs, this.#results(batches), late));
    } catch (error) {
      await this.close();
      throw toLogError(error);
    }
  }

  /** Disconnects; a later send starts anew. */
  async close(): Promise<void> {
    const life = this.#life;
    this.#life = null;
    if (life === null) return;
    life.over = true;
    await within(DISCONNECT_MS, life.producer.disconnect());
  }

  async #results(batches: readonly (readonly Outgoing[])[]): Promise<readonly RecordMetadata[]> {
    const producer = await this.#connected();
    return producer.sendBatch({
      acks: -1,
      timeout: this.#options.requestMs,
      compression: CompressionTypes.None,
      topicMessages: this.#messages(batches),
    });
  }

  async #connected(): Promise<Producer> {
    if (this.#life !== null) return this.#life.producer;
    const producer = this.#options.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // The client asks at every try. One that was given up must not write after what is written next.
      createPartitioner: () => (asked) => {
        if (life.over) throw new Error('This producer has been given up.');
        return chosenPartition(asked);
      },
    });
    const life: Life = { producer, over: false };
    this.#life = life;
    await producer.connect();
    return producer;
  }

  #messages(batches: readonly (readonly Outgoing[])[]): TopicMessages[] {
    const byTopic = new Map<string, TopicMessages>();
    for (const batch of batches) {
      for (const { topic, ...message } of batch) {
        const name = this.#options.names.topic(topic);
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
        first === undefined ? undefined : starts.get(placeKey(this.#options.names.topic(first.topic), first.partition));
      if (start !== undefined && start >= 0) return start;
      throw unavailableError('The brokers did not say where they put the records.');
    });
  }
}

function chosenPartition({ message }: { readonly message: { readonly partition?: number } }): number {
  if (message.partition === undefined) throw new Error('every record goes out with its partition');
  return message.partition;
}
