import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, parsePolygon, POLYGON_POINTS_MAX } from './polygon.ts';
import type { Polygon } from './polygon.ts';

type Ring = readonly (readonly number[])[];

const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const polygonText = (...rings: readonly Ring[]): string => JSON.stringify({ type: 'Polygon', coordinates: rings });

function polygon(text: string): Polygon {
  const parsed = parsePolygon(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

const isIn = (area: Polygon, longitudeDeg: number, latitudeDeg: number): boolean =>
  contains(area, { longitudeDeg, latitudeDeg });

/** Vertices of a ring in the order of their angle about a middle, so that it never crosses itself. */
const star = fc
  .tuple(
    fc.record({ longitudeDeg: fc.integer({ min: -5, max: 5 }), latitudeDeg: fc.integer({ min: -5, max: 5 }) }),
    fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 12 }),
  )
  .map(([middle, radii]) => {
    const ring = radii.map((radius, index) => {
      const angle = (2 * Math.PI * index) / radii.length;
      return [
        middle.longitudeDeg + radius * Math.cos(angle) * 0.1,
        middle.latitudeDeg + radius * Math.sin(angle) * 0.1,
      ];
    });
    return { middle, ring, closed: [...ring, ring[0]!] };
  });
const degrees = fc.double({ min: -20, max: 20, noNaN: true });

describe('parsePolygon', () => {
  it.each([
    ['a Polygon', { type: 'Polygon', coordinates: [square(0, 50, 2)] }],
    ['a MultiPolygon', { type: 'MultiPolygon', coordinates: [[square(0, 50, 2)], [square(9, 50, 2)]] }],
    [
      'a Feature of one',
      { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [square(0, 50, 2)] } },
    ],
    ['points with a height', { type: 'Polygon', coordinates: [square(0, 50, 2).map((point) => [...point, 12])] }],
  ])('takes %s', (_what, json) => {
    const area = polygon(JSON.stringify(json));
    expect([isIn(area, 1, 51), isIn(area, 3, 51)]).toEqual([true, false]);
  });

  it.each([
    ['no JSON', '{', /GeoJSON/],
    ['another geometry', '{"type":"Point","coordinates":[0,0]}', /GeoJSON/],
    ['nothing', 'null', /GeoJSON/],
    ['a Feature of nothing', '{"type":"Feature","geometry":null}', /GeoJSON/],
    ['a text that is too long', `${polygonText(square(0, 0, 1))}${' '.repeat(200_000)}`, /GeoJSON/],
    ['no ring', '{"type":"Polygon","coordinates":[]}', /without rings/],
    ['no outline', '{"type":"MultiPolygon","coordinates":[]}', /no outline/],
    ['an outline that is no list', '{"type":"MultiPolygon","coordinates":[7]}', /without rings/],
    ['three points', polygonText(square(0, 0, 1).slice(0, 3)), /fewer than 4/],
    ['an open ring', polygonText(square(0, 0, 1).slice(0, 4)), /end where it begins/],
    ['an open hole', polygonText(square(0, 0, 9), square(1, 1, 1).slice(0, 4)), /end where it begins/],
    ['latitude first', polygonText(square(51, 120, 1)), /longitude and latitude/],
    [
      'texts for numbers',
      '{"type":"Polygon","coordinates":[[["0","0"],[1,0],[1,1],["0","0"]]]}',
      /longitude and latitude/,
    ],
    [
      'too large a number',
      '{"type":"Polygon","coordinates":[[[1e999,0],[1,0],[1,1],[1e999,0]]]}',
      /longitude and latitude/,
    ],
    ['too many points', polygonText(Array.from({ length: POLYGON_POINTS_MAX + 1 }, () => [0, 0])), /more than 2000/],
  ])('refuses %s', (_what, text, problem) => {
    expect(parsePolygon(text)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"type":"Polygon","coordinates":${json}}`),
        ),
        (text) => {
          expect(typeof parsePolygon(text).ok).toBe('boolean');
        },
      ),
    );
  });
});

describe('contains', () => {
  it('leaves out a hole, and takes in what lies within the hole', () => {
    const area = polygon(polygonText(square(0, 0, 9), square(2, 2, 5), square(4, 4, 1)));
    expect([isIn(area, 1, 1), isIn(area, 3, 3), isIn(area, 4.5, 4.5)]).toEqual([true, false, true]);
  });

  it('takes a position of two outlines that overlap for one of the area', () => {
    const area = polygon(JSON.stringify({ type: 'MultiPolygon', coordinates: [[square(0, 0, 4)], [square(2, 2, 4)]] }));
    expect([isIn(area, 3, 3), isIn(area, 1, 1), isIn(area, 5, 5), isIn(area, 5, 1)]).toEqual([true, true, true, false]);
  });

  it('goes by the bounds of a rectangle, west and south inclusive', () => {
    const whole = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(fc.tuple(whole, whole), fc.nat(8), fc.tuple(whole, whole), ([west, south], less, [x, y]) => {
        const size = less + 1;
        const expected = x >= west && x < west + size && y >= south && y < south + size;
        expect(isIn(polygon(polygonText(square(west, south, size))), x, y)).toBe(expected);
      }),
    );
  });

  it('puts every position of two halves into exactly one of them, and of no other into none', () => {
    fc.assert(
      fc.property(star, fc.tuple(degrees, degrees), ({ middle, ring, closed }, [x, y]) => {
        const centre = [middle.longitudeDeg, middle.latitudeDeg];
        const cut = Math.floor(ring.length / 2);
        const one = polygon(polygonText([centre, ...ring.slice(0, cut + 1), centre]));
        const other = polygon(polygonText([centre, ...ring.slice(cut), ring[0]!, centre]));
        const halves = [one, other].filter((half) => isIn(half, x, y)).length;
        expect(halves).toBe(isIn(polygon(polygonText(closed)), x, y) ? 1 : 0);
      }),
    );
  });

  it('does not depend on where a ring begins or which way round it goes', () => {
    fc.assert(
      fc.property(star, fc.nat(12), fc.tuple(degrees, degrees), ({ ring, closed }, start, [x, y]) => {
        const from = start % ring.length;
        const turned = [...ring.slice(from), ...ring.slice(0, from), ring[from]!];
        const answers = [closed, turned, closed.toReversed()].map((one) => isIn(polygon(polygonText(one)), x, y));
        expect(new Set(answers).size).toBe(1);
      }),
    );
  });

  it('finds the middle of a star inside, and no number nowhere', () => {
    fc.assert(
      fc.property(star, ({ middle, closed }) => {
        const area = polygon(polygonText(closed));
        expect(isIn(area, middle.longitudeDeg + 1e-6, middle.latitudeDeg + 1e-6)).toBe(true);
        expect([isIn(area, Number.NaN, 0), isIn(area, 0, Number.NaN)]).toEqual([false, false]);
      }),
    );
  });
});
