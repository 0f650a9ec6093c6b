import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import type { Position } from '../words.ts';
import {
  activeRule,
  BRIGHTON,
  findingText,
  KENT_AREA,
  LONDON,
  LONDON_AREA,
  MAIDSTONE,
  portSighting,
  readSighting,
  sampleRule,
} from './sighting-fixtures.ts';
import { parseRule } from './rule-definition.ts';
import { compareSightings, utcDay } from './sighting-order.ts';
import { windowRuleContract } from './window-rule.contract.ts';
import type { Finding, Sighting } from './window-rule.ts';

const DAY = 24 * HOUR;
const AREAS = { kind: 'area-crossing', area: KENT_AREA };
const withParameters = (parameters: Readonly<Record<string, string>>) =>
  activeRule({ ...AREAS, parameters: { fromArea: LONDON_AREA, ...parameters } });
const RULE = withParameters({ crossingsMin: '2' });
const PLACES: Readonly<Record<string, Position | null>> = { L: LONDON, K: MAIDSTONE, S: BRIGHTON, '-': null };

/** One read a day from Monday on, each named by its day and the letter of its place; a dot is a day without. */
const reads = (text: string): readonly Sighting[] =>
  text
    .split('')
    .flatMap((place, day) =>
      place === '.' ? [] : [readSighting(`${day}${place}`, NOON + day * DAY, { position: PLACES[place]! })],
    );

describe('area-crossing', () => {
  it.each([
    { days: 'LKLK', expected: ['entry-7 3K: 0L, 1K, 2L, 3K'] },
    { days: 'LKKK', expected: [] },
    { days: 'KLKL', expected: [] },
    { days: 'LKLKK', expected: ['entry-7 3K: 0L, 1K, 2L, 3K', 'entry-7 4K: 0L, 1K, 2L, 4K'] },
    { days: 'LKSK', expected: [] },
    { days: 'LKL-K', expected: ['entry-7 4K: 0L, 1K, 2L, 4K'] },
    { days: 'LKL....K', expected: ['entry-7 7K: 0L, 1K, 2L, 7K'] },
    { days: 'LKL.....K', expected: [] },
    { days: 'LLKKLLK', expected: ['entry-7 6K: 1L, 2K, 5L, 6K'] },
  ])('goes as the worked example says, whichever comes first and last: $days', ({ days, expected }) => {
    const all = reads(days).filter(RULE.asksFor);
    expect(RULE.find(all[0]!, all.slice(1)).map(findingText)).toEqual(expected);
    expect(RULE.find(all.at(-1)!, all.slice(0, -1)).map(findingText)).toEqual(expected.slice(-1));
  });

  it('is told once a day', () => {
    const all = [...reads('LKLK'), readSighting('later', NOON + 3 * DAY + HOUR, { position: MAIDSTONE })];
    expect(RULE.find(all[0]!, all.slice(1)).map(({ period }) => period)).toEqual(['2026-11-08', '2026-11-08']);
  });

  it('asks for facts of the two areas while the entry holds, movements too', () => {
    const asked = [...reads('LK'), portSighting('port', NOON, { position: MAIDSTONE })];
    const others = [...reads('S-'), readSighting('read', NOON, { position: LONDON, holds: false })];
    expect([...asked, ...others].map(RULE.asksFor)).toEqual([true, true, true, false, false, false]);
  });

  it('takes what lies in both areas for the one entered', () => {
    const rule = activeRule({ ...AREAS, parameters: { fromArea: KENT_AREA, crossingsMin: '1' } });
    const [one, other] = reads('KK') as [Sighting, Sighting];
    expect(rule.find(other, [one])).toEqual([]);
  });

  it.each([
    [{ area: null }, /needs area/],
    [{ area: '{}' }, /^area is to be a GeoJSON/],
    [{ parameters: {} }, /needs fromArea/],
    [{ parameters: { fromArea: 'Kent' } }, /^fromArea is to be a GeoJSON/],
    [{ parameters: { fromArea: LONDON_AREA, toArea: '' } }, /no parameter toArea; there is .*fromArea/],
  ])('says what is wrong with %j', (wrong, problem) => {
    const definition = sampleRule({ ...AREAS, parameters: { fromArea: LONDON_AREA }, ...wrong });
    expect(parseRule(definition)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  const rule = withParameters({ crossingsMin: '2', withinMs: String(20 * HOUR) });
  windowRuleContract(rule, allCrossings, { stepMs: HOUR, manyOf: 'READ' });
});

/** By definition: anchors in Kent up to which the longest row from, into, from, into is long enough. */
function allCrossings(history: readonly Sighting[]): readonly Finding[] {
  const told = history.filter(
    ({ evidence: { position }, holds }) => holds && (position === LONDON || position === MAIDSTONE),
  );
  return told.flatMap((anchor): Finding[] => {
    if (anchor.evidence.position !== MAIDSTONE) return [];
    const stretch = told.filter(
      (one) =>
        one.entryId === anchor.entryId &&
        one.vehicleMark === anchor.vehicleMark &&
        compareSightings(one, anchor) <= 0 &&
        anchor.evidence.occurredAt - one.evidence.occurredAt <= 20 * HOUR,
    );
    if (longestRow(stretch.toSorted(compareSightings)) < 4) return [];
    return [
      {
        attributedTo: anchor,
        evidence: [anchor],
        period: utcDay(anchor),
      },
    ];
  });
}

/** The length of the longest row of facts that begins in London, ends in Maidstone and never stays, over all choices. */
function longestRow(stretch: readonly Sighting[]): number {
  const lengths: number[] = [];
  const placeAt = (index: number): Position | null => stretch[index]!.evidence.position;
  for (const index of stretch.keys()) {
    const before = lengths.filter((length, other) => length > 0 && placeAt(other) !== placeAt(index));
    const longest = Math.max(0, ...before);
    lengths.push(placeAt(index) === LONDON || longest > 0 ? longest + 1 : 0);
  }
  return Math.max(0, ...lengths.filter((_, index) => placeAt(index) === MAIDSTONE));
}
