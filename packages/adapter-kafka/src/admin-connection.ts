import type { Admin, Kafka } from 'kafkajs';
import { toLogError } from './log-errors.ts';
import { within } from './settle.ts';

const DISCONNECT_MS = 5_000;

/** What is asked of the cluster itself; connects when first asked, and anew after a failure. */
export class AdminConnection {
  readonly #kafka: Kafka;
  #connected: Promise<Admin> | null = null;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
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
      return await question(await this.#connect());
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      await this.close();
      if (!wasConnected) throw error;
      return question(await this.#connect());
    }
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
  for (let one = error; one instanceof Error; one = one.cause) {
    if (/^KafkaJS(Connection|RequestTimeout|BrokerNotFound|NumberOfRetries|Metadata)/.test(one.name)) return true;
  }
  return false;
}
