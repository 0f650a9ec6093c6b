import { describe, expect, it } from 'vitest';
import type { Rule } from '../events.ts';
import { NOON } from '../fixtures.ts';
import { parseRule, windowName } from './rule-definition.ts';
import { activeRule, portSighting, readSighting, sampleRule } from './sighting-fixtures.ts';

describe('parseRule', () => {
  it.each<{ kind: string; parameters: Rule['parameters']; reachMs: number }>([
    { kind: 'convoy', parameters: {}, reachMs: 120_000 },
    { kind: 'convoy', parameters: { withinMs: '30000' }, reachMs: 30_000 },
    { kind: 'port-then-road', parameters: {}, reachMs: 7_200_000 },
    { kind: 'port-then-road', parameters: { withinMs: '86400000' }, reachMs: 86_400_000 },
    { kind: 'convoy', parameters: { placesMin: '2' }, reachMs: 7_200_000 },
    { kind: 'road-then-port', parameters: {}, reachMs: 7_200_000 },
    { kind: 'shuttle', parameters: {}, reachMs: 604_800_000 },
    { kind: 'missing-child', parameters: {}, reachMs: 0 },
  ])('types the parameters of $kind given $parameters', ({ kind, parameters, reachMs }) => {
    expect(activeRule({ kind, parameters }).reachMs).toBe(reachMs);
  });

  it.each<{ wrong: Partial<Rule>; problem: RegExp }>([
    { wrong: { kind: 'telepathy' }, problem: /no rule of kind telepathy; there is .*convoy/ },
    { wrong: { version: 0 }, problem: /a rule has an id, and a version from 1/ },
    { wrong: { ruleId: '' }, problem: /a rule has an id, and a version from 1/ },
    { wrong: { ruleId: 'watch-hit' }, problem: /is taken/ },
    { wrong: { parameters: { withinHours: '2' } }, problem: /no parameter withinHours; there is withinMs/ },
    { wrong: { parameters: { toString: '2' } }, problem: /no parameter toString/ },
    { wrong: { parameters: { withinMs: '0' } }, problem: /withinMs is to be a whole number from 1 to 86400000/ },
    { wrong: { parameters: { withinMs: '86400001' } }, problem: /withinMs/ },
    { wrong: { parameters: { withinMs: '1e3' } }, problem: /withinMs/ },
    { wrong: { area: '{}' }, problem: /takes no area/ },
    { wrong: { kind: 'shuttle', parameters: { crossingsMin: '1' } }, problem: /crossingsMin is to be .* from 2/ },
    { wrong: { kind: 'missing-child', area: '{}' }, problem: /takes no area/ },
  ])('says what is wrong with $wrong', ({ wrong, problem }) => {
    expect(parseRule(sampleRule(wrong))).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});

describe('windowName', () => {
  it('parts vehicles, groups and places', () => {
    const read = readSighting('read', NOON);
    const port = portSighting('port', NOON);
    expect(windowName('none', read)).toBeNull();
    expect(windowName('subject', read)).toBe('subject/entry-7/GK66ABC');
    expect(windowName('history', read)).toBe('history/entry-7/GK66ABC');
    expect(windowName('group', read)).toBe('group/ocg-12');
    expect(windowName('group', { ...read, ocgId: null })).toBeNull();
    expect(windowName('place', read)).toMatch(/^place\/.*\/A20-03$/);
    expect(windowName('place', port)).toMatch(/^place\//);
  });
});
