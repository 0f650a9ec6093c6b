import { describe, expect, it } from 'vitest';
import { distanceKm } from './distance.ts';
import { KENT_BOUNDS, KENT_OUTLINE } from './outline.ts';
import { PORTS } from './ports.ts';
import { ROADS } from './roads.ts';
import { TOWNS } from './towns.ts';
import type { LonLat, Position, Road } from './types.ts';

function crossesNorthOf(position: Position, from: LonLat, to: LonLat): boolean {
  if (from[0] > position.longitudeDeg === to[0] > position.longitudeDeg) return false;
  const share = (position.longitudeDeg - from[0]) / (to[0] - from[0]);
  return from[1] + share * (to[1] - from[1]) > position.latitudeDeg;
}

/** Even-odd rule over every ring, so that a hole counts as water. */
function onLand(position: Position): boolean {
  let crossings = 0;
  for (const ring of KENT_OUTLINE.flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const from = ring[i - 1];
      const to = ring[i];
      if (from !== undefined && to !== undefined && crossesNorthOf(position, from, to)) crossings += 1;
    }
  }
  return crossings % 2 === 1;
}

/** Length of the drawn line, kilometres. */
function lengthKm({ vertices }: Road): number {
  return vertices
    .slice(1)
    .reduce((sum, { position }, index) => sum + distanceKm(vertices[index]?.position ?? position, position), 0);
}

describe('KENT_OUTLINE', () => {
  it('holds closed rings inside its bounds', () => {
    for (const ring of KENT_OUTLINE.flat()) {
      expect(ring.length).toBeGreaterThanOrEqual(4);
      expect(ring.at(-1)).toEqual(ring[0]);
      for (const [longitudeDeg, latitudeDeg] of ring) {
        expect(longitudeDeg).toBeGreaterThanOrEqual(KENT_BOUNDS.westDeg);
        expect(longitudeDeg).toBeLessThanOrEqual(KENT_BOUNDS.eastDeg);
        expect(latitudeDeg).toBeGreaterThanOrEqual(KENT_BOUNDS.southDeg);
        expect(latitudeDeg).toBeLessThanOrEqual(KENT_BOUNDS.northDeg);
      }
    }
  });

  it('is land at inland towns and water in the Strait and the estuary', () => {
    for (const name of ['Maidstone', 'Canterbury', 'Ashford', 'Tonbridge', 'Sevenoaks', 'Tenterden']) {
      const town = TOWNS.find((candidate) => candidate.name === name);
      expect([name, town !== undefined && onLand(town.position)]).toEqual([name, true]);
    }
    expect(onLand({ latitudeDeg: 51.04, longitudeDeg: 1.55 })).toBe(false);
    expect(onLand({ latitudeDeg: 51.47, longitudeDeg: 0.85 })).toBe(false);
  });
});

describe('ROADS', () => {
  it('run over land but for the bridges', () => {
    const wet = ROADS.flatMap((road) =>
      road.vertices.filter((vertex) => !onLand(vertex.position)).map((vertex) => `${road.name} ${vertex.junction}`),
    );
    expect(wet.filter((name) => !/Bridge|Crossing|Docks|Harbour/u.test(name))).toEqual([]);
  });

  it('have the length of the real road within a sixth, being straight between junctions', () => {
    const realKm = { M20: 81, M2: 41, M26: 16, A249: 27 };
    for (const [name, km] of Object.entries(realKm)) {
      const road = ROADS.find((candidate) => candidate.name === name);
      if (road === undefined) throw new Error(`${name} is listed`);
      expect(Math.abs(lengthKm(road) - km) / km).toBeLessThan(1 / 6);
    }
  });

  it('lead to the ports that lorries use', () => {
    for (const unlocode of ['GBDVR', 'GBRMG', 'GBSHS', 'GBIOG', 'GBSVI', 'GBNGO']) {
      const port = PORTS.find((candidate) => candidate.unlocode === unlocode);
      if (port === undefined) throw new Error(`${unlocode} is listed`);
      const nearestKm = Math.min(
        ...ROADS.flatMap((road) => road.vertices.map((vertex) => distanceKm(vertex.position, port.position))),
      );
      expect(nearestKm).toBeLessThan(3);
    }
  });
});
