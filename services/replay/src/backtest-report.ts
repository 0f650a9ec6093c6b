import type { Rule } from '@landfall/core';
import type { HitNote } from './hit-note.ts';
import type { TimeRange } from './read-time-option.ts';

const DAY_MS = 86_400_000;
const CAMERAS_SHOWN_MAX = 20;
const REDACTED = '[redacted]';

export interface Tally {
  readonly value: string;
  readonly hits: number;
}

export interface BacktestReport {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly facts: number;
  readonly entries: number;
  readonly hits: number;
  readonly vehicles: number;
  readonly hitsPerDay: number;
  /** Local dates, each day of the range that has a hit. */
  readonly byDay: readonly Tally[];
  /** Local hours, 00 to 23, those with hits. */
  readonly byHour: readonly Tally[];
  /** Camera or port of the latest fact, most hits first, at most 20. */
  readonly byPlace: readonly Tally[];
  /** Hits that rest on a forgiven character or a pattern: whether it was that vehicle, nobody has seen. */
  readonly doubtful: number;
  /** Hits to be expected of the recognisers' own errors: the sum of one less the confidence of all their reads. */
  readonly misreadExpected: number;
  readonly examples: readonly {
    readonly at: string;
    readonly mark: string;
    readonly place: string;
    readonly entryId: string;
    readonly match: string;
  }[];
  readonly notes: readonly string[];
}

export interface BacktestInput {
  readonly range: TimeRange;
  readonly rule: Rule;
  readonly zone: string;
  readonly hits: readonly HitNote[];
  readonly facts: number;
  readonly entries: number;
  readonly logBeginsMs: number | null;
  readonly examplesMax: number;
  readonly showPlates: boolean;
}

export function backtestReport(input: BacktestInput): BacktestReport {
  const { range, rule, zone, logBeginsMs } = input;
  const hits = input.hits.toSorted((a, b) => a.atMs - b.atMs || (a.hitId < b.hitId ? -1 : 1));
  const local = localTimes(zone);
  const byTime = (part: (atMs: number) => string): readonly Tally[] =>
    tally(hits, ({ atMs }) => part(atMs)).toSorted((a, b) => (a.value < b.value ? -1 : 1));
  const begins = logBeginsMs === null || logBeginsMs <= range.fromMs ? [] : [new Date(logBeginsMs).toISOString()];
  return {
    rule: `${rule.ruleId} ${rule.version} (${rule.kind})`,
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    facts: input.facts,
    entries: input.entries,
    hits: hits.length,
    vehicles: new Set(hits.map(({ vehicleMark }) => vehicleMark)).size,
    hitsPerDay: hits.length / ((range.toMs - range.fromMs) / DAY_MS),
    byDay: byTime(local.date),
    byHour: byTime(local.hour),
    byPlace: tally(hits, ({ place }) => place).slice(0, CAMERAS_SHOWN_MAX),
    doubtful: hits.filter(({ forgiven, matchKind }) => forgiven > 0 || matchKind === 'WILDCARD').length,
    misreadExpected: hits.reduce((sum, { readRight }) => sum + 1 - readRight, 0),
    examples: spread(hits, input.examplesMax).map((hit) => ({
      at: new Date(hit.atMs).toISOString(),
      mark: input.showPlates ? hit.vehicleMark : REDACTED,
      place: hit.place,
      entryId: hit.entryId,
      match: hit.matchKind,
    })),
    notes: begins.map((at) => `retention has removed what is older than ${at}, which is part of the range`),
  };
}

/** Most hits first. */
function tally(hits: readonly HitNote[], valueOf: (hit: HitNote) => string): readonly Tally[] {
  return [...Map.groupBy(hits, valueOf)]
    .map(([value, of]) => ({ value, hits: of.length }))
    .toSorted((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1));
}

/** Evenly from first to last, so that examples are not all of one night. */
function spread<T>(items: readonly T[], max: number): readonly T[] {
  if (items.length <= max) return items;
  return Array.from({ length: max }, (_, index) => items[Math.floor((index * items.length) / max)]!);
}

function localTimes(zone: string): {
  readonly date: (atMs: number) => string;
  readonly hour: (atMs: number) => string;
} {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  return { date: (atMs) => date.format(atMs), hour: (atMs) => hour.format(atMs) };
}
