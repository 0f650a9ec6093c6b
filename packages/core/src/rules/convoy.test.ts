import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { convoy } from './convoy.ts';
import { activeRule, findingText, readSighting } from './sighting-fixtures.ts';
import { compareSightings, utcDay } from './sighting-order.ts';
import { windowRuleContract } from './window-rule.contract.ts';
import type { Finding, Sighting } from './window-rule.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const PAIRS = { withinMs: 120_000, placesMin: 1, journeyMs: 2 * HOUR };
const JOURNEYS = { ...PAIRS, placesMin: 2 };
const first = readSighting('first', NOON);
const second = (afterMs: number, given: Parameters<typeof readSighting>[2] = {}): Sighting =>
  readSighting('second', NOON + afterMs, { vehicleMark: 'KY12XYZ', entryId: 'entry-8', ...given });

describe('convoy of one place', () => {
  it.each([
    { afterS: 90, more: {}, expected: ['entry-8 second: first, second'] },
    { afterS: 120, more: {}, expected: ['entry-8 second: first, second'] },
    { afterS: -90, more: {}, expected: ['entry-7 first: second, first'] },
    { afterS: 121, more: {}, expected: [] },
    { afterS: 90, more: { cameraId: 'M20-11' }, expected: [] },
    { afterS: 90, more: { ocgId: 'ocg-40' }, expected: [] },
    { afterS: 90, more: { ocgId: null }, expected: [] },
    { afterS: 90, more: { vehicleMark: 'GK66ABC' }, expected: [] },
    { afterS: 90, more: { holds: false }, expected: [] },
  ])('goes as the worked example says: $afterS s after, $more', ({ afterS, more, expected }) => {
    const other = second(afterS * SECOND, more);
    expect(convoy.find(first, [other], PAIRS).map(findingText)).toEqual(expected);
    expect(convoy.find(other, [first], PAIRS).map(findingText)).toEqual(expected);
  });

  it('takes the read with the greater id for the later one when both have one time', () => {
    expect(convoy.find(first, [second(0)], PAIRS).map(findingText)).toEqual(['entry-8 second: first, second']);
    expect(convoy.find(second(0), [first], PAIRS).map(findingText)).toEqual(['entry-8 second: first, second']);
  });

  it('takes one read that is listed as two vehicles for one vehicle', () => {
    const again = readSighting('first', NOON, { vehicleMark: 'GK6GABC', entryId: 'entry-8' });
    expect(convoy.find(first, [again], PAIRS)).toEqual([]);
  });

  const withinMs = HOUR / 2;
  const rule = activeRule({ kind: 'convoy', parameters: { withinMs: String(withinMs) } });
  windowRuleContract(rule, (history) =>
    allPairs(history, withinMs).map((pair) => ({ attributedTo: pair[1], evidence: pair })),
  );
});

describe('convoy of several places', () => {
  const A20 = [readSighting('a1', NOON), follower('a2', NOON + MINUTE)];

  it.each([
    { at: 30, pair: ['M20-11', 'leads'], expected: ['entry-8 b2: a1, a2, b1, b2'] },
    { at: 30, pair: ['M20-11', 'follows'], expected: [] },
    { at: 119, pair: ['M20-11', 'leads'], expected: ['entry-8 b2: a1, a2, b1, b2'] },
    { at: 120, pair: ['M20-11', 'leads'], expected: [] },
    { at: 30, pair: ['A20-03', 'leads'], expected: [] },
  ] as const)(
    'goes as the worked example says: at $at min GK66ABC $pair',
    ({ at, pair: [cameraId, how], expected }) => {
      const [atMs, nextMs] = [NOON + at * MINUTE, NOON + (at + 1) * MINUTE];
      const pair =
        how === 'leads'
          ? [readSighting('b1', atMs, { cameraId }), follower('b2', nextMs, cameraId)]
          : [follower('b1', atMs, cameraId), readSighting('b2', nextMs, { cameraId })];
      const all = [...A20, ...pair];
      for (const last of all) {
        const found = convoy.find(
          last,
          all.filter((other) => other !== last),
          JOURNEYS,
        );
        expect(found.map(findingText)).toEqual(expected);
      }
    },
  );

  it('names the two vehicles, in their order, and the day', () => {
    const pair = [
      readSighting('b1', NOON + HOUR, { cameraId: 'M20-11' }),
      follower('b2', NOON + HOUR, 'M20-11'),
    ] as const;
    const found = convoy.find(pair[1], [...A20, pair[0]], JOURNEYS);
    expect(found.map(({ period }) => period)).toEqual(['GK66ABC/KY12XYZ/2026-11-05']);
  });

  it('shows the pair nearest to the anchor of each camera', () => {
    const next = [readSighting('b1', NOON + HOUR), follower('b2', NOON + HOUR)];
    const last = [
      readSighting('c1', NOON + HOUR + MINUTE, { cameraId: 'M20-11' }),
      follower('c2', NOON + HOUR + MINUTE, 'M20-11'),
    ] as const;
    const found = convoy.find(last[1], [...A20, ...next, last[0]], JOURNEYS);
    expect(found.map(findingText)).toEqual(['entry-8 c2: b1, b2, c1, c2']);
  });

  it('is not told of at a read whose own pair began before the journey', () => {
    const [M20, A2] = ['M20-11', 'A2-07'] as const;
    const long = { withinMs: 12 * HOUR, placesMin: 2, journeyMs: 6 * HOUR };
    const early = readSighting('0', NOON - 2 * HOUR, { cameraId: A2 });
    const together = [...A20, readSighting('b1', NOON + HOUR, { cameraId: M20 }), follower('b2', NOON + HOUR, M20)];
    const alone = follower('c', NOON + 5 * HOUR, A2);
    expect(convoy.find(alone, [early, ...together], long)).toEqual([]);
    const found = convoy.find(early, [alone, ...together], long);
    expect(found.map(findingText)).toEqual(['entry-8 b2: a1, a2, b1, b2']);
  });

  describe.each([
    ['shorter', { withinMs: 2 * HOUR, placesMin: 2, journeyMs: 20 * HOUR }],
    ['longer', { withinMs: 12 * HOUR, placesMin: 2, journeyMs: 6 * HOUR }],
  ])('whose reads may lie apart for %s than a journey', (_how, parameters) => {
    const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
    const rule = activeRule({ kind: 'convoy', parameters: Object.fromEntries(texts) });
    windowRuleContract(rule, (history) => allJourneys(history, parameters), { stepMs: HOUR, manyOf: 'READ' });
  });
});

function follower(id: string, atMs: number, cameraId = 'A20-03'): Sighting {
  return readSighting(id, atMs, { vehicleMark: 'KY12XYZ', entryId: 'entry-8', cameraId });
}

/** By definition: every two reads of two vehicles, the second later by time and then by id. */
function allPairs(history: readonly Sighting[], withinMs: number): readonly (readonly [Sighting, Sighting])[] {
  return history.flatMap((one) =>
    history.filter((later) => isPair(one, later, withinMs)).map((later) => [one, later] as const),
  );
}

function isPair(one: Sighting, later: Sighting, withinMs: number): boolean {
  const [a, b] = [one.evidence, later.evidence];
  const apartMs = b.occurredAt - a.occurredAt;
  const isLater = apartMs > 0 || (apartMs === 0 && b.factId > a.factId);
  const reads = a.kind === 'READ' && b.kind === 'READ' && one.holds && later.holds && a.cameraId === b.cameraId;
  const together = one.ocgId !== null && one.ocgId === later.ocgId && one.vehicleMark !== later.vehicleMark;
  return isLater && apartMs <= withinMs && reads && together;
}

/** By definition: a pair for whose two vehicles, and the follower's entry, pairs up to it and within the journey lie at enough cameras. */
function allJourneys(
  history: readonly Sighting[],
  { withinMs, placesMin, journeyMs }: typeof PAIRS,
): readonly Finding[] {
  const pairs = allPairs(history, withinMs);
  return pairs.flatMap(([leader, anchor]): Finding[] => {
    const journey = pairs.filter(
      ([one, other]) =>
        one.vehicleMark === leader.vehicleMark &&
        other.vehicleMark === anchor.vehicleMark &&
        other.entryId === anchor.entryId &&
        other.ocgId === anchor.ocgId &&
        compareSightings(other, anchor) <= 0 &&
        anchor.evidence.occurredAt - one.evidence.occurredAt <= journeyMs,
    );
    const isPartOfIt = anchor.evidence.occurredAt - leader.evidence.occurredAt <= journeyMs;
    const places = new Set(journey.map(([one]) => one.evidence.cameraId));
    if (!isPartOfIt || places.size < placesMin) return [];
    const day = utcDay(anchor);
    return [{ attributedTo: anchor, evidence: [anchor], period: `${leader.vehicleMark}/${anchor.vehicleMark}/${day}` }];
  });
}
