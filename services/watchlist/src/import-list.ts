import type { WatchEntry } from '@landfall/core';
import type { By } from './amend-entry.ts';
import { amendEntry, createEntry, withdrawEntry } from './amend-entry.ts';
import type { Refusal, Warning } from './codes.ts';
import { differingFields, entryIdOf } from './entry-content.ts';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, isListed } from './entry-versions.ts';
import type { ReadRow, RowMatch } from './match-rows.ts';
import { bySayings, matchRows, rowKey } from './match-rows.ts';
import { contentWarnings, rowContent } from './row-content.ts';
import type { VoiRow } from './voi-file.ts';
import type { RowDefaults, RowFacts } from './voi-row.ts';
import { readRow } from './voi-row.ts';

export type RowOutcome = 'added' | 'amended' | 'unchanged' | 'refused';

export interface RowResult {
  readonly row: number;
  readonly line: number;
  /** As in the file. */
  readonly vrm: string;
  readonly outcome: RowOutcome;
  readonly entryId?: string;
  readonly revision?: number;
  /** True while a second approver is needed. */
  readonly awaitingApproval?: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly warnings: readonly Warning[];
}

export interface EntryChange {
  readonly kind: 'created' | 'amended' | 'withdrawn';
  readonly entry: WatchEntry;
}

export interface ImportInput {
  readonly listId: string;
  readonly rows: readonly VoiRow[];
  readonly mode: 'incremental' | 'complete';
  readonly defaults: RowDefaults;
  readonly by: By;
  /** Every entry of the list, weeded and withdrawn ones too. */
  readonly entries: readonly EntryVersions[];
  readonly versionsOf: (entryId: string) => EntryVersions | undefined;
  readonly hasOcg: (ocgId: string) => boolean;
}

export interface ImportPlan {
  readonly results: readonly RowResult[];
  readonly changes: readonly EntryChange[];
}

/** So many rows are worked on before a step ends: about 10 ms. */
const STEP_ROWS = 500;

/** All steps at once: for small files. */
export function importList(input: ImportInput): ImportPlan {
  const steps = importSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Decides what a file changes; nothing is stored yet. The same file again changes nothing, and the order of its rows makes no difference
 * to the entries. In mode complete the list's entries that no row is about are withdrawn.
 * It yields between steps, so that a caller can let other work of the process have its turn; entries must not change meanwhile.
 */
export function* importSteps(input: ImportInput): Generator<void, ImportPlan> {
  const results = new Map<number, RowResult>();
  const read: ReadRow[] = [];
  for (const row of input.rows) {
    if (row.row % STEP_ROWS === 0) yield;
    const facts = row.refusal === null ? readRow(row.cells, input.defaults) : refusedRow(row.refusal);
    if (facts.ok) read.push({ row: row.row, facts: facts.value });
    else results.set(row.row, refused(row, facts.refusal));
  }
  const matches = yield* matchRows({
    rows: read,
    entries: input.entries,
    differences: (facts, versions) => differencesOf(facts, versions, input.by),
    stepRows: STEP_ROWS,
  });
  const settled = yield* settleRows(input, { read, matches, results });
  const withdrawals = input.mode === 'complete' ? withdrawUnnamed(input, settled.named) : [];
  return { results: input.rows.map(({ row }) => results.get(row)!), changes: [...settled.changes, ...withdrawals] };
}

function refusedRow(why: Refusal) {
  return { ok: false as const, refusal: why };
}

interface Matched {
  readonly read: readonly ReadRow[];
  readonly matches: ReadonlyMap<number, RowMatch>;
  /** Filled in here. */
  readonly results: Map<number, RowResult>;
}

interface Settled {
  readonly changes: readonly EntryChange[];
  /** Entries that a row is about, changed or not. */
  readonly named: ReadonlySet<string>;
}

function* settleRows(input: ImportInput, { read, matches, results }: Matched): Generator<void, Settled> {
  const changes: EntryChange[] = [];
  const named = new Set<string>();
  const newIds = yield* newEntryIds(input, read, matches);
  const repeats: { readonly row: VoiRow; readonly first: number }[] = [];
  for (const { row, facts } of read) {
    if (row % STEP_ROWS === 0) yield;
    const source = input.rows[row - 1]!;
    const match = matches.get(row)!;
    if (match.kind === 'same-as') repeats.push({ row: source, first: match.row });
    else if (match.kind === 'refused') results.set(row, refused(source, match.refusal));
    else {
      const entryId = match.kind === 'entry' ? match.entryId : newIds.get(row)!;
      const { result, change } = settleRow(input, { source, facts, entryId });
      results.set(row, result);
      if (result.outcome !== 'refused') named.add(entryId);
      if (change !== null) changes.push(change);
    }
  }
  for (const { row, first } of repeats) results.set(row.row, repeated(row, results.get(first)!));
  return { changes, named };
}

/** Ids of new entries, by row. An id in use means an entry that was made with this key and changed since: the next ordinal is taken. */
function* newEntryIds(
  input: ImportInput,
  read: readonly ReadRow[],
  matches: ReadonlyMap<number, RowMatch>,
): Generator<void, ReadonlyMap<number, string>> {
  const ids = new Map<number, string>();
  const fresh = read.filter(({ row }) => matches.get(row)?.kind === 'new');
  for (const [key, rows] of Map.groupBy(fresh, ({ facts }) => rowKey(facts))) {
    let ordinal = 0;
    for (const { row } of rows.length === 1 ? rows : rows.toSorted(bySayings)) {
      if (row % STEP_ROWS === 0) yield;
      let entryId = entryIdOf(input.listId, key, ordinal);
      while (input.versionsOf(entryId) !== undefined) {
        ordinal += 1;
        entryId = entryIdOf(input.listId, key, ordinal);
      }
      ids.set(row, entryId);
      ordinal += 1;
    }
  }
  return ids;
}

interface RowToSettle {
  readonly source: VoiRow;
  readonly facts: RowFacts;
  readonly entryId: string;
}

function settleRow(
  input: ImportInput,
  { source, facts, entryId }: RowToSettle,
): { readonly result: RowResult; readonly change: EntryChange | null } {
  const versions = input.versionsOf(entryId);
  const content = rowContent(facts, versions === undefined ? null : knownOf(versions), input.by);
  if (!content.ok) return { result: refused(source, content.refusal), change: null };
  const next =
    versions === undefined
      ? createEntry({ entryId, listId: input.listId, content: content.value }, input.by)
      : amendEntry(versions, content.value, input.by);
  const entry = next ?? currentOf(versions!);
  const warnings = [...contentWarnings(content.value, input.hasOcg)];
  if (versions !== undefined && !isListed(versions)) {
    const { state } = currentOf(versions);
    warnings.push({ code: 'listed-again', detail: `The entry was ${state}; this row lists it again from now on.` });
  }
  const kind = versions === undefined ? 'created' : 'amended';
  const result: RowResult = {
    row: source.row,
    line: source.line,
    vrm: source.cells[0] ?? '',
    outcome: next === null ? 'unchanged' : versions === undefined ? 'added' : 'amended',
    entryId,
    revision: entry.revision,
    ...(entry.state === 'AWAITING_APPROVAL' ? { awaitingApproval: true } : {}),
    warnings,
  };
  return { result, change: next === null ? null : { kind, entry: next } };
}

function knownOf(versions: EntryVersions) {
  return { entry: currentOf(versions), listed: isListed(versions) };
}

/** A row that could not stand for the entry differs from it more than any that could. */
function differencesOf(facts: RowFacts, versions: EntryVersions, by: By): number {
  const known = knownOf(versions);
  const content = rowContent(facts, known, by);
  return content.ok ? differingFields(known.entry, content.value).length : Number.MAX_SAFE_INTEGER;
}

function withdrawUnnamed(input: ImportInput, named: ReadonlySet<string>): readonly EntryChange[] {
  const changes: EntryChange[] = [];
  for (const versions of input.entries) {
    if (named.has(currentOf(versions).entryId)) continue;
    const withdrawn = withdrawEntry(versions, input.by);
    if (withdrawn.ok) changes.push({ kind: 'withdrawn', entry: withdrawn.value });
  }
  return changes;
}

function refused(source: VoiRow, { code, detail }: Refusal): RowResult {
  const { row, line, cells } = source;
  return { row, line, vrm: (cells[0] ?? '').slice(0, 64), outcome: 'refused', code, detail, warnings: [] };
}

function repeated(source: VoiRow, first: RowResult): RowResult {
  const place = { row: source.row, line: source.line };
  if (first.outcome === 'refused') return { ...first, ...place };
  const note: Warning = { code: 'same-as-row', detail: `same as row ${first.row}` };
  return { ...first, ...place, outcome: 'unchanged', warnings: [note] };
}
