import type { Rule } from '@landfall/core';

export interface MatcherOptions {
  /** How long facts stay in the windows, event time, milliseconds. A look-back that reaches further reads the log. */
  readonly windowMs: number;
  /** How long the windows that are kept by the day hold facts of watched vehicles, event time, milliseconds. */
  readonly historyMs: number;
  /** How far behind the frontier a fact may be without being late, milliseconds. */
  readonly graceMs: number;
  /** Records a batch, at most. */
  readonly batchMax: number;
  /** Definitions to judge by in place of those of the log: what a replay asks. Null: those of the log, as they change. */
  readonly rules: readonly Rule[] | null;
}

export interface MatcherOverrides extends Partial<MatcherOptions> {
  /** From 0 inclusive to 1 exclusive: by it a matcher chooses where to begin filling. Absent: Math.random. */
  readonly random?: () => number;
}

const HOUR_MS = 3_600_000;

/** 24 hours of look-back, and 12 for entries that are made or approved late. */
export const MATCHER_DEFAULTS: MatcherOptions = {
  windowMs: 36 * HOUR_MS,
  // The seven days that a rule may reach, and one for facts that come late.
  historyMs: 8 * 24 * HOUR_MS,
  graceMs: 120_000,
  batchMax: 5000,
  rules: null,
};

export const READS_GROUP = 'matcher';
export const ENTRIES_GROUP = 'matcher-entries';
export const RETRACTIONS_GROUP = 'matcher-retractions';
export const FACT_TOPICS = ['anpr.reads', 'port.movements'] as const;
