import type { LogPosition } from './event-log.ts';

/**
 * The window of facts and, beside it, the marks ("this vehicle is watched"), so that one atomic step stores a fact and sees the marks,
 * or stores a mark and sees the facts. For any fact and any mark of one key hash: either storeAndLook of the fact returned (or the
 * caller had seen) the mark, or markAndLook of the mark returned the fact. This is law 2's foundation.
 *
 * Facts are immutable and identified by their position in the log; storing one twice changes nothing. The store knows only a 32-bit
 * hash of a fact's OCR-folded key: it never misses a fact, and may return one whose key merely collides, which the caller sorts out.
 */
export interface WindowStore {
  /** Buckets are `keyHash % bucketCount`; marks have one version per bucket, growing from 0. */
  readonly bucketCount: number;
  /** Stores facts; returns the marks that are newer than `seen` in every bucket touched. Atomic per bucket. */
  storeAndLook(facts: readonly WindowFact[], seen: MarkVersions): Promise<MarkChanges>;
  /**
   * Makes marks visible, replacing earlier ones with the same markId whose revision is not newer, and returns for each keyed mark the
   * facts of its key hash with `fromMs <= atMs < toMs`. A mark without keyHash (a pattern) bumps every bucket and returns no facts:
   * its caller scans the log, which holds every fact that was stored before.
   */
  markAndLook(marks: readonly WindowMark[]): Promise<readonly (readonly WindowFact[])[]>;
  /** All marks newer than `seen`, for every bucket, which is how a matcher starts, or for some. */
  marksSince(seen: MarkVersions, buckets?: readonly number[]): Promise<MarkChanges>;
  /**
   * Keeps facts of watched vehicles in named windows and returns for each, in order, the others of its window with
   * `fromMs <= atMs < toMs`, those of the same call included. Of two facts that look as far as each other, whichever is kept second
   * sees the other: atomic per window. Kept facts are equal when window, time and bytes are; keeping one again changes nothing. They
   * expire with the hours of their event time, in windows of `history/` with the days. A window takes KEPT_PER_PERIOD_MAX facts of an hour
   * or day: one more is not kept, `kept` says so, and it still sees the others.
   */
  keepAndLook(facts: readonly FactToKeep[]): Promise<readonly WindowLook[]>;
  /** Drops facts of whole hours that end at or before `hoursBeforeMs`, and kept ones of whole days that do at `daysBeforeMs`. */
  expire(horizon: KeptHorizon): Promise<void>;
  /** For each partition, the offset after the last fact stored from it. Positions move with storeAndLook and advance. */
  positions(): Promise<readonly LogPosition[]>;
  /** Records that a partition has been stored up to `offset` (exclusive), for records that gave no fact. Never moves back. */
  advance(positions: readonly LogPosition[]): Promise<void>;
  sizes(): Promise<WindowSizes>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface WindowFact {
  /** Unsigned 32-bit hash of the OCR-folded key: `foldedKeyHash` of the core. */
  readonly keyHash: number;
  /** Event time, epoch milliseconds. */
  readonly atMs: number;
  readonly position: LogPosition;
}

export interface WindowMark {
  readonly markId: string;
  readonly revision: number;
  /** Null: a pattern, which belongs to every bucket. */
  readonly keyHash: number | null;
  /** Null: this revision removes the mark. The encoded entry otherwise. */
  readonly bytes: Uint8Array | null;
  /** Facts to look back to, event time, start inclusive, end exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The most facts that one window keeps of one hour of event time, or of one day in windows of `history/`. */
export const KEPT_PER_PERIOD_MAX = 1000;
/** The most periods (hours or days) that a fact may look over; asking for more is a programmer's error (TypeError). */
export const LOOK_PERIODS_MAX = 74;

export interface KeptFact {
  /** The kind of window, a slash, and what the kind's windows are told apart by: `subject/…`, `group/…`, `place/…`. */
  readonly window: string;
  /** Event time, epoch milliseconds. */
  readonly atMs: number;
  /** What a rule needs of the fact; for the store only bytes. */
  readonly bytes: Uint8Array;
}

export interface FactToKeep extends KeptFact {
  /** Facts to return, event time, start inclusive, end exclusive. An empty range keeps without looking. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a window may be asked to let go: periods that end at or before these instants. */
export interface KeptHorizon {
  readonly hoursBeforeMs: number;
  readonly daysBeforeMs: number;
}

export interface WindowLook {
  /** False: the window was full at this hour, and the fact was not kept. */
  readonly kept: boolean;
  /** The others, in no particular order. */
  readonly others: readonly KeptFact[];
}

/** Version seen per bucket, index by bucket; the caller holds it and replaces it by that of MarkChanges. */
export type MarkVersions = readonly number[];

export interface MarkChanges {
  readonly versions: MarkVersions;
  /** Each changed mark once, newest revision; empty in the common case. */
  readonly marks: readonly WindowMark[];
}

export interface WindowSizes {
  readonly facts: number;
  readonly marks: number;
  /** Of facts, marks and kept facts. */
  readonly bytes: number;
}

export class WindowStoreError extends Error {
  override readonly name = 'WindowStoreError';
  readonly code: 'windows-closed' | 'windows-unavailable' | 'windows-full';

  constructor(code: WindowStoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
