import { describe, expect, it } from 'vitest';
import { camerasOf, mapReply } from './places.ts';

const feature = {
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [0.853, 51.155] },
  properties: { cameraId: 'm20-9', sourceId: 'kent', name: 'J9 Ashford', road: 'M20', bearingDeg: 300 },
};

function documentOf(...features: readonly unknown[]) {
  return { body: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })) };
}

describe('camerasOf', () => {
  it('reads sites, and names one without a name by its id', () => {
    const bare = { ...feature, properties: { cameraId: 'x' } };
    expect(camerasOf(documentOf(feature, bare))).toEqual([
      {
        id: 'm20-9',
        sourceId: 'kent',
        name: 'J9 Ashford',
        road: 'M20',
        latitudeDeg: 51.155,
        longitudeDeg: 0.853,
        bearingDeg: 300,
      },
      { id: 'x', sourceId: null, name: 'x', road: null, latitudeDeg: 51.155, longitudeDeg: 0.853, bearingDeg: null },
    ]);
  });

  it('leaves out what it cannot read and keeps the rest', () => {
    expect(camerasOf(documentOf(null, { ...feature, geometry: null }, feature))).toHaveLength(1);
    expect(camerasOf({ body: Buffer.from('{') })).toEqual([]);
    expect(camerasOf({ body: Buffer.from('[]') })).toEqual([]);
  });
});

describe('mapReply', () => {
  it('has the land, the roads, the ports of Kent and the licence of the outline', () => {
    const map = mapReply([]);
    expect(map.ports.map((port) => port.name)).toContain('Dover');
    expect(map.roads.map((road) => road.name)).toContain('M20');
    expect(map.land[0]?.[0]?.[0]).toHaveLength(2);
    expect(map.licence).not.toBe('');
    expect(map.land.flat(2).every(([longitudeDeg]) => longitudeDeg >= map.bounds.westDeg)).toBe(true);
  });
});
