import { count, farMs, nearMs, parseNumbers, withoutArea } from './parameters.ts';
import { isInbound, isOutbound } from './port-ends.ts';
import { EVIDENCE_MAX, stretchesThrough, utcDay } from './sighting-order.ts';
import type { Finding, Sighting, WindowRule } from './window-rule.ts';

const CROSSINGS_DEFAULT = 3;
const WITHIN_DEFAULT_MS = 7 * 24 * 3_600_000;
const APART_DEFAULT_MS = 3 * 3_600_000;

export interface ShuttleParameters {
  /** Crossings from which it is a shuttle. Absent: three; at least two. */
  readonly crossingsMin: number;
  /** From the first crossing to the last, inclusive, milliseconds. Absent: seven days. */
  readonly withinMs: number;
  /** Two reports of one direction that are nearer to each other are taken for one crossing, milliseconds. Absent: three hours. */
  readonly apartMs: number;
}

/**
 * The rule "a listed vehicle goes to and fro across the border".
 *
 * It proves that one vehicle of one entry crossed at least `crossingsMin` times within `withinMs`, in or out. One crossing is often
 * reported several times: so only what is said of it at the end in the United Kingdom counts (the table of `port-ends.ts`), and what is
 * counted is the largest number of reports of which any two of one direction are at least `apartMs` apart. To walk back from the anchor,
 * taking of each direction whatever is far enough from the one taken before, gives that number; and since it is a maximum over all
 * choices, a further report can only raise it. To start a new crossing at each gap between reports would not be so: a report in the middle
 * of two would join them, and take a finding back.
 *
 * The entry holds at each crossing. An analyst who wants to know of the week before gives the entry that look-back: the rule does not
 * widen it, since that would have each new entry search a week of the log. There is at most one finding for a vehicle and UTC day, that of
 * its last crossing.
 *
 * Worked example: entry 7 lists GK66ABC; crossingsMin is 3, withinMs seven days, apartMs three hours.
 *
 *     movements                                                     outcome
 *     Mon 10:00 in ARRIVED, Wed 10:00 out DEPARTED, Fri 10:00 in    on Friday, all three
 *     Mon 10:00 in ARRIVED, Mon 11:00 in CONTROLLED, Wed 10:00 out  nothing: the first two are one crossing
 *     Mon 10:00 in ARRIVED, Mon 13:00 in CONTROLLED, Wed 10:00 out  on Wednesday: three hours are apart
 *     Mon 10:00 in ARRIVED, Mon 10:30 out, Wed 10:00 in             on Wednesday: there and back at once is two crossings
 *     Mon 10:00 in ARRIVED, Wed 10:00 in CHECKED_IN, Fri 10:00 in   nothing: Wednesday's is on the other side
 *     Mon 10:00 in ARRIVED, Wed 10:00 out, next Mon 10:01 in        nothing: more than seven days
 *
 * Late data: monotone. A crossing that comes late also completes what later ones are the anchor of. Whichever report of a crossing shows
 * it, and whichever crossing of a day is the third, the hit has one id.
 */
export const shuttle: WindowRule<'shuttle', ShuttleParameters> = {
  kind: 'shuttle',
  window: 'history',
  parse: (definition) =>
    withoutArea(
      definition,
      parseNumbers(definition, {
        crossingsMin: count(CROSSINGS_DEFAULT, { min: 2 }),
        withinMs: farMs(WITHIN_DEFAULT_MS),
        apartMs: nearMs(APART_DEFAULT_MS),
      }),
    ),
  reachMs: ({ withinMs }) => withinMs,
  beforeHoldsMs: () => 0,
  asksFor: isCrossing,
  find(one, others, { crossingsMin, withinMs, apartMs }) {
    if (!isCrossing(one)) return [];
    const findings: Finding[] = [];
    for (const stretch of stretchesThrough(one, [one, ...others.filter(isCrossing)], withinMs)) {
      const crossings = crossingsOf(stretch, apartMs);
      if (crossings.length < crossingsMin) continue;
      const anchor = stretch.at(-1)!;
      findings.push({ attributedTo: anchor, evidence: crossings.slice(-EVIDENCE_MAX), period: utcDay(anchor) });
    }
    return findings;
  },
};

function isCrossing({ evidence, holds }: Sighting): boolean {
  return holds && (isInbound(evidence) || isOutbound(evidence));
}

/** As many as there can be, oldest first; the last report of the stretch is the last of them. */
function crossingsOf(stretch: readonly Sighting[], apartMs: number): readonly Sighting[] {
  const crossings: Sighting[] = [];
  const taken = { in: Infinity, out: Infinity };
  for (const sighting of stretch.toReversed()) {
    const direction = isInbound(sighting.evidence) ? 'in' : 'out';
    if (taken[direction] - sighting.evidence.occurredAt < apartMs) continue;
    taken[direction] = sighting.evidence.occurredAt;
    crossings.push(sighting);
  }
  return crossings.toReversed();
}
