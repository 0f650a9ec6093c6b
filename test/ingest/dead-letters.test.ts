import { ingestService } from '@landfall/ingest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bearer, nextTurn, openHost, readTopic } from '../support/world.ts';
import { JSON_TYPE, read, start } from './start-ingest.ts';

describe('dead letters', () => {
  it('are listed newest first, by code, and after a restart', async () => {
    const { send, platform } = await start();
    for (const body of ['{', '{"a":1,"a":2}', '[']) await send({ url: '/v1/reads', body, headers: JSON_TYPE });
    const list = async (query: string) => {
      const { json } = await send({ method: 'GET', url: `/v1/dead-letters${query}`, role: 'admin' });
      return json.deadLetters.map(({ code }: { code: string }) => code);
    };
    expect(await list('')).toEqual(['body-truncated', 'duplicate-key', 'json-invalid']);
    expect(await list('?code=duplicate-key')).toEqual(['duplicate-key']);
    expect(await list('?limit=1')).toEqual(['body-truncated']);
    const second = await openHost(platform, [ingestService(platform)]);
    onTestFinished(() => second.close());
    const answer = await second.app.inject({ method: 'GET', url: '/v1/dead-letters', headers: bearer('admin') });
    expect(answer.json().deadLetters).toHaveLength(3);
  });

  it.each(['xml', ';;;', 'json; charset'])('keep what came with the content type %s, which is none', async (type) => {
    const { send, platform } = await start();
    const { status } = await send({ url: '/v1/reads', body: '{', headers: { 'content-type': type } });
    expect(status).toBe(422);
    expect(await readTopic(platform, 'dead-letters')).toEqual([expect.objectContaining({ code: 'json-invalid' })]);
  });

  it('of the same bad message are one', async () => {
    const { send, platform } = await start();
    const answers = [await send({ url: '/v1/reads', body: '{' }), await send({ url: '/v1/reads', body: '{' })];
    expect(answers[0]?.json.deadLetterId).toBe(answers[1]?.json.deadLetterId);
    expect(await readTopic(platform, 'dead-letters')).toHaveLength(1);
  });

  it('replayed after a fix become facts of their source, and are closed', async () => {
    const { send, platform } = await start();
    const letter = {
      deadLetterId: 'written-by-older',
      at: Date.now(),
      service: 'ingest',
      code: 'field-invalid',
      detail: '',
      sourceId: 'kent-cameras',
      route: '/v1/reads',
      contentType: 'application/json',
      bytes: Buffer.from(JSON.stringify(read('GU62 SJE'))),
      byteLength: 1,
      truncated: false,
      topic: null,
      partition: null,
      offset: null,
      replayOf: null,
      resolution: 'OPEN' as const,
    };
    const value = platform.codec.encode('dead-letters', letter);
    await platform.log.append([{ topic: 'dead-letters', key: letter.deadLetterId, value, timestampMs: Date.now() }]);
    const one = () => send({ method: 'GET', url: '/v1/dead-letters/written-by-older', role: 'admin' });
    while ((await one()).status === 404) await nextTurn();
    const replayed = await send({ url: '/v1/dead-letters/written-by-older/replay', role: 'admin' });
    expect([replayed.status, replayed.json.accepted]).toEqual([200, 1]);
    expect((await one()).json.resolution).toBe('REPLAYED');
    expect((await readTopic(platform, 'anpr.reads'))[0]).toMatchObject({
      sourceId: 'kent-cameras',
      receivedAt: letter.at,
    });
    expect((await readTopic(platform, 'audit'))[0]).toMatchObject({
      actor: 'administrator',
      action: 'dead-letter.replayed',
    });
    expect((await send({ url: '/v1/dead-letters/written-by-older/replay', role: 'admin' })).json.code).toBe(
      'not-replayable',
    );
    const bytes = await send({ method: 'GET', url: '/v1/dead-letters/written-by-older/bytes', role: 'admin' });
    expect(bytes.bytes.equals(letter.bytes)).toBe(true);
  });

  it('replayed in vain say why and stay open', async () => {
    const { send, platform } = await start();
    const { json } = await send({ url: '/v1/reads', body: '{' });
    const replayed = await send({ url: `/v1/dead-letters/${json.deadLetterId}/replay`, role: 'admin' });
    expect([replayed.status, replayed.json.code]).toEqual([422, 'json-invalid']);
    expect((await readTopic(platform, 'dead-letters')).map(({ resolution }) => resolution)).toEqual(['OPEN']);
  });

  it('that are unknown are not found', async () => {
    const { send } = await start();
    expect((await send({ method: 'GET', url: '/v1/dead-letters/none', role: 'admin' })).json.code).toBe(
      'dead-letter-unknown',
    );
  });
});
