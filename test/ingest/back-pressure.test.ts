import { LogError } from '@landfall/ports';
import { describe, expect, it } from 'vitest';
import { bearer, readTopic } from '../support/world.ts';
import { bound, JSON_TYPE, NDJSON, read, start } from './start-ingest.ts';

describe('back pressure', () => {
  it('turns a request away before it is parsed, and says when to come again', async () => {
    const { send, platform } = await start({ inFlightMaxBytes: 10 });
    const answer = await send({ url: '/v1/reads', body: JSON.stringify(read('GU62 SJE')), headers: JSON_TYPE });
    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([503, 'overloaded', '1']);
    expect([...(await readTopic(platform, 'anpr.reads')), ...(await readTopic(platform, 'dead-letters'))]).toEqual([]);
  });

  it('answers over a real connection while the body is still coming', async () => {
    const { host } = await start({ inFlightMaxBytes: 100_000 });
    const url = `http://127.0.0.1:${await host.listen()}/v1/reads`;
    const answer = await fetch(url, { method: 'POST', headers: bearer('source'), body: Buffer.alloc(5_000_000) });
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'overloaded' }]);
  });

  it('gives everything back after each request, whatever became of it', async () => {
    const { send } = await start({ inFlightMaxBytes: 2000, inFlightMaxRecords: 3 });
    for (let round = 0; round < 20; round += 1) {
      await send({ url: '/v1/reads', body: '{', headers: JSON_TYPE });
      await send({ url: '/v1/reads', body: 'x'.repeat(3000), headers: JSON_TYPE });
      await send({ url: '/v1/reads', body: '1\n2\n3\n4\n', headers: NDJSON });
    }
    expect((await send({ url: '/v1/reads', body: JSON.stringify(read('GU62 SJE')), headers: JSON_TYPE })).status).toBe(
      200,
    );
  });

  it.each([
    ['log-full', 'log-full', '30'],
    ['log-closed', 'log-unavailable', '5'],
  ] as const)('acknowledges nothing when the log says %s', async (logCode, code, retryAfter) => {
    let broken = true;
    const { send, platform } = await start({}, (log) => ({
      ...bound(log),
      append: (records) => (broken ? Promise.reject(new LogError(logCode, 'no')) : log.append(records)),
    }));
    const body = JSON.stringify(read('GU62 SJE'));
    const answer = await send({ url: '/v1/reads', body, headers: JSON_TYPE });
    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([503, code, retryAfter]);
    broken = false;
    const again = await send({ url: '/v1/reads', body, headers: JSON_TYPE });
    expect(again.json).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await readTopic(platform, 'anpr.reads')).toHaveLength(1);
  });
});
