import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bearer, nextTurn, readTopic } from '../support/world.ts';
import { JSON_TYPE, NDJSON, read, sample, start } from './start-ingest.ts';

describe('messages', () => {
  it('of every source end in the log', async () => {
    const { send, platform } = await start();
    const posts = [
      ['/v1/sources/hikvision', 'hikvision-isapi-anpr.xml', 1],
      ['/v1/sources/axis', 'axis-lpv-camera-event.json', 1],
      ['/v1/sources/frigate', 'frigate-tracked-object-update-lpr.json', 1],
      ['/v1/sources/gvms/arrivals/controlled', 'hmrc-gvms-get-controlled-gmrs-for-arrival.json', 4],
      ['/v1/sources/gvms/departures/controlled', 'hmrc-gvms-get-controlled-gmrs-for-departure.json', 4],
      ['/v1/sources/gvms/departures', 'hmrc-gvms-get-checked-in-gmrs-for-departure.json', 4],
    ] as const;
    for (const [url, name, accepted] of posts) {
      const answer = await send({ url, body: sample(name) });
      expect([answer.status, answer.json.accepted, answer.json.rejected]).toEqual([200, accepted, []]);
    }
    const reads = await readTopic(platform, 'anpr.reads');
    expect(reads.map(({ mark, sourceId }) => [mark, sourceId])).toEqual([
      ['PECT600', 'kent-cameras'],
      ['RLE11684', 'kent-cameras'],
      ['123ABC', 'kent-cameras'],
    ]);
    const movements = await readTopic(platform, 'port.movements');
    expect(movements).toHaveLength(12);
    expect(movements[1]).toMatchObject({
      unaccompanied: true,
      vehicle: null,
      trailers: [{ raw: 'FB283721', mark: 'FB283721' }],
    });
  });

  it('sent again add nothing', async () => {
    const { send, platform } = await start();
    const body = JSON.stringify([read('GU62 SJE'), read('KL58 FEM')]);
    await send({ url: '/v1/reads', body, headers: JSON_TYPE });
    const again = await send({ url: '/v1/reads', body, headers: JSON_TYPE });
    expect(again.json).toMatchObject({ received: 2, accepted: 2, duplicates: 2 });
    expect(await readTopic(platform, 'anpr.reads')).toHaveLength(2);
  });

  it('need the key of a source', async () => {
    const { send } = await start();
    const body = JSON.stringify(read('GU62 SJE'));
    expect((await send({ url: '/v1/reads', body, role: 'operator' })).status).toBe(403);
    expect((await send({ url: '/v1/reads', body, headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await send({ method: 'GET', url: '/v1/dead-letters' })).status).toBe(403);
  });

  it('that are no facts are acknowledged and leave nothing', async () => {
    const { send, platform } = await start();
    const body = '<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>';
    expect((await send({ url: '/v1/sources/hikvision', body })).json).toMatchObject({ accepted: 0, ignored: 1 });
    expect(await readTopic(platform, 'dead-letters')).toEqual([]);
  });

  it('in multipart with images give the read', async () => {
    const { send } = await start();
    const body = Buffer.concat([
      Buffer.from(
        '--b\r\nContent-Disposition: form-data; name="a.xml"; filename="a.xml"\r\nContent-Type: application/xml\r\n\r\n',
      ),
      sample('hikvision-isapi-anpr.xml'),
      Buffer.from(
        '\r\n--b\r\nContent-Disposition: form-data; name="i"; filename="i.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
      ),
      Buffer.alloc(300_000, 7),
      Buffer.from('\r\n--b--\r\n'),
    ]);
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect((await send({ url: '/v1/sources/hikvision', body, headers })).json).toMatchObject({
      accepted: 1,
      rejected: [],
    });
  });
});

describe('a batch with bad lines', () => {
  it('accepts the good ones and keeps each bad one with its bytes', async () => {
    const { send } = await start();
    const bad = '{"plate":"GU62 SJE","plate":"X"}';
    const body = [JSON.stringify(read('GU62 SJE')), bad, JSON.stringify(read('KL58 FEM')), '{"pla'].join('\n');
    const { status, json } = await send({ url: '/v1/reads', body, headers: NDJSON });
    expect([status, json.received, json.accepted]).toEqual([200, 4, 2]);
    expect(json.rejected.map((one: { index: number; code: string }) => [one.index, one.code])).toEqual([
      [1, 'duplicate-key'],
      [3, 'json-invalid'],
    ]);
    const url = `/v1/dead-letters/${json.rejected[0].deadLetterId}/bytes`;
    expect((await send({ method: 'GET', url, role: 'admin' })).bytes.toString()).toBe(bad);
  });
});

describe('a body that cannot be used', () => {
  it.each([
    ['/v1/reads', Buffer.from('{"plate":'), {}, 422, 'json-invalid'],
    ['/v1/reads', Buffer.from([0x7b, 0xff, 0x7d]), {}, 422, 'encoding-invalid'],
    ['/v1/reads', Buffer.alloc(0), {}, 422, 'body-empty'],
    ['/v1/reads', Buffer.from('x'), { 'content-encoding': 'br' }, 415, 'encoding-unsupported'],
    ['/v1/reads', Buffer.from('this is no gzip'), { 'content-encoding': 'gzip' }, 422, 'encoding-invalid'],
    ['/v1/reads', gzipSync(Buffer.alloc(64)).subarray(0, 12), { 'content-encoding': 'gzip' }, 422, 'body-truncated'],
    ['/v1/reads', gzipSync(Buffer.alloc(17 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413, 'body-too-large'],
    ['/v1/reads', Buffer.alloc(17 * 1024 * 1024, 0x20), {}, 413, 'body-too-large'],
    ['/v1/reads', Buffer.from('1\n'.repeat(10_001)), NDJSON, 413, 'batch-too-large'],
    ['/v1/sources/hikvision', Buffer.from('<!DOCTYPE a><a/>'), {}, 422, 'xml-doctype'],
    ['/v1/sources/hikvision', Buffer.from('x'), { 'content-type': 'multipart/form-data' }, 422, 'multipart-invalid'],
  ])('to %s, case %#, is a problem and a dead letter', async (...[url, body, headers, status, code]) => {
    const { send, platform } = await start();
    const answer = await send({ url, body, headers });
    expect([answer.status, answer.json.code, answer.headers['content-type']]).toEqual([
      status,
      code,
      'application/problem+json; charset=utf-8',
    ]);
    const [letter] = await readTopic(platform, 'dead-letters');
    expect(letter).toMatchObject({
      deadLetterId: answer.json.deadLetterId,
      code,
      route: url,
      sourceId: 'kent-cameras',
    });
    expect(letter?.truncated).toBe(letter !== undefined && letter.bytes.length < letter.byteLength);
    expect(letter?.bytes.length).toBeLessThanOrEqual(65_536);
  });

  it('for its size is answered over a real connection', async () => {
    const { host } = await start({ inFlightMaxBytes: 17 * 1024 * 1024 });
    const url = `http://127.0.0.1:${await host.listen()}/v1/reads`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: bearer('source'),
      body: Buffer.alloc(20 * 1024 * 1024),
    });
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'body-too-large', rejectedTotal: 1 }]);
  });

  it('because the connection ended is a dead letter with what came', async () => {
    const { host, platform } = await start();
    const port = await host.listen();
    const socket = connect(port, '127.0.0.1');
    const { authorization } = bearer('source');
    socket.write(
      `POST /v1/reads HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Length: 500\r\n\r\n{"plate":"GU62`,
    );
    socket.end();
    let letters = await readTopic(platform, 'dead-letters');
    while (letters.length === 0) {
      await nextTurn();
      letters = await readTopic(platform, 'dead-letters');
    }
    expect(letters[0]).toMatchObject({ code: 'body-truncated', byteLength: 500, truncated: true });
    expect(Buffer.from(letters[0]?.bytes ?? []).toString()).toBe('{"plate":"GU62');
  });
});
