/**
 * Group commit: what is appended in one turn of the event loop goes into one transaction and waits for the disk once.
 *
 * Guarantee: an append resolves when its records are durable, and readers see them from then on. Appends keep the
 *   order of their calls.
 * On crash: acknowledged records are there; others may be.
 * On retry: an append that was rejected before the transaction committed has left nothing. When the disk fails to
 *   take a committed transaction, the log fails for good (`log-unavailable`): nobody knows what the disk has, and the
 *   process should start again.
 * Bounds: a transaction takes about 20,000 records or 32 MiB; the queue takes 256 MiB and refuses more with
 *   `log-unavailable`.
 */
import { LogError } from '@landfall/ports';
import type { LogPosition, NewRecord } from '@landfall/ports';
import { closedError } from './log-errors.ts';
import type { LogFile } from './log-file.ts';
import type { Groups } from './log-groups.ts';
import { recordBytes } from './record-chunk.ts';
import type { TopicStore } from './topic-store.ts';
import { turn } from './turn.ts';

const TRANSACTION_RECORDS_MAX = 20_000;
const TRANSACTION_BYTES_MAX = 32 * 1024 * 1024;
const QUEUE_BYTES_MAX = 256 * 1024 * 1024;

export interface Appender {
  append(records: readonly NewRecord[]): Promise<readonly LogPosition[]>;
  /** Writes commits of groups soon, with or without records. */
  schedule(): void;
  /** Refuses appends from now on; resolves when all before are settled and commits are written. */
  close(): Promise<void>;
}

export interface AppenderOptions {
  readonly file: LogFile;
  readonly groups: Groups;
  readonly nowMs: () => number;
  /** Throws `log-topic-unknown`. */
  readonly topic: (name: NewRecord['topic']) => TopicStore;
  /** The disk failed: readers must stop too. */
  readonly onFailure: (failure: LogError) => void;
}

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  readonly resolve: (positions: readonly LogPosition[]) => void;
  readonly reject: (error: unknown) => void;
}

export function openAppender(options: AppenderOptions): Appender {
  return new GroupCommit(options);
}

class GroupCommit implements Appender {
  readonly #options: AppenderOptions;
  #queue: Waiting[] = [];
  #queueBytes = 0;
  #running: Promise<void> | null = null;
  /** Somebody has asked for a transaction since the last one began. */
  #wanted = false;
  #closed = false;
  #failure: LogError | null = null;

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  async append(records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    if (this.#closed) throw closedError();
    if (this.#failure !== null) throw this.#failure;
    const bytes = checkRecords(records, this.#options.topic);
    if (records.length === 0) return [];
    if (this.#queueBytes + bytes > QUEUE_BYTES_MAX) {
      throw new LogError('log-unavailable', 'More waits to be written than the queue may hold; send again later.');
    }
    this.#queueBytes += bytes;
    return new Promise<readonly LogPosition[]>((resolve, reject) => {
      this.#queue.push({ records: [...records], bytes, resolve, reject });
      this.schedule();
    });
  }

  schedule(): void {
    this.#wanted = true;
    if (this.#running !== null || this.#failure !== null) return;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
      if (this.#wanted) this.schedule();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running !== null) await this.#running;
    if (this.#options.groups.due() && this.#failure === null) this.#commit([]);
  }

  async #drain(): Promise<void> {
    // All that this turn of the event loop brings goes together.
    await turn();
    while (this.#wanted && this.#failure === null) {
      this.#wanted = false;
      const written = this.#commit(this.#takeBatch());
      if (written !== null) await this.#confirm(written);
      this.#wanted ||= this.#queue.length > 0;
    }
  }

  #takeBatch(): Waiting[] {
    let records = 0;
    let bytes = 0;
    let size = 0;
    while (size < this.#queue.length && records < TRANSACTION_RECORDS_MAX && bytes < TRANSACTION_BYTES_MAX) {
      records += this.#queue[size]!.records.length;
      bytes += this.#queue[size]!.bytes;
      size += 1;
    }
    this.#queueBytes -= bytes;
    return this.#queue.splice(0, size);
  }

  #commit(batch: readonly Waiting[]): Written | null {
    const { file, groups, nowMs } = this.#options;
    const byTopic = recordsByTopic(batch, this.#options.topic);
    let firsts: Written['firsts'] | null = null;
    try {
      firsts = file.transaction(() => {
        groups.write();
        return new Map([...byTopic].map(([topic, records]) => [topic, topic.write(records, nowMs())] as const));
      });
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
    groups.settle(firsts !== null);
    for (const topic of byTopic.keys()) topic.settle(firsts !== null);
    return firsts === null ? null : { batch, firsts };
  }

  async #confirm({ batch, firsts }: Written): Promise<void> {
    // Commits alone need not be durable: a forgotten one means redelivery.
    if (batch.length === 0) return;
    try {
      await this.#options.file.sync();
    } catch (error) {
      this.#fail(error, batch);
      return;
    }
    for (const topic of firsts.keys()) topic.reveal();
    const next = new Map([...firsts].map(([topic, first]) => [topic.name, first] as const));
    for (const waiting of batch) waiting.resolve(place(waiting.records, next));
  }

  #fail(error: unknown, batch: readonly Waiting[]): void {
    const failure =
      error instanceof LogError ? error : new LogError('log-unavailable', 'The disk failed.', { cause: error });
    this.#failure = failure;
    this.#wanted = false;
    for (const waiting of [...batch, ...this.#queue]) waiting.reject(failure);
    this.#queue = [];
    this.#options.onFailure(failure);
  }
}

interface Written {
  readonly batch: readonly Waiting[];
  readonly firsts: ReadonlyMap<TopicStore, number>;
}

/**
 * Sum of sizes. Throws `log-topic-unknown` and `log-record-too-large`; a time that is no number is the caller's
 * mistake.
 */
function checkRecords(records: readonly NewRecord[], topicOf: AppenderOptions['topic']): number {
  let total = 0;
  for (const record of records) {
    const topic = topicOf(record.topic);
    const bytes = recordBytes(record);
    if (bytes > topic.messageBytesMax) {
      const text = `A record of ${bytes} bytes is more than ${record.topic} takes (${topic.messageBytesMax}).`;
      throw new LogError('log-record-too-large', text);
    }
    if (!Number.isFinite(record.timestampMs)) throw new TypeError('A record needs a finite timestampMs.');
    total += bytes;
  }
  return total;
}

function recordsByTopic(batch: readonly Waiting[], topicOf: AppenderOptions['topic']): Map<TopicStore, NewRecord[]> {
  const byTopic = new Map<TopicStore, NewRecord[]>();
  for (const { records } of batch) {
    for (const record of records) {
      const topic = topicOf(record.topic);
      const list = byTopic.get(topic);
      if (list === undefined) byTopic.set(topic, [record]);
      else list.push(record);
    }
  }
  return byTopic;
}

/** Positions for the records of one append; moves `next` on. */
function place(records: readonly NewRecord[], next: Map<NewRecord['topic'], number>): LogPosition[] {
  return records.map(({ topic }) => {
    const offset = next.get(topic) ?? 0;
    next.set(topic, offset + 1);
    return { topic, partition: 0, offset };
  });
}
