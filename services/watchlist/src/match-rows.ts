import { currentOf, isListed } from './entry-versions.ts';
import type { EntryVersions } from './entry-versions.ts';
import type { Refusal } from './codes.ts';
import { refusal } from './codes.ts';
import { exactKey, identityOf, normaliseReason } from './entry-content.ts';
import type { RowFacts } from './voi-row.ts';

/** What a row of a file is about. */
export type RowMatch =
  | { readonly kind: 'new' }
  | { readonly kind: 'entry'; readonly entryId: string }
  | { readonly kind: 'same-as'; readonly row: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface ReadRow {
  /** From 1. */
  readonly row: number;
  readonly facts: RowFacts;
}

export interface MatchInput {
  readonly rows: readonly ReadRow[];
  /** Every entry of the list, weeded and withdrawn ones too. */
  readonly entries: readonly EntryVersions[];
  /** In how many fields the row would change the entry. */
  readonly differences: (facts: RowFacts, versions: EntryVersions) => number;
  /** It yields after about so many rows or entries. */
  readonly stepRows: number;
}

/** So many rows of one file may share list, mark, PNC ID and reason and still differ: finding who is who compares them in pairs. */
export const SAME_KEY_ROWS_MAX = 20;

/**
 * Finds for each row the entry that it is about, such that no two rows get one entry and their order does not matter:
 *
 * 1. a row that repeats another in full is `same-as` it;
 * 2. list, mark, PNC ID and reason agree: that entry; among several, the one that differs least;
 * 3. else, with a PNC ID: the one listed entry with this mark and PNC ID, if one row and one entry are left over (a changed reason);
 * 4. else a new entry. A row with -1 as PNC ID or reason fits any: exactly one entry must be left over for it.
 */
export function* matchRows(input: MatchInput): Generator<void, ReadonlyMap<number, RowMatch>> {
  const rowsByMark = Map.groupBy(input.rows, ({ facts }) => identityOf([facts.identifier]));
  yield;
  const entriesByMark = new Map<string, EntryVersions[]>();
  let done = 0;
  for (const versions of input.entries) {
    done += 1;
    if (done % input.stepRows === 0) yield;
    const mark = identityOf(currentOf(versions).identifiers);
    if (!rowsByMark.has(mark)) continue;
    const entries = entriesByMark.get(mark);
    if (entries === undefined) entriesByMark.set(mark, [versions]);
    else entries.push(versions);
  }
  const matches = new Map<number, RowMatch>();
  for (const [mark, rows] of rowsByMark) {
    done += 1;
    if (done % input.stepRows === 0) yield;
    matchMark({ rows, entries: entriesByMark.get(mark) ?? [], differences: input.differences }, matches);
  }
  return matches;
}

interface MarkInput {
  readonly rows: readonly ReadRow[];
  readonly entries: readonly EntryVersions[];
  readonly differences: MatchInput['differences'];
}

function matchMark(input: MarkInput, matches: Map<number, RowMatch>): void {
  const rows = input.rows.length === 1 ? input.rows : setAsideRepeats(input.rows, matches);
  if (input.entries.length === 0) {
    for (const { row } of rows) matches.set(row, { kind: 'new' });
    return;
  }
  const claimed = new Set<string>();
  const open = rows.filter(({ facts }) => leavesOpen(facts) && fitting(facts, input.entries).length > 0);
  const exact = rows.filter((row) => !open.includes(row));
  const left = matchExact({ ...input, rows: exact }, { matches, claimed });
  matchByPncId({ ...input, rows: left }, { matches, claimed });
  matchOpen({ ...input, rows: open }, { matches, claimed });
}

interface Found {
  readonly matches: Map<number, RowMatch>;
  readonly claimed: Set<string>;
}

/** Rows that say the same in every column: the first stands for all. */
function setAsideRepeats(rows: readonly ReadRow[], matches: Map<number, RowMatch>): readonly ReadRow[] {
  const firstBySayings = new Map<string, number>();
  return rows.filter(({ row, facts }) => {
    const sayings = fingerprint(facts);
    const first = firstBySayings.get(sayings);
    if (first === undefined) firstBySayings.set(sayings, row);
    else matches.set(row, { kind: 'same-as', row: first });
    return first === undefined;
  });
}

/** Undefined (-1) and absent are different sayings. */
function fingerprint(facts: RowFacts): string {
  return JSON.stringify(facts, (_key, value: unknown) => (value === undefined ? { said: false } : value));
}

function matchExact(input: MarkInput, { matches, claimed }: Found): readonly ReadRow[] {
  const entriesByKey = Map.groupBy(input.entries, (versions) => exactKey(currentOf(versions)));
  const left: ReadRow[] = [];
  for (const [key, rows] of Map.groupBy(input.rows, ({ facts }) => rowKey(facts))) {
    const entries = entriesByKey.get(key);
    if (entries === undefined) left.push(...rows);
    else if (rows.length > SAME_KEY_ROWS_MAX) {
      for (const { row } of rows) matches.set(row, tooMany());
      for (const versions of entries) claimed.add(currentOf(versions).entryId);
    } else pairUp({ rows, entries, differences: input.differences }, { matches, claimed });
  }
  return left;
}

function tooMany(): RowMatch {
  return {
    kind: 'refused',
    refusal: refusal('entry-ambiguous', `Over ${SAME_KEY_ROWS_MAX} differing rows share these.`),
  };
}

/** The pair that differs least goes together, then the next; rows that are left over become entries of their own. */
function pairUp({ rows, entries, differences }: MarkInput, { matches, claimed }: Found): void {
  const pairs = rows
    .flatMap(({ row, facts }) =>
      entries.map((versions) => ({
        row,
        entryId: currentOf(versions).entryId,
        tie: `${isListed(versions) ? 0 : 1} ${rows.length > 1 ? fingerprint(facts) : ''} ${currentOf(versions).entryId}`,
        differences: differences(facts, versions),
      })),
    )
    .toSorted((left, right) => left.differences - right.differences || (left.tie < right.tie ? -1 : 1));
  for (const { row, entryId } of pairs) {
    if (matches.has(row) || claimed.has(entryId)) continue;
    matches.set(row, { kind: 'entry', entryId });
    claimed.add(entryId);
  }
  for (const { row } of rows) if (!matches.has(row)) matches.set(row, { kind: 'new' });
}

/** A changed reason: only where one row and one listed entry are left over for a mark and PNC ID. */
function matchByPncId(input: MarkInput, { matches, claimed }: Found): void {
  const free = input.entries.filter((versions) => isListed(versions) && !claimed.has(currentOf(versions).entryId));
  const entriesByPncId = Map.groupBy(free, (versions) => currentOf(versions).pncId ?? '');
  for (const [pncId, rows] of Map.groupBy(input.rows, ({ facts }) => facts.pncId ?? '')) {
    const entries = entriesByPncId.get(pncId) ?? [];
    const [entry] = entries;
    const isClear = pncId !== '' && rows.length === 1 && entries.length === 1 && entry !== undefined;
    for (const { row } of rows) {
      matches.set(row, isClear ? { kind: 'entry', entryId: currentOf(entry).entryId } : { kind: 'new' });
    }
    if (isClear) claimed.add(currentOf(entry).entryId);
  }
}

function matchOpen(input: MarkInput, { matches, claimed }: Found): void {
  const wanted = input.rows.map(({ row, facts }) => ({
    row,
    entries: fitting(facts, input.entries).filter((versions) => !claimed.has(currentOf(versions).entryId)),
  }));
  for (const { row, entries } of wanted) {
    const [entry] = entries;
    const rivals = wanted.filter((other) => other.entries.some((versions) => versions === entry));
    const isClear = entry !== undefined && entries.length === 1 && rivals.length === 1;
    matches.set(
      row,
      isClear
        ? { kind: 'entry', entryId: currentOf(entry).entryId }
        : { kind: 'refused', refusal: refusal('entry-ambiguous') },
    );
  }
}

function leavesOpen(facts: RowFacts): boolean {
  return facts.pncId === undefined || facts.reason === undefined;
}

/** The listed entries that a row with -1 as PNC ID or reason may mean. */
function fitting(facts: RowFacts, entries: readonly EntryVersions[]): readonly EntryVersions[] {
  return entries.filter((versions) => {
    const { pncId, reason } = currentOf(versions);
    const pncIdFits = facts.pncId === undefined || facts.pncId === (pncId ?? '');
    const reasonFits = facts.reason === undefined || normaliseReason(facts.reason) === normaliseReason(reason);
    return isListed(versions) && pncIdFits && reasonFits;
  });
}

/** The exact key of the row's own words; -1 is absent. */
export function rowKey(facts: RowFacts): string {
  return exactKey({ identifiers: [facts.identifier], pncId: facts.pncId ?? '', reason: facts.reason ?? '' });
}

/** The order in which new rows of one key get their ordinals: by what they say, not where they stand. */
export function bySayings(left: ReadRow, right: ReadRow): number {
  return fingerprint(left.facts) < fingerprint(right.facts) ? -1 : 1;
}
