import type { MapBounds } from '../wire.ts';

type Point = readonly [longitudeDeg: number, latitudeDeg: number];

/**
 * The parts of closed rings that are coast: those along the edge of the clipping rectangle are left out, because the land goes on
 * beyond it.
 */
export function coastLines(rings: readonly (readonly Point[])[], bounds: MapBounds): readonly (readonly Point[])[] {
  return rings.flatMap((ring) => coastOfRing(ring, bounds));
}

function coastOfRing(ring: readonly Point[], bounds: MapBounds): readonly (readonly Point[])[] {
  const lines: Point[][] = [];
  let line: Point[] = [];
  for (const [index, to] of ring.entries()) {
    const from = ring[index - 1];
    if (from === undefined) continue;
    if (isAlongEdge(from, to, bounds)) line = [];
    else if (line.length > 0) line.push(to);
    else {
      line = [from, to];
      lines.push(line);
    }
  }
  return lines;
}

function isAlongEdge(from: Point, to: Point, { westDeg, southDeg, eastDeg, northDeg }: MapBounds): boolean {
  const along = (axis: 0 | 1, edgeDeg: number): boolean => from[axis] === edgeDeg && to[axis] === edgeDeg;
  return along(0, westDeg) || along(0, eastDeg) || along(1, southDeg) || along(1, northDeg);
}
