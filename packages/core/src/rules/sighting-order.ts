import { compareText } from '../match.ts';
import type { Sighting } from './window-rule.ts';

/** The most facts that a finding of a rule that counts shows, the newest: a hit is a message of bounded size. */
export const EVIDENCE_MAX = 200;

/** The order in which facts happened: by event time, then by id. Of two facts one is always the later, the same on every machine. */
export function compareSightings(a: Sighting, b: Sighting): number {
  return a.evidence.occurredAt - b.evidence.occurredAt || compareText(a.evidence.factId, b.evidence.factId);
}

/** The UTC day on which a fact happened, such as 2026-11-05: the period for which a rule that counts says a thing once. */
export function utcDay({ evidence }: Sighting): string {
  return new Date(evidence.occurredAt).toISOString().slice(0, 10);
}

/**
 * Every stretch of facts that `one` can complete: for each fact from `one` on, the anchor, the facts from `withinMs` before it up to the
 * anchor itself, in order. A rule that counts looks at each, since a late fact may complete what a later one is the anchor of.
 *
 * Worked example: withinMs is 60 minutes; `one` is 10:30.
 *
 *     facts                     stretches, the anchor last
 *     10:00 10:30 11:00 11:45   10:00 10:30
 *                               10:00 10:30 11:00
 *                               11:45 has none: 10:30 is more than an hour before it
 */
export function* stretchesThrough(
  one: Sighting,
  facts: readonly Sighting[],
  withinMs: number,
): Generator<readonly Sighting[], void, undefined> {
  const atMs = one.evidence.occurredAt;
  const sorted = facts.toSorted(compareSightings);
  let from = 0;
  for (const [index, anchor] of sorted.entries()) {
    const anchorMs = anchor.evidence.occurredAt;
    if (compareSightings(anchor, one) < 0) continue;
    if (anchorMs - atMs > withinMs) return;
    while (anchorMs - sorted[from]!.evidence.occurredAt > withinMs) from += 1;
    yield sorted.slice(from, index + 1);
  }
}
