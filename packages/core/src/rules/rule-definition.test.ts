import { describe, expect, it } from 'vitest';
import type { Rule } from '../events.ts';
import { NOON } from '../fixtures.ts';
import { activeRule, parseRule, windowName } from './rule-definition.ts';
import { portSighting, readSighting } from './sighting-fixtures.ts';

const rule: Pick<Rule, 'ruleId' | 'version' | 'kind' | 'parameters'> = {
  ruleId: 'channel',
  version: 2,
  kind: 'convoy',
  parameters: {},
};

describe('parseRule', () => {
  it.each<Pick<Rule, 'kind' | 'parameters'> & { typed: object }>([
    { kind: 'convoy', parameters: {}, typed: { withinMs: 120_000 } },
    { kind: 'convoy', parameters: { withinMs: '30000' }, typed: { withinMs: 30_000 } },
    { kind: 'port-then-road', parameters: {}, typed: { withinMs: 7_200_000 } },
    { kind: 'port-then-road', parameters: { withinMs: '86400000' }, typed: { withinMs: 86_400_000 } },
  ])('types the parameters of $kind given $parameters', ({ kind, parameters, typed }) => {
    expect(parseRule({ ...rule, kind, parameters })).toEqual({
      ok: true,
      value: { ruleId: 'channel', version: 2, kind, parameters: typed },
    });
  });

  it.each<{ wrong: Partial<typeof rule>; problem: string }>([
    { wrong: { kind: 'telepathy' }, problem: 'there is no rule of kind telepathy' },
    { wrong: { version: 0 }, problem: 'a rule has an id, and a version from 1' },
    { wrong: { ruleId: '' }, problem: 'a rule has an id, and a version from 1' },
    { wrong: { parameters: { withinHours: '2' } }, problem: 'there is no parameter withinHours' },
    { wrong: { parameters: { toString: '2' } }, problem: 'there is no parameter toString' },
    ...['0', '-1', '1.5', '1e3', '', '86400001', '9999999999'].map((withinMs) => ({
      wrong: { parameters: { withinMs } },
      problem: 'withinMs is to be whole milliseconds from 1 to 86400000',
    })),
  ])('refuses $wrong', ({ wrong, problem }) => {
    expect(parseRule({ ...rule, ...wrong })).toEqual({ ok: false, problem });
  });
});

describe('activeRule', () => {
  it('says how far a rule looks, and how long before an entry holds', () => {
    const parameters = { withinMs: 60_000 };
    const road = activeRule({ ruleId: 'a', version: 1, kind: 'port-then-road', parameters });
    const together = activeRule({ ruleId: 'b', version: 1, kind: 'convoy', parameters });
    expect([road.window, road.reachMs, road.beforeHoldsMs]).toEqual(['subject', 60_000, 60_000]);
    expect([together.window, together.reachMs, together.beforeHoldsMs]).toEqual(['group', 60_000, 0]);
  });
});

describe('windowName', () => {
  it('tells vehicles of an entry, groups and places apart', () => {
    const read = readSighting('read', NOON);
    const port = portSighting('port', NOON);
    expect(windowName('subject', read)).toBe('subject/entry-7/GK66ABC');
    expect(windowName('subject', port)).toBe('subject/entry-7/GK66ABC');
    expect(windowName('group', read)).toBe('group/ocg-12');
    expect(windowName('group', { ...read, ocgId: null })).toBeNull();
    expect(windowName('place', read)).toBe('place/kent-roads/A20-03');
    expect(windowName('place', port)).toBe('place/gvms-dover/GBDVR');
  });
});
