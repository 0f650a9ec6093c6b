import { LogError } from '@landfall/ports';
import type { Admin, Kafka } from 'kafkajs';
import { isTimeout, toLogError, unavailableError } from './log-errors.ts';
import { within, withinOrElse } from './settle.ts';

const DISCONNECT_MS = 5_000;
/** A question is a few requests to a broker that may have to be found first. */
const REQUESTS_OF_A_QUESTION = 1.5;

/** What is asked of the cluster itself; connects when first asked, and anew after a failure. */
export class AdminConnection {
  readonly #kafka: Kafka;
  /** For one try. */
  readonly #answerMs: number;
  #connected: Promise<Admin> | null = null;

  constructor(kafka: Kafka, requestMs: number) {
    this.#kafka = kafka;
    this.#answerMs = REQUESTS_OF_A_QUESTION * requestMs;
  }

  /** Rejects with LogError. A failed connection is tried once more, for it may have gone stale. */
  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    try {
      return await this.#answer(question);
    } catch (error) {
      throw toLogError(error);
    }
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = null;
    if (connected !== null) await within(DISCONNECT_MS, connected.then((admin) => admin.disconnect())); // prettier-ignore
  }

  async #answer<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const wasConnected = this.#connected !== null;
    try {
      return await this.#once(question);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      await this.close();
      // Another try begins at another broker, which helps where the first is silent.
      if (!wasConnected && !isTimeout(error)) throw error;
      return this.#once(question);
    }
  }

  #once<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const late = (): Error => unavailableError(`The brokers have not answered within ${this.#answerMs} ms.`);
    return withinOrElse(this.#answerMs, this.#connect().then(question), late);
  }

  #connect(): Promise<Admin> {
    this.#connected ??= this.#open();
    return this.#connected;
  }

  async #open(): Promise<Admin> {
    const admin = this.#kafka.admin();
    try {
      await admin.connect();
    } catch (error) {
      this.#connected = null;
      await within(DISCONNECT_MS, admin.disconnect());
      throw error;
    }
    return admin;
  }
}

function isConnectionError(error: unknown): boolean {
  if (error instanceof LogError) return error.code === 'log-unavailable';
  for (let one = error; one instanceof Error; one = one.cause) {
    if (/^KafkaJS(Connection|RequestTimeout|BrokerNotFound|NumberOfRetries|Metadata)/.test(one.name)) return true;
  }
  return false;
}
