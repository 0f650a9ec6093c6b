import { compareText } from '../match.ts';
import { nearMs, parseNumbers, withoutArea } from './parameters.ts';
import type { Finding, Sighting, WindowRule } from './window-rule.ts';

const WITHIN_DEFAULT_MS = 120_000;

export interface ConvoyParameters {
  /** Between the two reads, inclusive, milliseconds. Absent: two minutes. */
  readonly withinMs: number;
}

/**
 * The rule "two vehicles of one organised crime group travel together".
 *
 * It proves that one camera read two different vehicles of one group, at most `withinMs` apart, each at a time for which its entry
 * holds. The hit is attributed to the later read, by event time and then by id, and so to the entry of that vehicle; each pair of reads
 * is a finding.
 *
 * Worked example: GK66ABC and KY12XYZ are listed under group 12, AB19CDE under group 40; withinMs is two minutes.
 *
 *     first read              second read               outcome
 *     12:00:00 GK66ABC A20-03  12:01:30 KY12XYZ A20-03   both reads, attributed to KY12XYZ
 *     12:00:00 GK66ABC A20-03  12:02:00 KY12XYZ A20-03   both reads: two minutes are within
 *     12:00:00 GK66ABC A20-03  12:02:01 KY12XYZ A20-03   nothing: too long after
 *     12:00:00 GK66ABC A20-03  12:01:30 KY12XYZ M20-11   nothing: another camera
 *     12:00:00 GK66ABC A20-03  12:01:30 AB19CDE A20-03   nothing: another group
 *     12:00:00 GK66ABC A20-03  12:01:30 GK66ABC A20-03   nothing: the same vehicle
 *     12:00:00 GK66A8C A20-03  the same read             nothing: one vehicle, though it may be GK66ABC or a listed GK66A8C
 *
 * Late data: monotone. The read that is stored second sees the other, whichever was captured first; the finding names the later capture
 * in both cases, so its id is the same.
 */
export const convoy: WindowRule<'convoy', ConvoyParameters> = {
  kind: 'convoy',
  window: 'group',
  parse: (definition) => withoutArea(definition, parseNumbers(definition, { withinMs: nearMs(WITHIN_DEFAULT_MS) })),
  reachMs: ({ withinMs }) => withinMs,
  beforeHoldsMs: () => 0,
  asksFor: ({ evidence, holds, ocgId }) => evidence.kind === 'READ' && holds && ocgId !== null,
  find(one, others, { withinMs }) {
    return others.filter((other) => isTogether(one, other, withinMs)).map((other) => pairOf(one, other));
  },
};

function isTogether(one: Sighting, other: Sighting, withinMs: number): boolean {
  const [a, b] = [one.evidence, other.evidence];
  return (
    convoy.asksFor(one) &&
    convoy.asksFor(other) &&
    one.ocgId === other.ocgId &&
    one.vehicleMark !== other.vehicleMark &&
    // One read that matches two marks of the group, one of them by a forgiven character or a pattern, shows one vehicle.
    a.factId !== b.factId &&
    a.sourceId === b.sourceId &&
    a.cameraId === b.cameraId &&
    Math.abs(a.occurredAt - b.occurredAt) <= withinMs
  );
}

function pairOf(one: Sighting, other: Sighting): Finding {
  const [a, b] = [one.evidence, other.evidence];
  const oneIsLater = a.occurredAt === b.occurredAt ? compareText(a.factId, b.factId) > 0 : a.occurredAt > b.occurredAt;
  return oneIsLater ? { attributedTo: one, evidence: [other, one] } : { attributedTo: other, evidence: [one, other] };
}
