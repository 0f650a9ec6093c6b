import { describe, expect, it } from 'vitest';
import { parseCameraSites } from './camera-sites.ts';

const feature = (cameraId: string, coordinates: readonly number[], more: object = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates },
  properties: { cameraId, ...more },
});
const parse = (...features: readonly object[]) => parseCameraSites({ type: 'FeatureCollection', features });

describe('camera sites', () => {
  it('prefer the site of the source over one without a source', () => {
    const parsed = parse(feature('A', [1, 51]), feature('A', [0.5, 51.2], { sourceId: 'kent', bearingDeg: 90 }));
    expect(parsed.ok && parsed.sites.find('kent', 'A')?.bearingDeg).toBe(90);
    expect(parsed.ok && parsed.sites.find('essex', 'A')?.position).toEqual({ latitudeDeg: 51, longitudeDeg: 1 });
    expect(parsed.ok && parsed.sites.find('kent', 'B')).toBeUndefined();
  });

  it.each([
    ['off the earth', [feature('A', [1, 91])]],
    ['listed twice', [feature('A', [1, 51]), feature('A', [1, 51])]],
    ['without an id', [{ ...feature('A', [1, 51]), properties: {} }]],
  ])('with a camera %s are refused', (_what, features) => {
    expect(parse(...features).ok).toBe(false);
  });
});
