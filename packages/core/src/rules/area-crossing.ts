import type { Polygon } from '../polygon.ts';
import { contains } from '../polygon.ts';
import { count, farMs, neededArea, parseNumbers } from './parameters.ts';
import { EVIDENCE_MAX, stretchesThrough, utcDay } from './sighting-order.ts';
import type { Finding, Sighting, WindowRule } from './window-rule.ts';

const CROSSINGS_DEFAULT = 3;
const WITHIN_DEFAULT_MS = 7 * 24 * 3_600_000;

export interface AreaCrossingParameters {
  /** The area entered: that of the definition. */
  readonly area: Polygon;
  /** The area come from: a GeoJSON polygon as the text of a parameter. */
  readonly fromArea: Polygon;
  /** Times that it came from the one into the other. Absent: three. */
  readonly crossingsMin: number;
  /** From the first fact to the last, inclusive, milliseconds. Absent: seven days. */
  readonly withinMs: number;
}

type Place = 'from' | 'into';

/**
 * The rule "a listed vehicle keeps coming from one area into another", such as from London into Kent.
 *
 * It proves that the facts of one vehicle of one entry within `withinMs` show it at least `crossingsMin` times first in `fromArea` and
 * then in `area`. What lies in both lies in `area`. A fact without a position, or in neither area, says nothing, and is not kept; the
 * position of a movement is that of the port. What is counted is the longest row of facts that goes from, into, from, into: that is, how
 * often a fact in `area` comes next after one in `fromArea`. Being the longest row there is, it only grows with further facts.
 *
 * The finding is anchored at a fact in the area entered, on whose day the vehicle is there; at most one for a vehicle and UTC day. So a
 * vehicle that has come often enough and stays is told of on each day on which it is seen there, as long as its crossings lie within. To
 * say only the day of the crossing itself could not be monotone: an earlier read may yet come and move it to the day before. The entry
 * holds at each fact: an entry that should tell of the week before has that look-back.
 *
 * Worked example: entry 7 lists GK66ABC; fromArea is London, area is Kent; crossingsMin is 2, withinMs seven days.
 *
 *     reads of GK66ABC, one a day                         outcome
 *     Mon London, Tue Kent, Wed London, Thu Kent          on Thursday, all four
 *     Mon London, Tue Kent, Wed Kent, Thu Kent            nothing: it came once
 *     Mon Kent, Tue London, Wed Kent, Thu London          nothing: it came once, and has left
 *     Mon London, Tue Kent, Wed London, Thu Kent, Fri Kent   on Thursday, and again on Friday, while it is there
 *     Mon London, Tue Kent, Wed Sussex, Thu Kent          nothing: Sussex is neither
 *     Mon London, Tue Kent, Wed London, next Tue Kent     nothing: Monday is more than seven days before
 *
 * Late data: monotone. A read that comes late, in either area, may raise the count of each later read in the area; the id is that of the
 * vehicle's day, whichever reads show it.
 */
export const areaCrossing: WindowRule<'area-crossing', AreaCrossingParameters> = {
  kind: 'area-crossing',
  window: 'history',
  parse(definition) {
    const specs = { crossingsMin: count(CROSSINGS_DEFAULT), withinMs: farMs(WITHIN_DEFAULT_MS) };
    const numbers = parseNumbers(definition, specs, ['fromArea']);
    if (!numbers.ok) return numbers;
    const area = neededArea('area', definition.area);
    if (!area.ok) return area;
    const fromArea = neededArea('fromArea', definition.parameters['fromArea']);
    if (!fromArea.ok) return fromArea;
    return { ok: true, value: { ...numbers.value, area: area.value, fromArea: fromArea.value } };
  },
  reachMs: ({ withinMs }) => withinMs,
  beforeHoldsMs: () => 0,
  asksFor: (sighting, parameters) => placeOf(sighting, parameters) !== null,
  find(one, others, parameters) {
    const places = new Map<Sighting, Place>();
    for (const sighting of [one, ...others]) {
      const place = placeOf(sighting, parameters);
      if (place !== null) places.set(sighting, place);
    }
    if (!places.has(one)) return [];
    const findings: Finding[] = [];
    for (const stretch of stretchesThrough(one, [...places.keys()], parameters.withinMs)) {
      const anchor = stretch.at(-1)!;
      if (places.get(anchor) !== 'into') continue;
      const row = alternating(stretch, places);
      if (row.length / 2 < parameters.crossingsMin) continue;
      const evidence = [...row.slice(0, -1), anchor].slice(-EVIDENCE_MAX);
      findings.push({ attributedTo: anchor, evidence, period: utcDay(anchor) });
    }
    return findings;
  },
};

function placeOf(
  { evidence: { position }, holds }: Sighting,
  { area, fromArea }: AreaCrossingParameters,
): Place | null {
  if (!holds || position === null) return null;
  if (contains(area, position)) return 'into';
  return contains(fromArea, position) ? 'from' : null;
}

/** The longest row from, into, from, into: of each crossing the last fact before it and the first after it. */
function alternating(stretch: readonly Sighting[], places: ReadonlyMap<Sighting, Place>): readonly Sighting[] {
  const row: Sighting[] = [];
  let from: Sighting | null = null;
  for (const sighting of stretch) {
    if (places.get(sighting) === 'from') {
      from = sighting;
    } else if (from !== null) {
      row.push(from, sighting);
      from = null;
    }
  }
  return row;
}
