import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { convoy } from './convoy.ts';
import { activeRule, findingText, readSighting } from './sighting-fixtures.ts';
import { windowRuleContract } from './window-rule.contract.ts';
import type { Sighting } from './window-rule.ts';

const SECOND = 1000;
const PARAMETERS = { withinMs: 120_000 };
const first = readSighting('first', NOON);
const second = (afterMs: number, given: Parameters<typeof readSighting>[2] = {}): Sighting =>
  readSighting('second', NOON + afterMs, { vehicleMark: 'KY12XYZ', entryId: 'entry-8', ...given });

describe('convoy', () => {
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
    expect(convoy.find(first, [other], PARAMETERS).map(findingText)).toEqual(expected);
    expect(convoy.find(other, [first], PARAMETERS).map(findingText)).toEqual(expected);
  });

  it('takes the read with the greater id for the later one when both have one time', () => {
    expect(convoy.find(first, [second(0)], PARAMETERS).map(findingText)).toEqual(['entry-8 second: first, second']);
    expect(convoy.find(second(0), [first], PARAMETERS).map(findingText)).toEqual(['entry-8 second: first, second']);
  });

  it('does not take one read that matches two marks of the group for two vehicles', () => {
    const alsoListed = readSighting('first', NOON, { vehicleMark: 'GK66A8C', entryId: 'entry-8' });
    expect(convoy.find(first, [alsoListed], PARAMETERS)).toEqual([]);
    expect(convoy.find(alsoListed, [first], PARAMETERS)).toEqual([]);
  });

  const withinMs = HOUR / 2;
  const rule = activeRule({ kind: 'convoy', parameters: { withinMs: String(withinMs) } });
  windowRuleContract(rule, (history) =>
    history.flatMap((one) =>
      history
        .filter((later) => isPair(one, later, withinMs))
        .map((later) => ({ attributedTo: later, evidence: [one, later] })),
    ),
  );
});

/** By definition: two reads of two vehicles, the second later by time and then by id. */
function isPair(one: Sighting, later: Sighting, withinMs: number): boolean {
  const [a, b] = [one.evidence, later.evidence];
  const apartMs = b.occurredAt - a.occurredAt;
  const isLater = apartMs > 0 || (apartMs === 0 && b.factId > a.factId);
  const reads = a.kind === 'READ' && b.kind === 'READ' && one.holds && later.holds && a.cameraId === b.cameraId;
  const together = one.ocgId !== null && one.ocgId === later.ocgId && one.vehicleMark !== later.vehicleMark;
  return isLater && apartMs <= withinMs && reads && together;
}
