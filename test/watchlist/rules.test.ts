import { virtualClock } from '@landfall/adapter-embedded';
import type { AuditEvent } from '@landfall/core';
import { publish } from '@landfall/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../e2e/support/temp-folder.ts';
import { aRule, HOUR_MS, MINUTE_MS, T0 } from '../support/events.ts';
import { bearer, readTopic } from '../support/world.ts';
import type { Desk } from './desk.ts';
import { openDesk } from './desk.ts';

const URL = '/v1/rules/van-convoy';
const BODY = { kind: 'convoy', parameters: { withinMs: 60_000 }, themes: ['county lines'], severity: 'HIGH' };

const at = (ms: number): string => new Date(ms).toISOString();

describe('the API of rules', () => {
  let desk: Desk;
  let clock: ReturnType<typeof virtualClock>;

  beforeEach(async () => {
    clock = virtualClock(T0);
    desk = await openDesk({ clock, config: { defaultRules: false } });
  });
  afterEach(() => desk.close());

  const put = (body: object, as = bearer('analyst')) => desk.ask('PUT', URL, { body, as });
  const actions = async (): Promise<readonly Pick<AuditEvent, 'action' | 'subject'>[]> =>
    (await readTopic(desk.platform, 'audit')).map(({ action, subject }) => ({ action, subject }));

  it('makes a rule that judges from a minute ahead, and shows it', async () => {
    expect(await put(BODY)).toMatchObject({ status: 201, body: { outcome: 'created', version: 1 } });
    const { body } = await desk.ask('GET', URL);
    expect(body).toEqual({
      ruleId: 'van-convoy',
      version: 1,
      versions: [
        {
          version: 1,
          kind: 'convoy',
          parameters: { withinMs: '60000' },
          themes: ['GANGS_AND_COUNTY_LINES'],
          area: null,
          severity: 'HIGH',
          effectiveFrom: at(T0 + MINUTE_MS),
          enabled: true,
          updatedBy: 'first-analyst',
          judges: { from: at(T0 + MINUTE_MS), until: null },
          unusable: null,
        },
      ],
    });
    expect(await desk.ask('GET', '/v1/rules')).toMatchObject({ body: { rules: [body] } });
    expect(await readTopic(desk.platform, 'rules')).toMatchObject([{ ruleId: 'van-convoy', version: 1 }]);
    expect(await actions()).toEqual([{ action: 'rule.created', subject: 'van-convoy' }]);
  });

  it('keeps every version, and says which event times each judges', async () => {
    await put(BODY);
    const next = { ...BODY, version: 1, severity: 'LOW', effectiveFrom: at(T0 + HOUR_MS) };
    expect(await put(next)).toMatchObject({ status: 200, body: { outcome: 'amended', version: 2 } });
    const off = { ...next, version: 2, enabled: false, effectiveFrom: at(T0 + 2 * HOUR_MS) };
    expect(await put(off)).toMatchObject({ status: 200, body: { outcome: 'disabled', version: 3 } });
    expect((await desk.ask('GET', URL)).body['versions']).toMatchObject([
      { version: 3, enabled: false, judges: null, unusable: null },
      { version: 2, severity: 'LOW', judges: { from: at(T0 + HOUR_MS), until: at(T0 + 2 * HOUR_MS) } },
      { version: 1, severity: 'HIGH', judges: { from: at(T0 + MINUTE_MS), until: at(T0 + HOUR_MS) } },
    ]);
    expect((await actions()).map(({ action }) => action)).toEqual(['rule.created', 'rule.amended', 'rule.disabled']);
  });

  it('changes nothing when it is told the same again, then or later', async () => {
    await put(BODY);
    await clock.advance(HOUR_MS);
    for (const version of [0, 1]) {
      expect(await put({ ...BODY, version })).toMatchObject({
        status: 200,
        body: { outcome: 'unchanged', version: 1 },
      });
    }
    expect(await readTopic(desk.platform, 'rules')).toHaveLength(1);
    expect(await actions()).toHaveLength(1);
  });

  it('takes nothing from a writer who has not read the newest version', async () => {
    await put(BODY);
    expect(await put({ ...BODY, severity: 'LOW' })).toMatchObject({ status: 409, body: { code: 'revision-conflict' } });
  });

  it.each([
    ['a time too soon', { effectiveFrom: at(T0 + MINUTE_MS - 1) }, /^rule-effective-too-soon .*2026-\S+:01:00\.000Z/],
    ['a parameter that is none', { parameters: { within: 1 } }, /^rule-invalid .*withinMs/],
    ['an unknown kind', { kind: 'telepathy' }, /^rule-invalid .*convoy/],
    ['an unknown theme', { themes: ['parking'] }, /^theme-unknown .*parking/],
    ['a misspelt field', { severitie: 'HIGH' }, /^body-invalid .*severitie/],
    ['an area that is no object', { area: 'Kent' }, /^body-invalid .*area/],
  ])('refuses %s, says why, and stores nothing', async (_what, fields, words) => {
    const { status, body } = await put({ ...BODY, ...fields });
    expect([status, `${String(body['code'])} ${String(body['detail'])}`]).toEqual([400, expect.stringMatching(words)]);
    expect(await readTopic(desk.platform, 'rules')).toEqual([]);
  });

  it('is for analysts and admins, and knows no rule that nobody made', async () => {
    for (const role of ['source', 'operator'] as const)
      expect(await put(BODY, bearer(role))).toMatchObject({ status: 403 });
    expect(await put(BODY, bearer('admin'))).toMatchObject({ status: 201 });
    expect(await desk.ask('GET', '/v1/rules/none')).toMatchObject({ status: 404, body: { code: 'rule-unknown' } });
    const taken = await desk.ask('PUT', '/v1/rules/watch-hit', { body: BODY });
    expect(taken).toMatchObject({ status: 400, body: { code: 'rule-invalid' } });
  });

  it('shows a definition that this release cannot judge by, with the reason', async () => {
    await publish(desk.platform, [{ topic: 'rules', event: aRule({ ruleId: 'newer', kind: 'telepathy' }) }]);
    const versions = async () => (await desk.ask('GET', '/v1/rules/newer')).body['versions'];
    await expect.poll(versions).toMatchObject([{ judges: null, unusable: expect.stringContaining('telepathy') }]);
  });

  it('takes 200 rules and no more', { timeout: 120_000 }, async () => {
    for (let nth = 0; nth < 200; nth += 1) {
      const { status } = await desk.ask('PUT', `/v1/rules/rule-${nth}`, { body: BODY });
      expect(status).toBe(201);
    }
    expect(await put(BODY)).toMatchObject({ status: 507, body: { code: 'rules-full' } });
    const amended = await desk.ask('PUT', '/v1/rules/rule-7', { body: { ...BODY, version: 1, enabled: false } });
    expect(amended).toMatchObject({ body: { outcome: 'disabled' } });
  });
});

it('an empty log gets the default rules at the first start, and none again after somebody changed them', async () => {
  const folder = tempFolder();
  const file = folder.file('landfall.db');
  const first = await openDesk({ file });
  const convoy = (await first.ask('GET', '/v1/rules/convoy')).body['versions'];
  expect(convoy).toMatchObject([{ version: 1, updatedBy: 'defaults', judges: { from: at(0), until: null } }]);
  const off = { version: 1, kind: 'convoy', parameters: { withinMs: 120_000 }, severity: 'HIGH', enabled: false };
  expect(await first.ask('PUT', '/v1/rules/convoy', { body: off })).toMatchObject({ body: { outcome: 'disabled' } });
  const before = await readTopic(first.platform, 'rules');
  await first.close();
  const second = await openDesk({ file });
  expect(await readTopic(second.platform, 'rules')).toEqual(before);
  expect((await second.ask('GET', '/v1/rules/convoy')).body).toMatchObject({ version: 2 });
  await second.close();
  folder.remove();
});
