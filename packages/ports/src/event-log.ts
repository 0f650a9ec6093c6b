import type { Topic } from '@landfall/core';

/** A record's place in the log. Offsets grow within a partition; they need not be consecutive. */
export interface LogPosition {
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: number;
}

export interface NewRecord {
  readonly topic: Topic;
  /** Records with one key keep their order. */
  readonly key: string;
  readonly value: Uint8Array;
  /** When the producer handed the record over, epoch milliseconds: retention goes by it. Event time is inside the value, and can be wrong. */
  readonly timestampMs: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LogRecord {
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array;
  readonly timestampMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Consecutive records of one partition, oldest first, never empty. */
export interface LogBatch {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** The offset that the next record of the partition will get, or a later one. */
  readonly endOffset: number;
}

/** For each partition the offset of the next record to read (or, of an end, to be written). */
export type Offsets = readonly LogPosition[];

export interface ConsumeOptions {
  /** Members of a group share partitions and its committed offsets. */
  readonly group: string;
  readonly topics: readonly Topic[];
  /** At most so many records a batch. */
  readonly batchMax: number;
  /**
   * Called with one batch at a time per partition. When it resolves, the batch is committed; when it rejects, the consumer stops
   * without committing and `stopped` rejects with the same error, so that the caller decides on retry (runtime's consume loop does).
   */
  readonly onBatch: (batch: LogBatch) => Promise<void>;
}

export interface FollowOptions {
  readonly topics: readonly Topic[];
  /** Offsets to start from; partitions not named start at their beginning. */
  readonly from?: Offsets;
  readonly batchMax: number;
  readonly onBatch: (batch: LogBatch) => Promise<void>;
}

export interface Subscription {
  /** Resolves when everything that was in the log at the time of subscribing has been handed over. Rejects if the consumer stops first. */
  readonly caughtUp: Promise<void>;
  /** Resolves after close(); rejects when onBatch rejected or the log failed for good. */
  readonly stopped: Promise<void>;
  /** Finishes the batch in hand, commits it, stops. Idempotent. */
  close(): Promise<void>;
}

export interface ScanOptions {
  readonly topic: Topic;
  /** Offsets to start from, inclusive; partitions not named start at their beginning. */
  readonly from?: Offsets;
  /** Offsets to end at, exclusive; partitions not named end where the log ends when the scan starts. */
  readonly to?: Offsets;
  readonly batchMax: number;
}

/**
 * The log of all events: the truth of the system. Topics exist beforehand (`schemas/topics.yaml`).
 *
 * Guarantee: what `append` has acknowledged survives a crash; consumers get every record at least once, and records of one key in
 * the order of their appends. A compacted topic may drop a record once a newer one has its key.
 */
export interface EventLog {
  /**
   * Appends and resolves with a position per record, in order, once all are durable.
   * Rejects with LogError; then any of the records may or may not be there, and appending them again is right.
   */
  append(records: readonly NewRecord[]): Promise<readonly LogPosition[]>;
  /** Consumes as a member of a group, from its committed offsets, or the beginning when it has none. */
  consume(options: ConsumeOptions): Promise<Subscription>;
  /** Reads everything and then follows, without group or commit: for projections that each process builds for itself. */
  follow(options: FollowOptions): Promise<Subscription>;
  /** Reads what is there now, partition by partition, then ends. */
  scan(options: ScanOptions): AsyncIterable<LogBatch>;
  /** The records at these positions, in the order asked for; a record that retention or compaction removed is left out. */
  fetch(positions: readonly LogPosition[]): Promise<readonly (LogRecord & LogPosition)[]>;
  /** The offset after the last record, for every partition of the topic. */
  ends(topic: Topic): Promise<Offsets>;
  /** For every partition the first offset whose timestamp is at or after the instant; the end where there is none. */
  offsetsAt(topic: Topic, timestampMs: number): Promise<Offsets>;
  /** What the group has committed; partitions without a commit are left out. */
  committed(group: string, topic: Topic): Promise<Offsets>;
  /** Idempotent. Subscriptions are closed first. */
  close(): Promise<void>;
}

export type LogErrorCode =
  | 'log-closed'
  | 'log-full'
  | 'log-unavailable'
  | 'log-newer-version'
  | 'log-locked'
  | 'log-damaged'
  | 'log-topic-unknown'
  | 'log-record-too-large';

export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
