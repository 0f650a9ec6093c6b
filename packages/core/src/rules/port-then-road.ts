import { nearMs, parseNumbers, withoutArea } from './parameters.ts';
import { isInbound } from './port-ends.ts';
import type { Finding, Sighting, WindowRule } from './window-rule.ts';

const WITHIN_DEFAULT_MS = 2 * 3_600_000;

export interface PortThenRoadParameters {
  /** From the arrival to the read, inclusive, milliseconds. Absent: two hours. */
  readonly withinMs: number;
}

/**
 * The rule "a listed vehicle came into the country and was then on the road".
 *
 * It proves that one vehicle of one entry was in an inbound port (a movement towards the United Kingdom that is no check-in or departure
 * on the other side) and was read by a camera at the same time or up to `withinMs` later. The entry holds at the read; when the vehicle
 * arrived it need not have. The hit is attributed to the read, and each pair of movement and read is a finding.
 *
 * Worked example: entry 7 lists GK66ABC, validFrom 12:00, no look-back; withinMs is two hours.
 *
 *     port                road         outcome
 *     11:30 UK_INBOUND    read 12:30   port 11:30, read 12:30: the port may lie before validFrom
 *     11:30 UK_INBOUND    read 13:30   port 11:30, read 13:30: a second finding; two hours are within
 *     11:30 UK_INBOUND    read 13:31   nothing: more than two hours
 *     11:30 UK_INBOUND    read 11:45   nothing: the entry does not hold at the read
 *     12:30 UK_INBOUND    read 12:10   nothing: the road came first
 *     12:30 UK_OUTBOUND   read 12:40   nothing: it left
 *     12:30 CHECKED_IN    read 12:40   nothing: it has not crossed yet
 *
 * Late data: monotone. Whichever of the two facts is stored second sees the other; a movement that comes after the read gives the same
 * finding with the same id as one that came before it.
 */
export const portThenRoad: WindowRule<'port-then-road', PortThenRoadParameters> = {
  kind: 'port-then-road',
  window: 'subject',
  parse: (definition) => withoutArea(definition, parseNumbers(definition, { withinMs: nearMs(WITHIN_DEFAULT_MS) })),
  reachMs: ({ withinMs }) => withinMs,
  beforeHoldsMs: ({ withinMs }) => withinMs,
  asksFor: (sighting) => isArrival(sighting) || isRoad(sighting),
  find(one, others, { withinMs }) {
    const findings: Finding[] = [];
    const consider = (port: Sighting, road: Sighting): void => {
      const laterMs = road.evidence.occurredAt - port.evidence.occurredAt;
      if (laterMs < 0 || laterMs > withinMs) return;
      findings.push({ attributedTo: road, evidence: [port, road] });
    };
    if (isArrival(one)) others.filter(isRoad).forEach((road) => consider(one, road));
    if (isRoad(one)) others.filter(isArrival).forEach((port) => consider(port, one));
    return findings;
  },
};

function isArrival({ evidence }: Sighting): boolean {
  return isInbound(evidence);
}

function isRoad({ evidence, holds }: Sighting): boolean {
  return evidence.kind === 'READ' && holds;
}
