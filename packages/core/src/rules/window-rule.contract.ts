import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR } from '../fixtures.ts';
import { hitId } from '../hit-id.ts';
import type { ActiveRule } from './rule-definition.ts';
import { windowName } from './rule-definition.ts';
import type { HistoryOptions } from './window-rule-histories.contract.ts';
import { histories } from './window-rule-histories.contract.ts';
import { compareSightings } from './sighting-order.ts';
import type { Finding, Sighting } from './window-rule.ts';

/** Generated histories per run of the property. */
const HISTORIES = 300;
/** Fewer findings over all histories would mean that the property proves nothing. */
const FINDINGS_MIN = 100;
/** How much further than its reach a rule sees when another rule of its window reaches further. */
const FURTHER_MS = 2 * HOUR;

/** By a rule's definition and without windows: everything that a history proves. */
type Oracle = (history: readonly Sighting[]) => readonly Finding[];

/** What each rule promises, held against a search through all facts. */
export function windowRuleContract(rule: ActiveRule, allFindings: Oracle, options: HistoryOptions = {}): void {
  it('finds what a search through all facts finds, in any order and however often facts come', () => {
    let found = 0;
    fc.assert(
      fc.property(histories(options), fc.boolean(), (history, isShared) => {
        const expected = new Set(allFindings(history).map((finding) => idOf(rule, finding)));
        found += expected.size;
        expect(idsInOrder(rule, history, isShared)).toEqual(expected);
      }),
      { numRuns: HISTORIES },
    );
    expect(found).toBeGreaterThan(FINDINGS_MIN);
  });

  it('finds in an empty window what a fact proves alone, which is nothing for a rule that needs others', () => {
    fc.assert(
      fc.property(histories(options), (history) => {
        const ids = (findings: readonly Finding[]): string[] => findings.map((finding) => idOf(rule, finding));
        const alone = history.flatMap((one) => allFindings([one]));
        expect(ids(history.flatMap((one) => rule.find(one, [])))).toEqual(ids(alone));
        expect(rule.window === 'none' || alone.length === 0).toBe(true);
      }),
    );
  });

  it('rests each finding on facts of the time up to that to which it is attributed', () => {
    fc.assert(
      fc.property(histories(options), (history) => {
        const findings = history.flatMap((one, index) =>
          rule.find(one, history.slice(0, index).filter(isBeside(rule, one))),
        );
        expect(findings.filter((finding) => !isWellFormed(finding))).toEqual([]);
      }),
    );
  });
}

function isBeside(rule: ActiveRule, one: Sighting): (other: Sighting) => boolean {
  const name = windowName(rule.window, one);
  return (other) => name !== null && other !== one && windowName(rule.window, other) === name;
}

/** The hit takes its vehicle and its times from the latest of its evidence; its id from that, or from vehicle and period. */
function isWellFormed({ attributedTo, evidence, period }: Finding): boolean {
  const latest = evidence.toSorted(compareSightings).at(-1);
  if (latest === undefined || !evidence.includes(attributedTo)) return false;
  if (latest.evidence.occurredAt !== attributedTo.evidence.occurredAt) return false;
  const eachOnce = new Set(evidence.map((one) => one.evidence.factId)).size === evidence.length;
  return eachOnce && (period === undefined || latest === attributedTo);
}

/**
 * The ids of hits when the facts come in this order, each looking into its window as the store lets it. In a window that is shared, the
 * facts for which only other rules ask are kept as well, and the look reaches as far as theirs.
 */
function idsInOrder(rule: ActiveRule, history: readonly Sighting[], isShared: boolean): Set<string> {
  const windows = new Map<string, Set<Sighting>>();
  const ids = new Set<string>();
  const reachMs = isShared ? rule.reachMs + FURTHER_MS : rule.reachMs;
  for (const one of history) {
    const asks = rule.asksFor(one);
    if (!asks && !isShared) continue;
    const name = windowName(rule.window, one);
    const kept = name === null ? new Set<Sighting>() : (windows.get(name) ?? new Set<Sighting>());
    if (name !== null) windows.set(name, kept.add(one));
    if (!asks || (name === null && rule.window !== 'none')) continue;
    const isNear = (other: Sighting): boolean =>
      Math.abs(other.evidence.occurredAt - one.evidence.occurredAt) <= reachMs;
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
