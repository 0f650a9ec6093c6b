import { nearMs, parseNumbers, withoutArea } from './parameters.ts';
import { isOutbound } from './port-ends.ts';
import type { Finding, Sighting, WindowRule } from './window-rule.ts';

const WITHIN_DEFAULT_MS = 2 * 3_600_000;

export interface RoadThenPortParameters {
  /** From the read to the movement, inclusive, milliseconds. Absent: two hours. */
  readonly withinMs: number;
}

/**
 * The rule "a listed vehicle was on the road and is now leaving the country".
 *
 * It proves that one vehicle of one entry was read by a camera and, at the same time or up to `withinMs` later, was in an outbound port: checked in,
 * under control, departed, or there without the source saying how. A check-in counts, since it is the last moment at which the vehicle can
 * be stopped. An arrival on the other side does not: it comes hours later on a long route, and nothing can be done any more. The entry
 * holds at the movement; when the vehicle was read it need not have. The hit is attributed to the movement, and each pair of read and
 * movement is a finding.
 *
 * Worked example: entry 7 lists GK66ABC, validFrom 12:00, no look-back; withinMs is two hours.
 *
 *     road         port                            outcome
 *     read 11:30   12:30 UK_OUTBOUND CHECKED_IN    read 11:30, port 12:30: the read may lie before validFrom
 *     read 11:30   13:30 UK_OUTBOUND DEPARTED      read 11:30, port 13:30: a second finding; two hours are within
 *     read 11:30   13:31 UK_OUTBOUND DEPARTED      nothing: more than two hours
 *     read 11:30   11:45 UK_OUTBOUND CHECKED_IN    nothing: the entry does not hold at the movement
 *     read 12:40   12:30 UK_OUTBOUND CHECKED_IN    nothing: the port came first
 *     read 12:10   12:30 UK_INBOUND  ARRIVED       nothing: it came in
 *     read 12:10   13:50 UK_OUTBOUND ARRIVED       nothing: it is on the other side
 *
 * Late data: monotone. Whichever of the two facts is stored second sees the other; a read that comes after the movement gives the same
 * finding with the same id as one that came before it.
 */
export const roadThenPort: WindowRule<'road-then-port', RoadThenPortParameters> = {
  kind: 'road-then-port',
  window: 'subject',
  parse: (definition) => withoutArea(definition, parseNumbers(definition, { withinMs: nearMs(WITHIN_DEFAULT_MS) })),
  reachMs: ({ withinMs }) => withinMs,
  beforeHoldsMs: ({ withinMs }) => withinMs,
  asksFor: (sighting) => isRoad(sighting) || isLeaving(sighting),
  find(one, others, { withinMs }) {
    const findings: Finding[] = [];
    const consider = (road: Sighting, port: Sighting): void => {
      const laterMs = port.evidence.occurredAt - road.evidence.occurredAt;
      if (laterMs < 0 || laterMs > withinMs) return;
      findings.push({ attributedTo: port, evidence: [road, port] });
    };
    if (isRoad(one)) others.filter(isLeaving).forEach((port) => consider(one, port));
    if (isLeaving(one)) others.filter(isRoad).forEach((road) => consider(road, one));
    return findings;
  },
};

function isRoad({ evidence }: Sighting): boolean {
  return evidence.kind === 'READ';
}

function isLeaving({ evidence, holds }: Sighting): boolean {
  return isOutbound(evidence) && holds;
}
