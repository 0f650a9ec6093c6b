import type { WatchEntry } from '@landfall/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approveEntry, withdrawEntry } from './amend-entry.ts';
import { londonDay } from './dates.ts';
import { contentOf } from './entry-content.ts';
import type { Entries } from './entries.ts';
import { entriesProjection } from './entries.ts';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, inForceOf } from './entry-versions.ts';
import type { ImportInput, ImportPlan, RowResult } from './import-list.ts';
import { importList } from './import-list.ts';
import { SAME_KEY_ROWS_MAX } from './match-rows.ts';
import type { VoiColumn } from './voi-columns.ts';
import { VOI_COLUMNS } from './voi-columns.ts';

type Row = Partial<Record<VoiColumn, string>>;

const NOW = Date.UTC(2026, 9, 5, 8);
const DAY_MS = 86_400_000;
const DEFAULTS = { theme: 'HIGH_HARM_CRIME', risk: undefined, ocgId: undefined, lookBackMaxMs: DAY_MS * 7 } as const;

function aRow(columns: Row): Row {
  return { vrm: 'AB12 CDE', action: 'LOW', reason: 'Theft', weedDate: '31/12/2026', forceAndArea: 'Kent', ...columns };
}

/** Imports into the projection, as the service does after storing. */
function run(entries: Entries, rows: readonly Row[], options: Partial<ImportInput> = {}): ImportPlan {
  const now = options.by?.now ?? NOW;
  const listId = options.listId ?? 'kent';
  const plan = importList({
    listId,
    rows: rows.map((row, index) => ({
      row: index + 1,
      line: index + 1,
      cells: VOI_COLUMNS.map((column) => row[column] ?? ''),
      refusal: null,
    })),
    mode: 'incremental',
    defaults: DEFAULTS,
    by: { name: 'ann', now, today: londonDay(now) },
    entries: entries.ofList(listId),
    versionsOf: (entryId) => entries.get(entryId),
    hasOcg: (ocgId) => ocgId === 'OCG-1',
    ...options,
  });
  for (const { entry } of plan.changes) entries.apply(entry);
  return plan;
}

function idOf(result: RowResult | undefined): string {
  if (result?.entryId === undefined) throw new Error('the row has no entry');
  return result.entryId;
}

/** The newest revision of an entry. */
function newest(entries: Entries, entryId: string): WatchEntry {
  return currentOf(versionsOf(entries, entryId));
}

function versionsOf(entries: Entries, entryId: string): EntryVersions {
  const versions = entries.get(entryId);
  if (versions === undefined) throw new Error('no such entry');
  return versions;
}

function outcomes(plan: ImportPlan): readonly string[] {
  return plan.results.map(({ outcome, code }) => code ?? outcome);
}

function daysLater(days: number) {
  const now = NOW + days * DAY_MS;
  return { by: { name: 'ann', now, today: londonDay(now) } };
}

function content(entries: Entries): readonly unknown[] {
  return [...entries.all()]
    .map((versions) => currentOf(versions))
    .toSorted((left, right) => (left.entryId < right.entryId ? -1 : 1))
    .map((entry: WatchEntry) => ({ entryId: entry.entryId, state: entry.state, ...contentOf(entry) }));
}

describe('an import', () => {
  it('adds entries, and changes nothing with the same file on a later day', () => {
    const entries = entriesProjection();
    const rows = [aRow({}), aRow({ vrm: 'XY34 ZZZ', action: 'HIGH' }), aRow({ vrm: 'AB?? C*' })];
    const first = run(entries, rows);
    expect(outcomes(first)).toEqual(['added', 'added', 'added']);
    expect(first.results[1]).toMatchObject({ revision: 1, awaitingApproval: true });
    expect(first.results[0]?.entryId).toMatch(/^[\w-]{16}$/);
    const again = run(entries, rows, daysLater(10));
    expect(outcomes(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(again.changes).toEqual([]);
  });

  it.each<[string, readonly Row[], readonly string[]]>([
    ['one plate with two reasons gives two entries', [{}, { reason: 'Drugs' }], ['added', 'added']],
    ['one plate with two PNC IDs gives two entries', [{ pncId: '1' }, { pncId: '2' }], ['added', 'added']],
    ['rows that differ in no identity stay two entries', [{ make: 'FORD' }, { make: 'OPEL' }], ['added', 'added']],
    ['a reason in other case and spacing is the same one', [{}, { reason: ' THEFT ' }], ['added', 'added']],
    ['a repeated row is one entry', [{}, {}], ['added', 'unchanged']],
  ])('%s', (_promise, rows, expected) => {
    const entries = entriesProjection();
    const file = rows.map((row) => aRow(row));
    expect(outcomes(run(entries, file))).toEqual(expected);
    expect(entries.size).toBe(expected.filter((outcome) => outcome === 'added').length);
    expect(outcomes(run(entries, file))).toEqual(file.map(() => 'unchanged'));
  });

  it('says which row a repeated row is the same as', () => {
    const { results } = run(entriesProjection(), [aRow({ vrm: 'XY34 ZZZ' }), aRow({}), aRow({})]);
    expect(results[2]).toMatchObject({ row: 3, warnings: [{ code: 'same-as-row', detail: 'same as row 2' }] });
    expect(results[2]?.entryId).toBe(results[1]?.entryId);
  });

  it('amends what agrees in mark, PNC ID and reason', () => {
    const entries = entriesProjection();
    const [added] = run(entries, [aRow({ pncId: '1' })]).results;
    const [amended] = run(entries, [aRow({ pncId: '1', make: 'FORD', weedDate: '01/02/2027' })]).results;
    expect(amended).toMatchObject({ outcome: 'amended', entryId: idOf(added), revision: 2 });
    expect(newest(entries, idOf(added))).toMatchObject({ make: 'FORD', createdAt: NOW });
  });

  it('takes a new reason for an amendment when the PNC ID leaves no doubt', () => {
    const entries = entriesProjection();
    const [added] = run(entries, [aRow({ pncId: '1' })]).results;
    const [amended] = run(entries, [aRow({ pncId: '1', reason: 'Drugs' })]).results;
    expect(amended).toMatchObject({ outcome: 'amended', entryId: idOf(added) });
    expect(outcomes(run(entries, [aRow({ pncId: '1', reason: 'Drugs' })]))).toEqual(['unchanged']);
    expect(outcomes(run(entries, [aRow({ pncId: '1', reason: 'A' }), aRow({ pncId: '1', reason: 'B' })]))).toEqual([
      'added',
      'added',
    ]);
  });

  it('never lets a row take an entry that another row of the file is about', () => {
    const entries = entriesProjection();
    run(entries, [aRow({ pncId: '1' })]);
    const both = [aRow({ pncId: '1', reason: 'Drugs' }), aRow({ pncId: '1' })];
    expect(outcomes(run(entries, both))).toEqual(['added', 'unchanged']);
  });

  it('gives an id of its own to a row whose first id is that of an entry with another reason by now', () => {
    const entries = entriesProjection();
    run(entries, [aRow({ pncId: '1' })]);
    run(entries, [aRow({ pncId: '1', reason: 'Drugs' })]);
    const both = run(entries, [aRow({ pncId: '1', reason: 'Drugs' }), aRow({ pncId: '1' })]);
    expect(outcomes(both)).toEqual(['unchanged', 'added']);
    expect(new Set(both.results.map(({ entryId }) => entryId)).size).toBe(2);
  });

  it('keeps the same vehicle on two lists as two entries', () => {
    const entries = entriesProjection();
    run(entries, [aRow({})]);
    expect(outcomes(run(entries, [aRow({})], { listId: 'essex' }))).toEqual(['added']);
    expect(entries.size).toBe(2);
  });

  it('leaves what -1 stands for as it was, and takes it for absent on a new entry', () => {
    const entries = entriesProjection();
    const full = aRow({ pncId: '1', make: 'FORD', information: 'Observe', operationalInstructions: 'Two crew' });
    const [added] = run(entries, [full]).results;
    const kept = aRow({ pncId: '1', make: '-1', action: '-1', weedDate: '-1', reason: '-1', information: '-1' });
    run(entries, [{ ...kept, operationalInstructions: 'Three crew', colour: 'RED' }]);
    expect(newest(entries, idOf(added))).toMatchObject({
      revision: 2,
      make: 'FORD',
      colour: 'RED',
      priority: 'LOW',
      reason: 'Theft',
      operationalInstructions: 'Information: Observe\n\nThree crew',
    });
    const [fresh] = run(entries, [aRow({ vrm: 'XY34 ZZZ', make: '-1', pncId: '-1' })]).results;
    expect(newest(entries, idOf(fresh))).toMatchObject({ make: null, pncId: null });
    expect(outcomes(run(entries, [aRow({ vrm: 'NEW 1', weedDate: '-1' })]))).toEqual(['weed-date-missing']);
    expect(outcomes(run(entries, [aRow({ vrm: 'NEW 1', action: '-1' })]))).toEqual(['priority-unknown']);
  });

  it('refuses a row with -1 that may mean several entries', () => {
    const entries = entriesProjection();
    run(entries, [aRow({}), aRow({ reason: 'Drugs' })]);
    expect(outcomes(run(entries, [aRow({ reason: '-1' })]))).toEqual(['entry-ambiguous']);
  });

  it.each<[string, Row, string]>([
    ['passed', { weedDate: '04/10/2026' }, 'weed-date-past'],
    ['more than five years on', { weedDate: '06/10/2031' }, 'weed-date-too-far'],
  ])('refuses a weed date that is %s, and takes the others', (_what, row, code) => {
    const today = aRow({ vrm: 'T0 DAY', weedDate: '05/10/2026' });
    const last = aRow({ vrm: 'L4 ST', weedDate: '05/10/2031' });
    expect(outcomes(run(entriesProjection(), [today, aRow(row), last]))).toEqual(['added', code, 'added']);
  });

  it('does not take away a theme that an earlier import or an analyst gave', () => {
    const entries = entriesProjection();
    run(entries, [aRow({})]);
    expect(outcomes(run(entries, [aRow({})], { defaults: { ...DEFAULTS, theme: undefined } }))).toEqual(['unchanged']);
  });

  it('lists a withdrawn entry again, and says so', () => {
    const entries = entriesProjection();
    const [made] = run(entries, [aRow({})]).results;
    const withdrawn = withdrawEntry(versionsOf(entries, idOf(made)), { name: 'ann', now: NOW, today: londonDay(NOW) });
    if (withdrawn.ok) entries.apply(withdrawn.value);
    const [again] = run(entries, [aRow({})], daysLater(1)).results;
    expect(again).toMatchObject({
      outcome: 'amended',
      entryId: idOf(made),
      revision: 3,
      warnings: [{ code: 'listed-again' }],
    });
    expect(newest(entries, idOf(made))).toMatchObject({ state: 'ACTIVE', validFrom: NOW + DAY_MS });
  });

  it('keeps an approved entry in force while a changed row awaits approval', () => {
    const entries = entriesProjection();
    const [made] = run(entries, [aRow({ action: 'HIGH' })]).results;
    const bob = { name: 'bob', now: NOW, today: londonDay(NOW) };
    const approved = approveEntry(versionsOf(entries, idOf(made)), 1, bob);
    if (approved.ok) entries.apply(approved.value);
    const [changed] = run(entries, [aRow({ action: 'HIGH - armed' })]).results;
    expect(changed).toMatchObject({ outcome: 'amended', revision: 3, awaitingApproval: true });
    expect(inForceOf(versionsOf(entries, idOf(made)))).toMatchObject({ revision: 2, action: 'HIGH' });
  });

  it('withdraws what a complete file does not name, on its own list only', () => {
    const entries = entriesProjection();
    run(entries, [aRow({}), aRow({ vrm: 'XY34 ZZZ' })]);
    run(entries, [aRow({})], { listId: 'essex' });
    const plan = run(entries, [aRow({})], { mode: 'complete' });
    expect(plan.changes).toMatchObject([{ kind: 'withdrawn', entry: { listId: 'kent', state: 'WITHDRAWN' } }]);
    expect(run(entries, [aRow({})], { mode: 'complete' }).changes).toEqual([]);
  });

  it('bounds the rows that share an identity', () => {
    const entries = entriesProjection();
    const rows = Array.from({ length: SAME_KEY_ROWS_MAX + 1 }, (_row, index) => aRow({ make: `M${index}` }));
    run(entries, rows.slice(0, 1));
    expect(new Set(outcomes(run(entries, rows)))).toEqual(new Set(['entry-ambiguous']));
  });
});

/** Few values, so that rows meet in every way. */
function rowsOf(more: readonly string[]): fc.Arbitrary<Row> {
  return fc
    .record({
      vrm: fc.constantFrom('AB12 CDE', 'XY34 ZZZ', 'KO 1234', 'TRUCK'),
      pncId: fc.constantFrom('', '1', '2', ...more),
      reason: fc.constantFrom('Theft', 'Drugs', 'drugs', '', ...more),
      make: fc.constantFrom('', 'FORD', 'OPEL', ...more),
      action: fc.constantFrom('LOW', 'HIGH', ...more),
      operationalInstructions: fc.constantFrom('', 'risk: HIGH', ...more),
    })
    .map(aRow);
}
const plainFile = fc.array(rowsOf([]), { maxLength: 8 });
const anyFile = fc.array(rowsOf(['-1']), { maxLength: 8 });
/** A delta says something about each vehicle once; what -1 means in two rows for one vehicle depends on which comes first. */
const deltaFile = fc.uniqueArray(rowsOf(['-1']), { maxLength: 4, selector: ({ vrm }) => vrm });

describe('imports of any files', () => {
  it('change nothing when the same file comes twice', () => {
    fc.assert(
      fc.property(anyFile, fc.oneof(plainFile, deltaFile), (before, file) => {
        const entries = entriesProjection();
        run(entries, before);
        run(entries, file);
        const settled = content(entries);
        run(entries, file, daysLater(3));
        expect(content(entries)).toEqual(settled);
      }),
    );
  });

  it('give the same entries in whatever order the rows stand', () => {
    const shuffled = anyFile.chain((file) =>
      fc.tuple(fc.constant(file), fc.shuffledSubarray(file, { minLength: file.length })),
    );
    fc.assert(
      fc.property(anyFile, shuffled, (before, [file, other]) => {
        const [left, right] = [entriesProjection(), entriesProjection()];
        for (const entries of [left, right]) run(entries, before);
        run(left, file);
        run(right, other);
        expect(content(right)).toEqual(content(left));
      }),
    );
  });

  it('never change one entry twice', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (before, file) => {
        const entries = entriesProjection();
        run(entries, before);
        const ids = run(entries, file, { mode: 'complete' }).changes.map(({ entry }) => entry.entryId);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
