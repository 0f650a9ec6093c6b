import type { Polygon } from '../polygon.ts';
import { contains } from '../polygon.ts';
import { ukHour } from '../uk-time.ts';
import { count, neededArea, parseNumbers, refused } from './parameters.ts';
import type { WindowRule } from './window-rule.ts';

export interface GeofenceParameters {
  /** That of the definition. */
  readonly area: Polygon;
  /** Hours of the clocks in the United Kingdom, from 0 to 23, inclusive, and to 1 to 24, exclusive; 22 to 6 is overnight. Absent: all day. */
  readonly fromHour: number;
  readonly toHour: number;
}

/**
 * The rule "a listed vehicle is near an address": within an area, at given hours.
 *
 * It proves that one fact of a listed vehicle has a position in the area, at a time for which its entry holds and at which the clocks in
 * the United Kingdom (summer time included) are within the hours. Each such fact is a finding. A fact without a position is never in an
 * area. The position is that of the camera: the area is to take in the cameras around the address, not only the address.
 *
 * Worked example: the area is a part of Margate; fromHour is 22, toHour is 6.
 *
 *     read                                      outcome
 *     5 November 22:00 UTC, in the area         a finding: the start is inclusive
 *     6 November 05:59 UTC, in the area         a finding: the hours go over midnight
 *     6 November 06:00 UTC, in the area         nothing: the end is exclusive
 *     1 July     21:30 UTC, in the area         a finding: it is half past ten on the clocks
 *     5 November 22:00 UTC, elsewhere           nothing
 *     5 November 22:00 UTC, without a position  nothing
 *
 * Late data: each fact is judged alone, by its event time. A late fact gives the finding that it would have given in time.
 */
export const geofence: WindowRule<'geofence', GeofenceParameters> = {
  kind: 'geofence',
  window: 'none',
  parse(definition) {
    const specs = { fromHour: count(0, { min: 0, max: 23 }), toHour: count(24, { max: 24 }) };
    const hours = parseNumbers(definition, specs);
    if (!hours.ok) return hours;
    if (hours.value.fromHour === hours.value.toHour) return refused('fromHour and toHour are to differ');
    const area = neededArea('area', definition.area);
    return area.ok ? { ok: true, value: { ...hours.value, area: area.value } } : area;
  },
  reachMs: () => 0,
  beforeHoldsMs: () => 0,
  asksFor: ({ evidence, holds }, { area, ...hours }) =>
    holds &&
    evidence.position !== null &&
    isWithin(ukHour(evidence.occurredAt), hours) &&
    contains(area, evidence.position),
  find: (one, _others, parameters) =>
    geofence.asksFor(one, parameters) ? [{ attributedTo: one, evidence: [one] }] : [],
};

function isWithin(hour: number, { fromHour, toHour }: Pick<GeofenceParameters, 'fromHour' | 'toHour'>): boolean {
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}
