import type { Topic } from '@landfall/core';
import type { Clock } from '@landfall/ports';

/** One topic as `schemas/topics.yaml` describes it; what that file says of Kafka partitions has no meaning here. */
export interface TopicSettings {
  readonly name: Topic;
  /** `delete`: by age. `compact`: only the newest record of each key need stay. */
  readonly cleanup: 'delete' | 'compact';
  /** For `delete`: records older than this may go. Absent: they stay for ever. */
  readonly retentionHours?: number;
  /** The largest record, key, headers and value together, in bytes. Absent: 1 MiB, as in Kafka. */
  readonly maxMessageBytes?: number;
}

/** Where the data is and how durable it has to be. */
export interface LogFileOptions {
  /** The data file. SQLite keeps its write-ahead log beside it, under the same name with `-wal`. */
  readonly path: string;
  /**
   * FULL (the default): an append is acknowledged when the disk has it; survives a power cut.
   * NORMAL: when the operating system has it; survives a crash of the process, and a power cut may take the last
   * appends.
   * OFF: as NORMAL, and the disk is never waited for, so a power cut may damage the file: for tests and throw-away data.
   */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF';
  /**
   * The most pages of 4 KiB that the file may have; beyond, appends are refused with `log-full`. Absent: as the disk
   * allows.
   */
  readonly pagesMax?: number;
}

export interface EmbeddedLogOptions extends LogFileOptions {
  readonly topics: readonly TopicSettings[];
  /** For retention and its timer. Absent: the system's clock. */
  readonly clock?: Clock;
  /** How often retention and compaction run. Absent: every minute. */
  readonly maintainEveryMs?: number;
  /**
   * Called when a round of retention or compaction failed; the next round tries again. Absent: the failure is only
   * retried.
   */
  readonly onMaintenanceError?: (error: Error) => void;
}

export const MESSAGE_BYTES_MAX = 1_048_576;
export const MAINTAIN_EVERY_MS = 60_000;
