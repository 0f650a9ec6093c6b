import { describe, expect, it } from 'vitest';
import { acceptRead } from './accept.ts';
import { parseCameraSites } from './camera-sites.ts';
import { context, message, onlyRead } from './fixtures/test-context.ts';
import type { SourceContext } from './sources/source.ts';
import { landfallReads } from './sources/landfall-json.ts';

const READ = { plate: 'gu62 sje', capturedAt: '2026-11-23T11:59:58Z', cameraId: 'A' };

function accept(more: object = {}, overrides: Partial<SourceContext> = {}) {
  const read = onlyRead(landfallReads.parse(message(JSON.stringify({ ...READ, ...more })), context()));
  const accepted = acceptRead(read, context(overrides));
  if (!accepted.ok) throw new Error(accepted.code);
  return accepted.event;
}

describe('an accepted read', () => {
  it('keeps the plate as sent beside its mark', () => {
    expect(accept()).toMatchObject({
      rawPlate: 'gu62 sje',
      mark: 'GU62SJE',
      grammar: 'UK_CURRENT',
      clockState: 'PLAUSIBLE',
    });
  });

  it('of a plate that was not read has no mark', () => {
    expect(accept({ plate: 'unknown' })).toMatchObject({ mark: '', grammar: 'REFUSED' });
  });

  it('has the identity of its capture, not of its message', () => {
    const id = accept().readId;
    expect(id).toMatch(/^[\w-]{16}$/);
    expect(accept({ confidence: 0.5 }, { receivedAt: Date.parse('2026-11-23T12:05:00Z') }).readId).toBe(id);
    expect(accept({ capturedAt: '2026-11-23T11:59:59Z' }).readId).not.toBe(id);
    expect(accept({}, { sourceId: 'essex' }).readId).not.toBe(id);
  });

  it('takes position and bearing from the reference data when it has none', () => {
    const parsed = parseCameraSites({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [1.2, 51.1] },
          properties: { cameraId: 'A', bearingDeg: 90 },
        },
      ],
    });
    const cameras = parsed.ok ? parsed.sites : context().cameras;
    expect(accept({}, { cameras })).toMatchObject({
      position: { latitudeDeg: 51.1, longitudeDeg: 1.2 },
      bearingDeg: 90,
    });
    expect(accept({ bearingDeg: 10 }, { cameras }).bearingDeg).toBe(10);
  });

  it('keeps the other readings once each, without the one in the mark', () => {
    const candidates = ['GU62SJE', 'GUG2SJE', 'gug2 sje', 'unknown'].map((plate) => ({ plate }));
    expect(accept({ candidates }).candidates).toEqual([{ rawPlate: 'GUG2SJE', mark: 'GUG2SJE', confidence: null }]);
  });
});
