/**
 * Appends: what is asked for while a request is under way goes into the next one.
 *
 * Guarantee: an append resolves when every record is on all in-sync replicas; positions are those that the brokers
 *   gave. Appends keep the order of their calls. One request is under way at a time, and a producer whose request has
 *   failed is never used again: kafkajs would give the next batch the sequence number of the failed one, and brokers
 *   that had stored it would drop the next batch as a repetition while acknowledging it.
 * On crash: records of appends under way may be there or not.
 * On retry: kafkajs repeats a request under the same sequence numbers, so the brokers store it once. When it gives up,
 *   every append of that request rejects; repeating them may store records twice.
 * Bounds: see KafkaEventLogOptions: records and bytes of a request, linger, bytes that wait.
 */
import type { Topic } from '@landfall/core';
import { LogError } from '@landfall/ports';
import type { LogPosition, NewRecord } from '@landfall/ports';
import type { RecordSender } from './record-sender.ts';
import { closedError, unavailableError } from './log-errors.ts';
import type { Settings } from './options.ts';
import { isTooLarge, prepare, SendPlan } from './send-plan.ts';
import type { Outgoing } from './send-plan.ts';
import { pause } from './settle.ts';
import type { TopicDirectory, TopicFacts } from './topic-directory.ts';

/** Kafka's own default, for topics whose limit the brokers do not tell. */
const BATCH_BYTES_DEFAULT = 1024 * 1024;

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  readonly resolve: (positions: readonly LogPosition[]) => void;
  readonly reject: (error: unknown) => void;
}

/** An append that is being sent, maybe in several requests. */
interface Job extends Waiting {
  readonly positions: LogPosition[];
  failed: boolean;
}

interface Sending {
  readonly job: Job;
  readonly index: number;
}

export interface AppenderOptions {
  readonly settings: Settings;
  readonly topics: TopicDirectory;
  readonly sender: RecordSender;
}

export class LogAppender {
  readonly #options: AppenderOptions;
  #queue: Waiting[] = [];
  #queueBytes = 0;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  async append(records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    if (this.#closed) throw closedError();
    if (records.length === 0) return [];
    const bytes = records.reduce((sum, one) => sum + one.value.length + one.key.length, 0);
    if (this.#queueBytes > 0 && this.#queueBytes + bytes > this.#options.settings.queueBytesMax) {
      throw unavailableError('Too many records are waiting to be sent; try again in a moment.');
    }
    this.#queueBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#queue.push({ records, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Refuses appends from now on; resolves when all before are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    await this.#options.sender.close();
  }

  async #run(): Promise<void> {
    const { lingerMs } = this.#options.settings;
    await (lingerMs > 0 ? pause(lingerMs) : new Promise((resolve) => setImmediate(resolve)));
    while (this.#queue.length > 0) {
      const taken = this.#queue;
      this.#queue = [];
      await this.#send(taken);
    }
    this.#running = null;
  }

  async #send(taken: readonly Waiting[]): Promise<void> {
    const jobs: Job[] = taken.map((one) => ({ ...one, positions: [], failed: false }));
    const facts = new Map<Topic, TopicFacts>();
    const sent = new Map<Outgoing, Sending>();
    let plan = this.#plan(facts);
    for (const job of jobs) {
      for (const [record, at] of (await this.#prepare(job, facts)).map((one, index) => [one, index] as const)) {
        if (!plan.add(record)) {
          await this.#sendPlan(plan, sent);
          plan = this.#plan(facts);
          // Of an append that has failed, nothing more is sent.
          if (job.failed) break;
          plan.add(record);
        }
        sent.set(record, { job, index: at });
      }
    }
    await this.#sendPlan(plan, sent);
    for (const job of jobs) this.#settle(job);
  }

  #plan(facts: ReadonlyMap<Topic, TopicFacts>): SendPlan {
    const { sendRecordsMax, sendBytesMax } = this.#options.settings;
    const batchBytesMax = (topic: Topic): number => facts.get(topic)?.maxMessageBytes ?? BATCH_BYTES_DEFAULT;
    return new SendPlan({ recordsMax: sendRecordsMax, bytesMax: sendBytesMax, batchBytesMax });
  }

  /** The records ready to go; none when the append is refused before anything of it is sent. */
  async #prepare(job: Job, facts: Map<Topic, TopicFacts>): Promise<Outgoing[]> {
    try {
      for (const topic of new Set(job.records.map((one) => one.topic))) {
        facts.set(topic, facts.get(topic) ?? (await this.#options.topics.facts(topic)));
      }
      return job.records.map((record) => {
        const known = facts.get(record.topic)!;
        const ready = prepare(record, known);
        if (isTooLarge(ready, known)) throw tooLargeError(ready, known);
        return ready;
      });
    } catch (error) {
      this.#fail(job, error);
      return [];
    }
  }

  async #sendPlan(plan: SendPlan, sent: Map<Outgoing, Sending>): Promise<void> {
    if (plan.size === 0) return;
    const batches = plan.batches();
    const jobs = new Set(batches.flat().map((record) => sent.get(record)!.job));
    try {
      const starts = await this.#options.sender.send(batches);
      for (const [index, batch] of batches.entries()) note(batch, starts[index]!, sent);
    } catch (error) {
      for (const topic of new Set(batches.flat().map((one) => one.topic))) this.#options.topics.forget(topic);
      // Which record the brokers found too large, they do not say; alone it would be refused by name.
      const shared = error instanceof LogError && error.code === 'log-record-too-large' && jobs.size > 1;
      for (const job of jobs) this.#fail(job, shared ? unavailableError(error.message, error) : error);
    }
  }

  #settle(job: Job): void {
    if (job.failed) return;
    this.#queueBytes -= job.bytes;
    job.resolve(job.positions);
  }

  #fail(job: Job, error: unknown): void {
    if (job.failed) return;
    job.failed = true;
    this.#queueBytes -= job.bytes;
    job.reject(error);
  }
}

function note(batch: readonly Outgoing[], start: number, sent: Map<Outgoing, Sending>): void {
  for (const [index, record] of batch.entries()) {
    const { job, index: at } = sent.get(record)!;
    job.positions[at] = { topic: record.topic, partition: record.partition, offset: start + index };
    sent.delete(record);
  }
}

function tooLargeError(record: Outgoing, facts: TopicFacts): LogError {
  const text = `A record of ${record.bytes} bytes is too large for ${record.topic}, which takes ${facts.maxMessageBytes}.`;
  return new LogError('log-record-too-large', text);
}
