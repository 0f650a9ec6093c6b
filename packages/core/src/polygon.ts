import type { Position } from './words.ts';

/** The most points that an area may have, over all its rings: what bounds the cost of one question. */
export const POLYGON_POINTS_MAX = 2000;
/** A longer text is not read at all. */
const TEXT_LENGTH_MAX = 200_000;
/** A triangle whose last point repeats the first. */
const RING_POINTS_MIN = 4;

type Point = readonly [longitudeDeg: number, latitudeDeg: number];
type Ring = readonly Point[];

/** An area on the ground, WGS 84: one outline or several, each with its holes. */
export interface Polygon {
  /** Per outline: the outer ring, then the holes. */
  readonly parts: readonly (readonly Ring[])[];
  readonly box: {
    readonly westDeg: number;
    readonly southDeg: number;
    readonly eastDeg: number;
    readonly northDeg: number;
  };
}

export type ParsedPolygon =
  { readonly ok: true; readonly value: Polygon } | { readonly ok: false; readonly problem: string };

/**
 * The area that a text describes: a GeoJSON Polygon or MultiPolygon (RFC 7946), or a Feature of one. The rings are closed, of at least
 * four points, in degrees, longitude first. Which way round a ring goes does not matter. Whether rings cross themselves is not looked at,
 * and an area over the 180th meridian has to be cut there, as the RFC says.
 */
export function parsePolygon(text: string): ParsedPolygon {
  const parts = partsOf(geometryOf(text));
  if (parts === null) return { ok: false, problem: 'is to be a GeoJSON Polygon or MultiPolygon, or a Feature of one' };
  const problem = problemOf(parts);
  if (problem !== null) return { ok: false, problem };
  const value = (parts as readonly (readonly Ring[])[]).map((rings) =>
    rings.map((ring) => ring.map(([longitudeDeg, latitudeDeg]): Point => [longitudeDeg, latitudeDeg])),
  );
  return { ok: true, value: { parts: value, box: boxOf(value.flat(2)) } };
}

/**
 * Whether a position lies in the area, on the plane of degrees, which is near enough for a county. A point of an outline counts or does
 * not, always the same, and of two areas with one border it lies in exactly one. A position that is no number lies nowhere.
 */
export function contains({ parts, box }: Polygon, { longitudeDeg, latitudeDeg }: Position): boolean {
  const isInBox =
    longitudeDeg >= box.westDeg &&
    longitudeDeg <= box.eastDeg &&
    latitudeDeg >= box.southDeg &&
    latitudeDeg <= box.northDeg;
  return isInBox && parts.some((rings) => isWithin(rings, longitudeDeg, latitudeDeg));
}

/** Even-odd: a ray to the east crosses the rings an odd number of times. */
function isWithin(rings: readonly Ring[], longitudeDeg: number, latitudeDeg: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index += 1) {
      const [a, b] = [ring[index - 1]!, ring[index]!];
      if (a[1] > latitudeDeg === b[1] > latitudeDeg) continue;
      // From the lower end, so that rounding does not depend on which way round the ring goes.
      const [low, high] = a[1] < b[1] ? [a, b] : [b, a];
      const crossingDeg = low[0] + ((high[0] - low[0]) * (latitudeDeg - low[1])) / (high[1] - low[1]);
      if (longitudeDeg < crossingDeg) inside = !inside;
    }
  }
  return inside;
}

function geometryOf(text: string): unknown {
  if (text.length > TEXT_LENGTH_MAX) return null;
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) && json['type'] === 'Feature' ? json['geometry'] : json;
  } catch {
    return null;
  }
}

/** The coordinates of each outline, not yet looked at; null when it is no area. */
function partsOf(geometry: unknown): readonly unknown[] | null {
  if (!isRecord(geometry) || !Array.isArray(geometry['coordinates'])) return null;
  const coordinates: readonly unknown[] = geometry['coordinates'];
  if (geometry['type'] === 'Polygon') return [coordinates];
  return geometry['type'] === 'MultiPolygon' ? coordinates : null;
}

function problemOf(parts: readonly unknown[]): string | null {
  let points = 0;
  for (const rings of parts) {
    if (!Array.isArray(rings) || rings.length === 0) return 'has an outline without rings';
    for (const ring of rings as readonly unknown[]) {
      const problem = ringProblem(ring);
      if (problem !== null) return problem;
      points += (ring as Ring).length;
    }
  }
  if (points === 0) return 'has no outline';
  return points > POLYGON_POINTS_MAX ? `has more than ${POLYGON_POINTS_MAX} points` : null;
}

function ringProblem(ring: unknown): string | null {
  if (!Array.isArray(ring) || ring.length < RING_POINTS_MIN)
    return `has a ring of fewer than ${RING_POINTS_MIN} points`;
  if (!ring.every(isPoint)) return 'has a point that is no longitude and latitude in degrees';
  const [first, last] = [ring[0], ring.at(-1)] as [Point, Point];
  return first[0] === last[0] && first[1] === last[1] ? null : 'has a ring that does not end where it begins';
}

/** A height after the two numbers is allowed, and left out. */
function isPoint(point: unknown): point is Point {
  if (!Array.isArray(point)) return false;
  const [longitudeDeg, latitudeDeg] = point as readonly unknown[];
  return isDegrees(longitudeDeg, 180) && isDegrees(latitudeDeg, 90);
}

function isDegrees(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function boxOf(points: readonly Point[]): Polygon['box'] {
  const box = { westDeg: Infinity, southDeg: Infinity, eastDeg: -Infinity, northDeg: -Infinity };
  for (const [longitudeDeg, latitudeDeg] of points) {
    box.westDeg = Math.min(box.westDeg, longitudeDeg);
    box.southDeg = Math.min(box.southDeg, latitudeDeg);
    box.eastDeg = Math.max(box.eastDeg, longitudeDeg);
    box.northDeg = Math.max(box.northDeg, latitudeDeg);
  }
  return box;
}
