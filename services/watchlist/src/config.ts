import { z } from 'zod';

/** Bounds and intervals of the watchlist service, with their defaults. */
export const watchlistConfig = z.strictObject({
  /** Largest VOI file, bytes. */
  importBytesMax: z.int().positive().default(67_108_864),
  /** Most rows of a VOI file. */
  importRowsMax: z.int().positive().default(200_000),
  /** Entries changed in one append while importing. A crash between two appends leaves a list that the same file completes. */
  importAppendMax: z.int().positive().default(1000),
  /** Most entries held, weeded and withdrawn ones included. */
  entriesMax: z.int().positive().default(1_000_000),
  /** Longest look-back of an entry, milliseconds: as long as reads are kept in the log. */
  lookBackMaxMs: z.int().nonnegative().default(604_800_000),
  /** How often the date is looked at, milliseconds; entries are weeded on the first look of a new day in London. */
  weedCheckMs: z.int().positive().default(60_000),
  /** How far ahead of now a version of a rule takes effect at the soonest, milliseconds: long enough for every matcher to have it. */
  ruleLeadMs: z.int().min(1000).max(86_400_000).default(60_000),
  /** Whether the rules of `schemas/rules.yaml` are published when the log has never held one. */
  defaultRules: z.boolean().default(true),
});

export type WatchlistConfig = z.infer<typeof watchlistConfig>;
export type WatchlistOptions = z.input<typeof watchlistConfig>;
