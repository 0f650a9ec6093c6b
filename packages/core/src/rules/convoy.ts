import { journeysThrough, pairsWith } from './convoy-pairs.ts';
import { count, nearMs, parseNumbers, withoutArea } from './parameters.ts';
import type { WindowRule } from './window-rule.ts';

const WITHIN_DEFAULT_MS = 120_000;
const JOURNEY_DEFAULT_MS = 2 * 3_600_000;

export interface ConvoyParameters {
  /** Between the two reads of a pair, inclusive, milliseconds. Absent: two minutes. */
  readonly withinMs: number;
  /** Different cameras that read the two together. Absent: one. */
  readonly placesMin: number;
  /** From the first read of a journey to its last, inclusive, milliseconds; of no use with one place. Absent: two hours. */
  readonly journeyMs: number;
}

/**
 * The rule "two vehicles of one organised crime group travel together".
 *
 * With one place, it proves that one camera read two different vehicles of one group, at most `withinMs` apart, each at a time for which
 * its entry holds: a pair. The hit is attributed to the later read, by event time and then by id, and so to the entry of that vehicle;
 * each pair of reads is a finding.
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
 *
 * Once together proves little. Queues, slow lorries and the morning's commuters bring any two vehicles before one camera, and where each
 * such pair was a convoy, those who were told of it stopped believing the rule. With `placesMin` of two or more it therefore proves a
 * journey: pairs of the same two vehicles, the same one first, at as many different cameras, all their reads within `journeyMs`. The hit
 * is attributed to the later read of the last pair, the anchor, and so to an entry of the vehicle that follows; there is at most one for
 * two vehicles in this order, an entry and the anchor's UTC day. The pairs of one journey may rest on several entries of the vehicle in
 * front, but the follower's reads are those of the entry that the hit names. Two cameras of one gantry count as two places: a map of
 * which belong together is not known here.
 *
 * Worked example: placesMin is two, withinMs two minutes, journeyMs two hours.
 *
 *     pair at A20-03           pair at M20-11             outcome
 *     12:00 GK66ABC, KY12XYZ   12:30 GK66ABC, KY12XYZ     all four reads, attributed to KY12XYZ
 *     12:00 GK66ABC, KY12XYZ   12:30 KY12XYZ, GK66ABC     nothing: the other one is in front
 *     12:00 GK66ABC, KY12XYZ   14:01 GK66ABC, KY12XYZ     nothing: more than two hours from first read to last
 *     12:00 and 12:30 GK66ABC, KY12XYZ   none             nothing: twice at one camera is a place where both live or load
 *
 * Late data: monotone. The read that is stored second sees the other, whichever was captured first; the finding names the later capture
 * in both cases, so its id is the same. A late pair also completes journeys whose last pair is known already, under the id of that day.
 * A fact that is listed as two vehicles, by what a recogniser may have confused, is one vehicle on the road and no pair with itself.
 */
export const convoy: WindowRule<'convoy', ConvoyParameters> = {
  kind: 'convoy',
  window: 'group',
  parse: (definition) =>
    withoutArea(
      definition,
      parseNumbers(definition, {
        withinMs: nearMs(WITHIN_DEFAULT_MS),
        placesMin: count(1),
        journeyMs: nearMs(JOURNEY_DEFAULT_MS),
      }),
    ),
  reachMs: ({ withinMs, placesMin, journeyMs }) => (placesMin === 1 ? withinMs : journeyMs),
  beforeHoldsMs: () => 0,
  asksFor: ({ evidence, holds, ocgId }) => evidence.kind === 'READ' && holds && ocgId !== null,
  find(one, others, parameters) {
    if (!convoy.asksFor(one, parameters)) return [];
    const reads = others.filter((other) => other.ocgId === one.ocgId && convoy.asksFor(other, parameters));
    if (parameters.placesMin === 1)
      return pairsWith(one, reads, parameters.withinMs).map((pair) => ({ attributedTo: pair[1], evidence: pair }));
    return journeysThrough(one, reads, parameters);
  },
};
