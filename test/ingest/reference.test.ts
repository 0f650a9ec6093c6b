import { ingestService } from '@landfall/ingest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bearer, openHost, readTopic } from '../support/world.ts';
import { read, sample, start } from './start-ingest.ts';

describe('reference data', () => {
  const CAMERAS = JSON.stringify({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [1.17, 51.1] },
        properties: { cameraId: 'M20-J10-E', bearingDeg: 120 },
      },
    ],
  });

  it('is in force when its answer comes, and again after a restart', async () => {
    const { send, platform } = await start();
    expect((await send({ method: 'PUT', url: '/v1/reference/cameras', body: CAMERAS, role: 'admin' })).json).toEqual({
      documentId: 'cameras',
      size: 1,
    });
    await send({ url: '/v1/reads', body: JSON.stringify(read('GU62 SJE')) });
    const second = await openHost(platform, [ingestService(platform)]);
    onTestFinished(() => second.close());
    await second.app.inject({
      method: 'POST',
      url: '/v1/reads',
      headers: bearer('source'),
      payload: JSON.stringify(read('KL58 FEM')),
    });
    const reads = await readTopic(platform, 'anpr.reads');
    expect(reads.map(({ position, bearingDeg }) => [position?.latitudeDeg, bearingDeg])).toEqual([
      [51.1, 120],
      [51.1, 120],
    ]);
  });

  it('that is unusable leaves the one before in force', async () => {
    const { send, platform } = await start();
    await send({ method: 'PUT', url: '/v1/reference/cameras', body: CAMERAS, role: 'admin' });
    const bad = await send({
      method: 'PUT',
      url: '/v1/reference/cameras',
      body: '{"type":"FeatureCollection","type":"x"}',
      role: 'admin',
    });
    expect([bad.status, bad.json.code]).toEqual([422, 'reference-invalid']);
    await send({ url: '/v1/reads', body: JSON.stringify(read('GU62 SJE')) });
    expect((await readTopic(platform, 'anpr.reads'))[0]?.bearingDeg).toBe(120);
  });

  it('of GVMS resolves the movements that come after it', async () => {
    const { send, platform } = await start();
    const body = sample('hmrc-gvms-get-reference-data.json');
    await send({ method: 'PUT', url: '/v1/reference/gvms', body, role: 'admin' });
    await send({
      url: '/v1/sources/gvms/departures',
      body: sample('hmrc-gvms-get-checked-in-gmrs-for-departure.json'),
    });
    const [first, second] = await readTopic(platform, 'port.movements');
    expect(first).toMatchObject({
      direction: 'UK_OUTBOUND',
      carrier: 'DFDS Seaways',
      expectedArrivalAt: Date.parse('2021-06-05T07:20:00Z'),
    });
    expect(second).toMatchObject({ direction: 'UNKNOWN', routeId: '104', expectedArrivalAt: null });
  });
});
