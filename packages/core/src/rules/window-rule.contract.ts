import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { hitId } from '../hit-id.ts';
import type { ActiveRule } from './rule-definition.ts';
import { windowName } from './rule-definition.ts';
import { portSighting, readSighting } from './sighting-fixtures.ts';
import type { Finding, Sighting } from './window-rule.ts';

/** Generated histories per run of the property. */
const HISTORIES = 300;
/** Fewer findings over all histories would mean that the property proves nothing. */
const FINDINGS_MIN = 100;

/**
 * What each rule over windows promises, held against a search through all facts: `allFindings` gives, by the rule's definition and
 * without windows, everything that a history proves.
 */
export function windowRuleContract(
  rule: ActiveRule,
  allFindings: (history: readonly Sighting[]) => readonly Finding[],
): void {
  it('finds what a search through all facts finds, in any order and however often facts come', () => {
    let found = 0;
    fc.assert(
      fc.property(histories(), (history) => {
        const expected = new Set(allFindings(history).map((finding) => idOf(rule, finding)));
        found += expected.size;
        expect(idsInOrder(rule, history)).toEqual(expected);
      }),
      { numRuns: HISTORIES },
    );
    expect(found).toBeGreaterThan(FINDINGS_MIN);
  });

  it('never throws, and finds nothing in an empty window', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        expect(history.flatMap((one) => rule.find(one, []))).toEqual([]);
      }),
    );
  });
}

/** The ids of hits when the facts come in this order, each looking into its window as the store lets it. */
function idsInOrder(rule: ActiveRule, history: readonly Sighting[]): Set<string> {
  const windows = new Map<string, Set<Sighting>>();
  const ids = new Set<string>();
  for (const one of history.filter(rule.asksFor)) {
    const name = windowName(rule.window, one);
    if (name === null) continue;
    const kept = windows.get(name) ?? new Set<Sighting>();
    windows.set(name, kept.add(one));
    const isNear = (other: Sighting): boolean =>
      Math.abs(other.evidence.occurredAt - one.evidence.occurredAt) <= rule.reachMs;
    const others = [...kept].filter((other) => other !== one && isNear(other));
    for (const finding of rule.find(one, others)) ids.add(idOf(rule, finding));
  }
  return ids;
}

function idOf({ definition: { ruleId, version } }: ActiveRule, { attributedTo, evidence, period }: Finding): string {
  const evidenceIds =
    period === undefined ? evidence.map((one) => one.evidence.factId) : [attributedTo.vehicleMark, period];
  return hitId({ ruleId, ruleVersion: version, entryId: attributedTo.entryId, evidenceIds });
}

/** Few vehicles, groups, cameras and times, so that they meet often; in any order, some more than once. */
function histories(): fc.Arbitrary<readonly Sighting[]> {
  const shape = fc.record({
    isPort: fc.boolean(),
    minutes: fc.nat(30).map((steps) => steps * 5),
    vehicle: fc.nat(2),
    ocgId: fc.constantFrom('ocg-1', 'ocg-1', 'ocg-2', null),
    cameraId: fc.constantFrom('A20-03', 'M20-11'),
    direction: fc.constantFrom('UK_INBOUND' as const, 'UK_OUTBOUND' as const),
    holds: fc.constantFrom(true, true, false),
  });
  return fc
    .array(shape, { minLength: 4, maxLength: 25, size: 'max' })
    .map((shapes) =>
      shapes.map(({ isPort, minutes, vehicle, ocgId, cameraId, direction, holds }, index) => {
        const about = { entryId: `entry-${vehicle}`, vehicleMark: `MARK${vehicle}`, ocgId, holds };
        const atMs = NOON + (minutes * HOUR) / 60;
        return isPort
          ? portSighting(`port-${index}`, atMs, { ...about, direction })
          : readSighting(`read-${index}`, atMs, { ...about, cameraId });
      }),
    )
    .chain((all) => fc.tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all)))
    .map(([all, again]) => [...all, ...again]);
}
