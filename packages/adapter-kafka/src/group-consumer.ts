/**
 * Consumers in a group, on kafkajs's group membership.
 *
 * Guarantee: batches of a partition come one at a time and in order, also where kafkajs runs two handlers at once after
 *   a rebalance. A batch is committed after its onBatch has resolved, together with others that are done by then.
 * On crash: batches whose commit was not yet sent come again, here or at another member.
 * On retry: when onBatch rejects, it is called no more, what was done before is committed, and everything stops with
 *   that error. When brokers are away, kafkajs tries for about 3 s; then everything stops with `log-unavailable`.
 * Bounds: partitionsAtOnce handlers; reads of fetchBytesMax for each partition; heartbeats go on while onBatch runs, so
 *   a slow onBatch keeps its partitions, for 60 s while members change; a client that has stopped without a word (no read, no batch for stalledMs) ends
 *   the consumer with `log-unavailable`.
 */
import type { Topic } from '@landfall/core';
import type { ConsumeOptions, Offsets, Subscription } from '@landfall/ports';
import type { Consumer, EachBatchPayload, Kafka, OffsetsByTopicPartition } from 'kafkajs';
import { CatchUp } from './catch-up.ts';
import { closedError, toLogError, unavailableError } from './log-errors.ts';
import { parts } from './log-reading.ts';
import { placeKey } from './names.ts';
import type { Names } from './names.ts';
import { OffsetCommitter } from './offset-committer.ts';
import type { Settings } from './options.ts';
import { toRecord } from './received-record.ts';
import type { WireRecord } from './received-record.ts';
import { settlable, within } from './settle.ts';
import { tryAgain } from './try-again.ts';

/** A read of nothing is answered after so long, which bounds how long close() waits for it. */
const WAIT_MS = 50;
const RESPONSE_BYTES_MAX = 32 * 1024 * 1024;
const STOP_MS = 5_000;
/** When members change, a batch in hand may take so long before its member is left out. */
const REBALANCE_MS = 60_000;

export interface GroupConsumerOptions extends ConsumeOptions {
  /** A client of its own: kafkajs keeps the commits of a group in the client. */
  readonly kafka: Kafka;
  readonly names: Names;
  readonly settings: Settings;
  /** The ends of all partitions at the time of subscribing. */
  readonly ends: Offsets;
  /** Where each partition will begin: what the group has committed, or else the first record. */
  readonly starts: () => Promise<Offsets>;
  /** Given, joining is not tried again. */
  readonly signal: AbortSignal;
  /** Called once after the last batch of a consumer that had joined. */
  readonly onEnd: () => void;
}

/**
 * Joins the group; resolves when this member has its partitions. Rejects with LogError. What passes by itself, such as
 * brokers that still read what groups have committed, is tried again, for kafkajs gives up on it.
 */
export function openGroupConsumer(options: GroupConsumerOptions): Promise<Subscription> {
  return tryAgain({
    work: async () => {
      const consumer = new GroupConsumer(options);
      await consumer.join();
      return consumer;
    },
    recover: async () => {},
    forMs: options.settings.unavailableMs,
    signal: options.signal,
  });
}

interface Heartbeat {
  error: { readonly error: unknown } | null;
  readonly timer: NodeJS.Timeout;
}

class GroupConsumer implements Subscription {
  readonly #options: GroupConsumerOptions;
  readonly #consumer: Consumer;
  readonly #topics: ReadonlyMap<string, Topic>;
  readonly #caughtUp: CatchUp;
  readonly #committer = new OffsetCommitter();
  readonly #stopped = settlable();
  /** For each partition the end of the handler that has it now. */
  readonly #turns = new Map<string, Promise<void>>();
  #assigned: ReadonlySet<string> = new Set();
  #generation = 0;
  #aliveMs = performance.now();
  #inHand = 0;
  #failure: { readonly error: unknown } | null = null;
  #ending: Promise<void> | null = null;

  constructor(options: GroupConsumerOptions) {
    const { kafka, names, group, topics, settings } = options;
    this.#options = options;
    this.#topics = new Map(topics.map((topic) => [names.topic(topic), topic]));
    this.#caughtUp = new CatchUp(options.ends);
    this.#consumer = kafka.consumer({
      groupId: names.group(group),
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: REBALANCE_MS,
      heartbeatInterval: settings.heartbeatMs,
      maxBytesPerPartition: settings.fetchBytesMax,
      maxBytes: RESPONSE_BYTES_MAX,
      minBytes: 1,
      maxWaitTimeInMs: WAIT_MS,
      readUncommitted: true,
      allowAutoTopicCreation: false,
      // The port's caller decides on trying again.
      retry: { restartOnFailure: async () => false },
    });
  }

  get caughtUp(): Promise<void> {
    return this.#caughtUp.promise;
  }

  get stopped(): Promise<void> {
    return this.#stopped.promise;
  }

  async join(): Promise<void> {
    const { events } = this.#consumer;
    const alive = (): void => {
      this.#aliveMs = performance.now();
    };
    this.#consumer.on(events.FETCH, alive);
    this.#consumer.on(events.END_BATCH_PROCESS, alive);
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => this.#join(payload.memberAssignment));
    // The client would ask the silent broker again and again, and its partitions would stand still unnoticed.
    this.#consumer.on(events.REQUEST_TIMEOUT, ({ payload }) => {
      const { requestMs } = this.#options.settings;
      const text = `The broker at ${payload.broker} has not answered ${payload.apiName} within ${requestMs} ms.`;
      this.#fail(unavailableError(text));
    });
    this.#consumer.on(events.CRASH, ({ payload }) => this.#fail(toLogError(payload.error)));
    try {
      await this.#consumer.connect();
      await this.#consumer.subscribe({ topics: [...this.#topics.keys()], fromBeginning: true });
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.#options.settings.partitionsAtOnce,
        eachBatch: (payload) => this.#takeTurn(payload),
      });
    } catch (error) {
      this.#fail(toLogError(error));
    }
    const watch = setInterval(() => this.#watch(), this.#options.settings.stalledMs / 4);
    this.#stopped.promise.then(() => clearInterval(watch), () => clearInterval(watch)); // prettier-ignore
    if (this.#failure !== null && this.#generation === 0) {
      await this.#end();
      throw this.#failure.error;
    }
  }

  async close(): Promise<void> {
    await this.#end();
  }

  #join(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#generation += 1;
    this.#committer.forget();
    const keys = Object.keys(assignment).flatMap((name) => {
      const topic = this.#topics.get(name);
      return topic === undefined ? [] : (assignment[name] ?? []).map((partition) => placeKey(topic, partition));
    });
    this.#assigned = new Set(keys);
    this.#caughtUp.assign(keys);
    void this.#findStarts();
  }

  async #findStarts(): Promise<void> {
    try {
      const starts = await this.#options.starts();
      for (const { topic, partition, offset } of starts) this.#caughtUp.reach(placeKey(topic, partition), offset);
      this.#caughtUp.check();
    } catch (error) {
      this.#fail(toLogError(error));
    }
  }

  /** kafkajs may call this for a partition whose last handler is still running. */
  async #takeTurn(payload: EachBatchPayload): Promise<void> {
    const topic = this.#topics.get(payload.batch.topic);
    if (topic === undefined) return;
    const key = placeKey(topic, payload.batch.partition);
    const generation = this.#generation;
    const before = this.#turns.get(key);
    const turn = (async () => {
      await before;
      // What was read before a rebalance will be read again, by whoever has the partition now.
      if (before !== undefined && generation !== this.#generation) return;
      await this.#handle(topic, key, payload);
    })();
    const ended = turn.catch(() => {});
    this.#turns.set(key, ended);
    try {
      await turn;
    } finally {
      if (this.#turns.get(key) === ended) this.#turns.delete(key);
    }
  }

  async #handle(topic: Topic, key: string, payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const commit = (offsets: OffsetsByTopicPartition): Promise<void> => payload.commitOffsetsIfNecessary(offsets);
    // kafkajs types a header as string or Buffer and a key as Buffer or null, as they come.
    const messages: readonly WireRecord[] = batch.messages;
    const records = messages.map(toRecord).filter((one) => one !== null);
    const heartbeat = this.#beat(payload);
    const generation = this.#generation;
    this.#inHand += 1;
    try {
      for (const part of parts(records, Infinity, this.#options.batchMax)) {
        if (this.#ending !== null || this.#failure !== null || !this.#assigned.has(key)) break;
        const last = part.at(-1)!.offset;
        const endOffset = Math.max(Number(batch.highWatermark), last + 1);
        if (!(await this.#handOver({ topic, partition: batch.partition, records: part, endOffset }))) break;
        // After a rebalance a commit could overwrite that of the member who has the partition now.
        if (generation !== this.#generation) break;
        payload.resolveOffset(String(last));
        this.#committer.note({ topic: batch.topic, partition: batch.partition, next: last + 1 });
        this.#caughtUp.reach(key, last + 1);
        if (heartbeat.error !== null) break;
        this.#committer.begin(commit);
      }
      await this.#committer.flush(commit);
      this.#caughtUp.check();
    } finally {
      this.#inHand -= 1;
      clearInterval(heartbeat.timer);
    }
    if (heartbeat.error !== null) throw heartbeat.error.error;
  }

  async #handOver(batch: Parameters<ConsumeOptions['onBatch']>[0]): Promise<boolean> {
    try {
      await this.#options.onBatch(batch);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Heartbeats from now on. What goes wrong with one, such as a rebalance, kafkajs learns after the batch in hand. */
  #beat(payload: EachBatchPayload): Heartbeat {
    const beat: Heartbeat = {
      error: null,
      timer: setInterval(() => {
        payload.heartbeat().catch((error: unknown) => {
          beat.error ??= { error };
        });
      }, this.#options.settings.heartbeatMs / 2),
    };
    return beat;
  }

  #watch(): void {
    const silentMs = performance.now() - this.#aliveMs;
    if (this.#inHand > 0 || silentMs < this.#options.settings.stalledMs) return;
    this.#fail(
      unavailableError(`The consumer of ${this.#options.group} has read nothing for ${Math.round(silentMs)} ms.`),
    );
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    void this.#end();
  }

  #end(): Promise<void> {
    this.#ending ??= this.#stop();
    return this.#ending;
  }

  async #stop(): Promise<void> {
    // The handler that failed has to return first, or stopping would wait for itself.
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all(this.#turns.values());
    await within(STOP_MS, this.#consumer.disconnect());
    if (this.#generation > 0) this.#options.onEnd();
    this.#caughtUp.fail(this.#failure === null ? closedError() : this.#failure.error);
    if (this.#failure === null) this.#stopped.resolve();
    else this.#stopped.reject(this.#failure.error);
  }
}
