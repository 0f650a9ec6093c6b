import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, readTopic } from '../support/world.ts';
import type { Desk } from './desk.ts';
import { anEntryBody, openDesk, SECOND } from './desk.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
});

async function create(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { status, body } = await desk.ask('POST', '/v1/watchlist/entries', { body: anEntryBody(fields) });
  expect(status).toBe(201);
  return `/v1/watchlist/entries/${String(body['entryId'])}`;
}

function amendment(revision: number, fields: Readonly<Record<string, unknown>> = {}) {
  const { list: _list, ...content } = anEntryBody(fields);
  return { ...content, revision };
}

describe('the API of entries', () => {
  it('makes an entry that raises hits, says what its priority means, and writes an audit event with it', async () => {
    const url = await create({ identifiers: [{ raw: 'AB12 CDE' }, { kind: 'TRAILER', raw: 'C123456' }] });
    const { body } = await desk.ask('GET', url);
    expect(body).toMatchObject({ state: 'ACTIVE', raisesHits: true, theme: 'GANGS_AND_COUNTY_LINES', revision: 1 });
    expect(body['priorityMeaning']).toContain('unit is free');
    const [entry] = await readTopic(desk.platform, 'watchlist.entries');
    expect(entry!.identifiers.map(({ kind, mark }) => `${kind} ${mark}`)).toEqual(['VRM AB12CDE', 'TRAILER C123456']);
    const [audit] = await readTopic(desk.platform, 'audit');
    expect(audit).toMatchObject({ action: 'entry.created', actor: 'first-analyst', subject: entry!.entryId });
    expect(JSON.stringify(audit)).not.toContain('AB12');
  });

  it('lets a HIGH entry raise hits only after somebody else approved it', async () => {
    const url = await create({ priority: 'HIGH', risk: 'LOW' });
    const waiting = await desk.ask('GET', url);
    expect(waiting.body).toMatchObject({
      state: 'AWAITING_APPROVAL',
      raisesHits: false,
      approvalReasons: ['high-priority', 'risk-priority-mismatch'],
    });
    expect(waiting.body['nextStep']).toContain('/approve');
    const own = await desk.ask('POST', `${url}/approve`, { body: { revision: 1 } });
    expect(own).toMatchObject({ status: 403, body: { code: 'approver-is-maker' } });
    const approved = await desk.ask('POST', `${url}/approve`, { body: { revision: 1 }, as: SECOND });
    expect(approved).toMatchObject({ status: 200, body: { state: 'ACTIVE', raisesHits: true } });
    const again = await desk.ask('POST', `${url}/approve`, { body: { revision: 1 }, as: SECOND });
    expect(again).toMatchObject({ status: 409, body: { code: 'not-awaiting-approval' } });
  });

  it('gives an admin no way past the second approver', async () => {
    const admin = bearer('admin');
    const made = await desk.ask('POST', '/v1/watchlist/entries', {
      body: anEntryBody({ priority: 'HIGH' }),
      as: admin,
    });
    const url = `/v1/watchlist/entries/${String(made.body['entryId'])}/approve`;
    const own = await desk.ask('POST', url, { body: { revision: 1 }, as: admin });
    expect(own).toMatchObject({ status: 403, body: { code: 'approver-is-maker' } });
  });

  it('keeps the approved revision under the key of its entry while an amendment waits under another', async () => {
    const url = await create({ priority: 'HIGH', risk: 'HIGH' });
    await desk.ask('POST', `${url}/approve`, { body: { revision: 1 }, as: SECOND });
    const put = await desk.ask('PUT', url, {
      body: amendment(2, { priority: 'HIGH', risk: 'HIGH', action: 'Follow' }),
    });
    expect(put.body).toMatchObject({ revision: 3, state: 'AWAITING_APPROVAL', raisesHits: true, inForceRevision: 2 });
    const keys: string[] = [];
    for await (const batch of desk.platform.log.scan({ topic: 'watchlist.entries', batchMax: 100 })) {
      keys.push(...batch.records.map(({ key }) => key.replace(/^[^/]+/, 'ID')));
    }
    expect(new Set(keys)).toEqual(new Set(['ID', 'ID/pending']));
    expect(
      (await readTopic(desk.platform, 'watchlist.entries')).some(
        ({ state, revision }) => state === 'ACTIVE' && revision === 2,
      ),
    ).toBe(true);
  });

  it('amends only the revision that was read', async () => {
    const url = await create();
    const first = await desk.ask('PUT', url, { body: amendment(1, { make: 'FORD' }) });
    expect(first).toMatchObject({ status: 200, body: { revision: 2, make: 'FORD' } });
    const late = await desk.ask('PUT', url, { body: amendment(1, { make: 'OPEL' }) });
    expect(late).toMatchObject({ status: 409, body: { code: 'revision-conflict', revision: 2 } });
    const same = await desk.ask('PUT', url, { body: amendment(2, { make: 'FORD' }) });
    expect(same).toMatchObject({ status: 200, body: { revision: 2 } });
  });

  it('lets one of several amendments of one revision through', async () => {
    const url = await create();
    const answers = await Promise.all(
      ['FORD', 'OPEL', 'SEAT'].map((make) => desk.ask('PUT', url, { body: amendment(1, { make }) })),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 409, 409]);
  });

  it('refuses an entry that the list has, and takes it on another list', async () => {
    await create();
    const again = await desk.ask('POST', '/v1/watchlist/entries', { body: anEntryBody({ contact: 'DS Sand' }) });
    expect(again).toMatchObject({ status: 409, body: { code: 'entry-exists', revision: 1 } });
    await create({ list: 'essex' });
    await create({ reason: 'Another matter' });
  });

  it('withdraws with a reason, which the audit keeps', async () => {
    const url = await create();
    expect(await desk.ask('POST', `${url}/withdraw`, { body: {} })).toMatchObject({ status: 400 });
    const done = await desk.ask('POST', `${url}/withdraw`, { body: { reason: 'Vehicle recovered' } });
    expect(done.body).toMatchObject({ state: 'WITHDRAWN', raisesHits: false, revision: 2 });
    expect(await desk.ask('POST', `${url}/withdraw`, { body: { reason: 'x' } })).toMatchObject({ status: 409 });
    const audit = await readTopic(desk.platform, 'audit');
    expect(audit.at(-1)).toMatchObject({ action: 'entry.withdrawn', reason: 'Vehicle recovered' });
  });

  it.each<[string, unknown, string]>([
    ['no body', '', 'body-invalid'],
    ['a truncated body', '{"list":"kent"', 'body-invalid'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'body-invalid'],
    ['an array', [], 'body-invalid'],
    ['a misspelt field', anEntryBody({ riks: 'HIGH' }), 'body-invalid'],
    ['no contact', anEntryBody({ contact: ' ' }), 'body-invalid'],
    ['no identifier', anEntryBody({ identifiers: [] }), 'body-invalid'],
    ['a word for a mark', anEntryBody({ identifiers: [{ raw: 'TRUCK' }] }), 'mark-refused'],
    ['a partial mark that is too broad', anEntryBody({ identifiers: [{ raw: 'A*' }] }), 'pattern-too-broad'],
    ['an unknown theme', anEntryBody({ theme: 'parking' }), 'theme-unknown'],
    ['an unknown risk', anEntryBody({ risk: 'severe' }), 'risk-unknown'],
    ['a weed date in the past', anEntryBody({ weedDate: '2020-01-01' }), 'weed-date-past'],
    ['a weed date far on', anEntryBody({ weedDate: '2100-01-01' }), 'weed-date-too-far'],
    ['a start without a zone', anEntryBody({ validFrom: '2026-01-01T00:00' }), 'body-invalid'],
    ['an end before its start', anEntryBody({ validFrom: '2026-02-01', validTo: '2026-01-01' }), 'valid-from-invalid'],
    ['a look-back of a year', anEntryBody({ lookBackHours: 8760 }), 'look-back-invalid'],
    [
      'a field of the object prototype',
      JSON.stringify(anEntryBody()).replace('{', '{"__proto__":{"a":1},'),
      'body-invalid',
    ],
  ])('refuses %s with a code', async (_what, body, code) => {
    const answer = await desk.ask('POST', '/v1/watchlist/entries', { body });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('refuses bodies over its bound, keys of other roles, and entries that it does not have', async () => {
    const large = await desk.ask('POST', '/v1/watchlist/entries', { body: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
    for (const role of ['source', 'operator'] as const) {
      expect(await desk.ask('GET', '/v1/watchlist/entries', { as: bearer(role) })).toMatchObject({ status: 403 });
    }
    expect(await desk.ask('GET', '/v1/watchlist/entries', { as: { authorization: 'Bearer x' } })).toMatchObject({
      status: 401,
    });
    expect(await desk.ask('GET', '/v1/watchlist/entries/none')).toMatchObject({ status: 404 });
  });

  it('lists entries by state, list, theme and text, a page at a time', async () => {
    const marks = ['AA11 AAA', 'BB22 BBB', 'CC33 CCC', 'DD44 DDD', 'EE55 EEE'];
    for (const raw of marks) await create({ identifiers: [{ raw }], theme: raw < 'C' ? 'gangs' : 'shoplifting' });
    const seen: unknown[] = [];
    let query = 'limit=2';
    while (query !== '') {
      const { body } = await desk.ask('GET', `/v1/watchlist/entries?${query}`);
      seen.push(...(body['entries'] as unknown[]));
      query = typeof body['nextCursor'] === 'string' ? `limit=2&cursor=${body['nextCursor']}` : '';
    }
    expect(seen).toHaveLength(marks.length);
    const counted = async (filter: string) =>
      ((await desk.ask('GET', `/v1/watchlist/entries?${filter}`)).body['entries'] as unknown[]).length;
    expect(await counted('theme=shoplifting')).toBe(3);
    expect(await counted('q=bb22')).toBe(1);
    expect(await counted('q=marsh&list=kent&state=ACTIVE')).toBe(5);
    expect(await counted('state=WEEDED')).toBe(0);
    expect(await desk.ask('GET', '/v1/watchlist/entries?limit=0')).toMatchObject({ status: 400 });
    expect(await desk.ask('GET', '/v1/watchlist/entries?cursor=x')).toMatchObject({ body: { code: 'cursor-invalid' } });
  });
});

describe('the registry of groups', () => {
  const body = { name: 'Operation Samphire', ownerForce: 'Kent Police', harmScore: 80, strands: ['PURSUE'] };

  it('keeps groups by revision, highest harm first', async () => {
    expect(await desk.ask('PUT', '/v1/ocgs/OCG-1', { body })).toMatchObject({ status: 201, body: { revision: 1 } });
    await desk.ask('PUT', '/v1/ocgs/OCG-2', { body: { ...body, harmScore: 95 } });
    expect(await desk.ask('PUT', '/v1/ocgs/OCG-1', { body })).toMatchObject({ status: 200, body: { revision: 1 } });
    const blind = await desk.ask('PUT', '/v1/ocgs/OCG-1', { body: { ...body, harmScore: 20 } });
    expect(blind).toMatchObject({ status: 409, body: { code: 'revision-conflict' } });
    const read = await desk.ask('PUT', '/v1/ocgs/OCG-1', { body: { ...body, harmScore: 20, revision: 1 } });
    expect(read).toMatchObject({ status: 200, body: { revision: 2, harmScore: 20 } });
    const { body: list } = await desk.ask('GET', '/v1/ocgs');
    expect(list['ocgs']).toMatchObject([{ ocgId: 'OCG-2' }, { ocgId: 'OCG-1' }]);
    expect(await desk.ask('GET', '/v1/ocgs/OCG-3')).toMatchObject({ status: 404, body: { code: 'ocg-unknown' } });
  });

  it.each([{ harmScore: 101 }, { harmScore: Number.NaN }, { strands: ['PUNISH'] }, { name: '' }])(
    'refuses %j',
    async (fields) => {
      const answer = await desk.ask('PUT', '/v1/ocgs/OCG-1', { body: { ...body, ...fields } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'body-invalid' } });
    },
  );
});
