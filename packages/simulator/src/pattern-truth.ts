import type { Position } from '@landfall/geography';
import type { TrueHit } from './truth.ts';

/** A ring of longitude and latitude, degrees, as GeoJSON has it. */
export type Ring = readonly (readonly [longitudeDeg: number, latitudeDeg: number])[];

/** What a rule asks for, in the words of its definition. */
export interface TrueRules {
  readonly portThenRoadMs: number;
  readonly roadThenPortMs: number;
  readonly convoy: { readonly withinMs: number; readonly placesMin: number; readonly journeyMs: number };
  readonly shuttle: { readonly crossingsMin: number; readonly withinMs: number; readonly apartMs: number };
  readonly missingChildMs: number;
  readonly areaCrossing: {
    /** Themes of the entries that the rule is for. */
    readonly themes: readonly string[];
    readonly area: Ring;
    readonly fromArea: Ring;
    readonly crossingsMin: number;
    readonly withinMs: number;
  };
}

/**
 * One hit of a rule over several facts. Rules that name their evidence: `what` is its facts in order; those that say a thing once a day:
 * the vehicle and the day.
 */
export interface TruePattern {
  readonly kind: 'port-then-road' | 'road-then-port' | 'convoy' | 'shuttle' | 'missing-child' | 'area-crossing';
  readonly entryKey: string;
  readonly what: string;
}

interface Fact extends TrueHit {
  readonly atMs: number;
}

/**
 * The hits of rules over several facts, worked out from the true hits by search, without windows and without the matcher. Facts that carry
 * no time of their own take part in none: they are dated by their receipt, which is no part of the simulated day.
 */
export function patternTruth(hits: readonly TrueHit[], rules: TrueRules): readonly TruePattern[] {
  const facts = hits.flatMap((hit): Fact[] => (hit.occurredAtMs === null ? [] : [{ ...hit, atMs: hit.occurredAtMs }]));
  const found = new Map<string, TruePattern>();
  const add = (pattern: TruePattern): void => void found.set(JSON.stringify(pattern), pattern);
  for (const own of Map.groupBy(facts, ({ entryKey, vehicleMark }) => `${entryKey} ${vehicleMark}`).values()) {
    const sorted = own.toSorted((a, b) => a.atMs - b.atMs);
    for (const pattern of [...ports(sorted, rules), ...missing(sorted, rules)]) add(pattern);
    for (const day of shuttleDays(sorted, rules)) add(daily('shuttle', sorted[0]!, day));
    for (const day of crossingDays(sorted, rules)) add(daily('area-crossing', sorted[0]!, day));
  }
  for (const group of Map.groupBy(facts, ({ ocgId }) => ocgId)) {
    if (group[0] !== null) for (const pattern of convoys(group[1], rules)) add(pattern);
  }
  return [...found.values()];
}

export function factText({ cameraId, gmrId, atMs, mark }: Pick<Fact, 'cameraId' | 'gmrId' | 'atMs' | 'mark'>): string {
  return [cameraId ?? gmrId, new Date(atMs).toISOString(), mark].join(' ');
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

function daily(kind: TruePattern['kind'], { entryKey, vehicleMark }: Fact, day: string): TruePattern {
  return { kind, entryKey, what: `${vehicleMark} ${day}` };
}

function* ports(facts: readonly Fact[], rules: TrueRules): Generator<TruePattern> {
  for (const first of facts) {
    for (const second of facts) {
      const laterMs = second.atMs - first.atMs;
      const both = { entryKey: first.entryKey, what: `${factText(first)} & ${factText(second)}` };
      if (laterMs < 0) continue;
      if (first.direction === 'UK_INBOUND' && second.fact === 'read' && laterMs <= rules.portThenRoadMs)
        yield { kind: 'port-then-road', ...both };
      if (first.fact === 'read' && second.direction === 'UK_OUTBOUND' && laterMs <= rules.roadThenPortMs)
        yield { kind: 'road-then-port', ...both };
    }
  }
}

function* missing(facts: readonly Fact[], { missingChildMs }: TrueRules): Generator<TruePattern> {
  for (const fact of facts) {
    const { missingSinceMs, atMs, entryKey } = fact;
    if (missingSinceMs === null || atMs < missingSinceMs || atMs >= missingSinceMs + missingChildMs) continue;
    yield { kind: 'missing-child', entryKey, what: factText(fact) };
  }
}

/** Days on which so many reports, any two of one direction so far apart, lie behind one another. */
function shuttleDays(facts: readonly Fact[], { shuttle }: TrueRules): ReadonlySet<string> {
  const reports = facts.filter(({ fact }) => fact === 'movement');
  const days = new Set<string>();
  for (const last of reports) {
    const before = reports.filter(({ atMs }) => atMs <= last.atMs && atMs >= last.atMs - shuttle.withinMs);
    if (mostApart(before, shuttle.apartMs) >= shuttle.crossingsMin) days.add(dayOf(last.atMs));
  }
  return days;
}

/** Of each direction as many as there can be that are so far apart; from the first on, which gives the same number as from the last. */
function mostApart(reports: readonly Fact[], apartMs: number): number {
  let most = 0;
  for (const direction of ['UK_INBOUND', 'UK_OUTBOUND']) {
    let last = -Infinity;
    for (const { atMs } of reports.filter((report) => report.direction === direction)) {
      if (atMs - last < apartMs) continue;
      most += 1;
      last = atMs;
    }
  }
  return most;
}

function crossingDays(facts: readonly Fact[], { areaCrossing }: TrueRules): ReadonlySet<string> {
  const { themes, area, fromArea, crossingsMin, withinMs } = areaCrossing;
  if (!themes.includes(facts[0]!.theme)) return new Set();
  const placed = facts.flatMap(({ atMs, position }) => {
    const into = position !== null && isInside(area, position);
    return into || (position !== null && isInside(fromArea, position)) ? [{ atMs, into }] : [];
  });
  const days = new Set<string>();
  for (const [index, last] of placed.entries()) {
    if (!last.into) continue;
    const before = placed.slice(0, index + 1).filter(({ atMs }) => atMs >= last.atMs - withinMs);
    const crossings = before.filter(({ into }, at) => into && at > 0 && !before[at - 1]!.into).length;
    if (crossings >= crossingsMin) days.add(dayOf(last.atMs));
  }
  return days;
}

function* convoys(facts: readonly Fact[], { convoy }: TrueRules): Generator<TruePattern> {
  const reads = facts.filter(({ fact }) => fact === 'read');
  const pairs = reads.flatMap((second) =>
    reads
      .filter((first) => first.vehicleMark !== second.vehicleMark && first.cameraId === second.cameraId)
      .filter((first) => first.atMs < second.atMs && second.atMs - first.atMs <= convoy.withinMs)
      .map((first) => ({ first, second })),
  );
  for (const { first, second } of pairs) {
    const journey = pairs.filter(
      (pair) =>
        pair.first.vehicleMark === first.vehicleMark &&
        pair.second.vehicleMark === second.vehicleMark &&
        pair.second.entryKey === second.entryKey &&
        pair.second.atMs <= second.atMs &&
        pair.first.atMs >= second.atMs - convoy.journeyMs,
    );
    if (new Set(journey.map((pair) => pair.first.cameraId)).size < convoy.placesMin) continue;
    const what = `${second.vehicleMark} ${first.vehicleMark}/${second.vehicleMark}/${dayOf(second.atMs)}`;
    yield { kind: 'convoy', entryKey: second.entryKey, what };
  }
}

/** By the number of sides that a ray to the east crosses. */
function isInside(ring: Ring, { longitudeDeg, latitudeDeg }: Position): boolean {
  let inside = false;
  for (let at = 1; at < ring.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [ring[at - 1]!, ring[at]!];
    if (y1 > latitudeDeg === y2 > latitudeDeg) continue;
    if (longitudeDeg < x1 + ((x2 - x1) * (latitudeDeg - y1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}
