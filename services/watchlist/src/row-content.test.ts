import { describe, expect, it } from 'vitest';
import type { By } from './amend-entry.ts';
import { createEntry } from './amend-entry.ts';
import { londonDay } from './dates.ts';
import type { EntryContent } from './entry-content.ts';
import type { Known } from './row-content.ts';
import { contentWarnings, rowContent } from './row-content.ts';
import type { VoiColumn } from './voi-columns.ts';
import { VOI_COLUMNS } from './voi-columns.ts';
import { readRow } from './voi-row.ts';

type Row = Partial<Record<VoiColumn, string>>;

const NOW = Date.UTC(2026, 9, 5, 8);
const DAY_MS = 86_400_000;
const DEFAULTS = { theme: undefined, risk: undefined, ocgId: undefined, lookBackMaxMs: DAY_MS };

function daysLater(days: number): By {
  const now = NOW + days * DAY_MS;
  return { name: 'ann', now, today: londonDay(now) };
}

function contentOfRow(columns: Row, known: Known | null = null, by = daysLater(0)): EntryContent {
  const row: Row = { vrm: 'AB12 CDE', action: 'LOW', weedDate: '31/12/2026', forceAndArea: 'Kent', ...columns };
  const facts = readRow(
    VOI_COLUMNS.map((column) => row[column] ?? ''),
    DEFAULTS,
  );
  if (!facts.ok) throw new Error(facts.refusal.code);
  const content = rowContent(facts.value, known, by);
  if (!content.ok) throw new Error(content.refusal.code);
  return content.value;
}

function listed(content: EntryContent): Known {
  return { entry: createEntry({ entryId: 'e', listId: 'l', content }, daysLater(0)), listed: true };
}

describe('the content of a row', () => {
  it.each([
    ['HIGH', '31/12/2026', 28],
    ['LOW', '05/10/2027', 90],
    ['LOW', '15/10/2026', 10],
  ])('of priority %s until %s is reviewed within %i days', (action, weedDate, days) => {
    expect(contentOfRow({ action, weedDate }).reviewDate).toBe(londonDay(NOW) + days);
  });

  it('keeps its review date and validity on later days, and has a new review date with a new priority', () => {
    const first = contentOfRow({});
    expect(contentOfRow({}, listed(first), daysLater(10))).toEqual(first);
    expect(contentOfRow({ action: 'HIGH' }, listed(first), daysLater(10)).reviewDate).toBe(londonDay(NOW) + 38);
  });

  it('begins a validity of its own when it is listed again', () => {
    const again = contentOfRow({}, { ...listed(contentOfRow({})), listed: false }, daysLater(10));
    expect(again.validFrom).toBe(NOW + 10 * DAY_MS);
  });

  it('goes by the words of the force for a contact until one is named', () => {
    const unnamed = listed(contentOfRow({}));
    expect(contentOfRow({ forceAndArea: 'Essex' }, unnamed).contact).toBe('Essex');
    const named = listed(contentOfRow({ operationalInstructions: 'contact: DS Marsh' }, unnamed));
    expect(contentOfRow({ forceAndArea: 'Essex' }, named)).toMatchObject({ contact: 'DS Marsh', ownerForce: 'Essex' });
  });

  it.each<[Row, readonly string[]]>([
    [{ operationalInstructions: 'theme: gangs; ocg: OCG-1' }, []],
    [{ operationalInstructions: 'ocg: OCG-2' }, ['theme-unassigned', 'ocg-not-registered']],
    [{ forceAndArea: '' }, ['theme-unassigned', 'contact-missing']],
  ])('%j is warned of with %j', (row, codes) => {
    const warnings = contentWarnings(contentOfRow(row), (ocgId) => ocgId === 'OCG-1');
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });
});
