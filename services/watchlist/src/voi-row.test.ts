import { describe, expect, it } from 'vitest';
import { parseDate } from './dates.ts';
import type { VoiColumn } from './voi-columns.ts';
import { VOI_COLUMNS } from './voi-columns.ts';
import { readRow } from './voi-row.ts';

const DEFAULTS = { theme: undefined, risk: undefined, ocgId: undefined, lookBackMaxMs: 604_800_000 };

function cells(columns: Partial<Record<VoiColumn, string>>): readonly string[] {
  const row = { vrm: 'AB12 CDE', action: 'LOW', reason: 'Theft', weedDate: '31/12/2026', ...columns };
  return VOI_COLUMNS.map((column) => row[column as keyof typeof row] ?? '');
}

describe('a VOI row', () => {
  it.each([
    ['AB12 CDE', 'VRM', 'AB12CDE'],
    ['ab12cde ', 'VRM', 'AB12CDE'],
    ['AB1? CD*', 'PARTIAL_VRM', 'AB1?CD*'],
    ['TRAILER: C 123-456', 'TRAILER', 'C123456'],
    ['container:MSCU 123456 7', 'CONTAINER', 'MSCU1234567'],
  ])('with %j lists a %s', (vrm, kind, mark) => {
    expect(readRow(cells({ vrm }), DEFAULTS)).toMatchObject({ ok: true, value: { identifier: { kind, mark } } });
  });

  it.each<[string, Partial<Record<VoiColumn, string>>, string]>([
    ['no mark', { vrm: ' ' }, 'mark-missing'],
    ['-1 for a mark', { vrm: '-1' }, 'mark-missing'],
    ['a word for a mark', { vrm: 'TRUCK' }, 'mark-refused'],
    ['a word for a trailer', { vrm: 'TRAILER: TRAILER' }, 'mark-refused'],
    ['a partial mark that fits half the country', { vrm: 'A*' }, 'pattern-too-broad'],
    ['a partial mark with other wildcards', { vrm: 'AB1?%DE' }, 'pattern-invalid'],
    ['no priority', { action: 'Silent' }, 'priority-unknown'],
    ['no weed date', { weedDate: '' }, 'weed-date-missing'],
    ['a weed date that is none', { weedDate: 'soon' }, 'weed-date-invalid'],
    ['an unknown theme', { operationalInstructions: 'theme: parking' }, 'theme-unknown'],
    ['an unknown risk', { operationalInstructions: 'risk: severe' }, 'risk-unknown'],
    ['a review date that is none', { operationalInstructions: 'review: soon' }, 'review-date-invalid'],
    ['a start without a zone', { operationalInstructions: 'validFrom: 2026-10-05T08:00' }, 'valid-from-invalid'],
    ['a look-back of a year', { operationalInstructions: 'lookBackHours: 8760' }, 'look-back-invalid'],
    ['too many forgiven characters', { operationalInstructions: 'forgiven: 3' }, 'forgiven-invalid'],
    ['a text of a megabyte', { reason: 'x'.repeat(1_000_000) }, 'text-too-long'],
    ['a mark of ten megabytes', { vrm: 'A'.repeat(10_000_000) }, 'text-too-long'],
  ])('with %s is refused', (_what, columns, code) => {
    expect(readRow(cells(columns), DEFAULTS)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('takes theme, risk and group from its own words before those of the import', () => {
    const defaults = { ...DEFAULTS, theme: 'HIGH_HARM_CRIME', risk: 'LOW', ocgId: 'OCG-1' } as const;
    const own = cells({ operationalInstructions: 'theme:County lines; risk:HIGH; ocg:OCG-12; review:2026-12-01' });
    expect(readRow(own, defaults)).toMatchObject({
      value: { theme: 'GANGS_AND_COUNTY_LINES', risk: 'HIGH', ocgId: 'OCG-12', reviewDate: parseDate('2026-12-01') },
    });
    expect(readRow(cells({}), defaults)).toMatchObject({
      value: { theme: 'HIGH_HARM_CRIME', risk: 'LOW', ocgId: 'OCG-1' },
    });
  });

  it('tells -1, which says nothing, from an empty column, which says that there is nothing', () => {
    const row = readRow(cells({ make: '-1', model: '', weedDate: '-1', action: '-1' }), DEFAULTS);
    expect(row).toMatchObject({
      value: { make: undefined, model: '', weedDate: undefined, action: undefined, priority: undefined },
    });
  });
});
