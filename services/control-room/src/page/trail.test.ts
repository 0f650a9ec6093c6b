import { describe, expect, it } from 'vitest';
import { testHit } from '../test-hits.ts';
import { placesOf } from './places.ts';
import { trailOf } from './trail.ts';

const site = { id: 'm20-9', name: 'J9 Ashford', road: 'M20', latitudeDeg: 51.1, longitudeDeg: 0.8, bearingDeg: 300 };
const map = { ports: [] };

function viewOf(hitId: string, capturedAt: number) {
  return { hit: testHit({ hitId, capturedAt }), deliveredAt: null, acknowledgedAt: null, acknowledgedBy: null };
}

describe('trailOf', () => {
  it('is oldest first, and has a fact once though two hits rest on it', () => {
    const places = placesOf({ ...map, cameras: [{ ...site, sourceId: 'kent' }] });
    const [late, early] = [viewOf('b', 2000), viewOf('a', 1000)];
    const twin = { ...early, hit: { ...early.hit, hitId: 'c' } };
    const trail = trailOf([late, early, twin], places);
    expect(trail.map((point) => point.at)).toEqual([1000, 2000]);
    expect(trail[0]).toMatchObject({ place: 'M20 J9 Ashford', bearingDeg: 300, position: { latitudeDeg: 51.1 } });
  });

  it("does not place a read at another source's camera of the same id", () => {
    const places = placesOf({ ...map, cameras: [{ ...site, sourceId: 'essex' }] });
    expect(trailOf([viewOf('a', 1000)], places)[0]).toMatchObject({ place: 'm20-9', position: null });
  });
});
