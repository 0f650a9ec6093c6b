import { farMs, parseNumbers, withoutArea } from './parameters.ts';
import type { WindowRule } from './window-rule.ts';

const CLOCK_DEFAULT_MS = 24 * 3_600_000;

export interface MissingChildParameters {
  /** How long from the time at which the child went missing, end exclusive, milliseconds. Absent: 24 hours. */
  readonly clockMs: number;
}

/**
 * The rule "a vehicle with which a missing child may be was seen while the clock runs".
 *
 * It proves that one fact of a vehicle, of an entry that says since when a child is missing, lies within `clockMs` of that time, the time
 * itself included, while the entry holds. Each such fact is a finding: a child is to be found within the first 24 hours, so no sighting
 * waits for another. What the vehicle did before is found by the entry's look-back and stays an ordinary hit: it may show where the
 * vehicle came from, but not where the child is. So does what comes when the clock has run out: the child is still missing, but a hit
 * that always escalates would be one that nobody hears.
 *
 * Worked example: entry 7 lists GK66ABC, from 12:00 on the 5th, look-back 24 h; the child is missing since 09:00 on the 5th.
 *
 *     read of GK66ABC   outcome
 *     5th, 08:59        nothing: before she went missing; an ordinary hit by look-back
 *     5th, 09:00        a finding by look-back: the time itself is within
 *     5th, 23:00        a finding
 *     6th, 08:59        a finding
 *     6th, 09:00        nothing: the end is exclusive; an ordinary hit
 *
 * Late data: each fact is judged alone, by its event time. A read that comes after the clock has run out still gives its finding. Facts
 * are judged by the revision of the entry that is known when they come: a time that is put right later is asked of the facts by the look-back
 * of that revision, and what was raised by the earlier time stays.
 */
export const missingChild: WindowRule<'missing-child', MissingChildParameters> = {
  kind: 'missing-child',
  window: 'none',
  parse: (definition) => withoutArea(definition, parseNumbers(definition, { clockMs: farMs(CLOCK_DEFAULT_MS) })),
  reachMs: () => 0,
  beforeHoldsMs: () => 0,
  asksFor({ evidence: { occurredAt }, holds, missingSince }, { clockMs }) {
    return holds && missingSince !== null && occurredAt >= missingSince && occurredAt - missingSince < clockMs;
  },
  find: (one, _others, parameters) =>
    missingChild.asksFor(one, parameters) ? [{ attributedTo: one, evidence: [one] }] : [],
};
