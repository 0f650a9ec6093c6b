import type { Rule } from '@landfall/core';
import { describe, expect, it } from 'vitest';
import type { RuleContent } from './rules.ts';
import { amendRule, RULE_VERSIONS_MAX, rulesProjection } from './rules.ts';

const NOW = Date.UTC(2026, 9, 5, 8);
const LEAD_MS = 60_000;
const BY = { name: 'first-analyst', now: NOW, today: 0 };
const CONTENT: RuleContent = {
  kind: 'convoy',
  parameters: { withinMs: '120000' },
  themes: ['HIGH_HARM_CRIME', 'ARTIFICE_BURGLARY'],
  area: null,
  severity: 'HIGH',
  effectiveFrom: undefined,
  enabled: true,
};

function amend(current: Rule | undefined, change: Partial<RuleContent> = {}, expected = current?.version ?? 0) {
  const content = { ...CONTENT, ...change };
  return amendRule(current, { ruleId: 'convoy', expected, content }, { by: BY, leadMs: LEAD_MS });
}

function stored(version: number, enabled = true): Rule {
  return { ...CONTENT, ruleId: 'convoy', version, enabled, effectiveFrom: NOW - 1, updatedBy: 'x' };
}

describe('amendRule', () => {
  it('makes the next version, which takes effect as soon as every matcher has it when no time is named', () => {
    expect(amend(undefined)).toMatchObject({
      value: { ruleId: 'convoy', version: 1, effectiveFrom: NOW + LEAD_MS, updatedBy: 'first-analyst' },
    });
    expect(amend(stored(3), { severity: 'LOW' })).toMatchObject({ value: { version: 4, severity: 'LOW' } });
  });

  it.each<readonly [string, Partial<RuleContent>]>([
    ['as it was', {}],
    ['with its own time, though that has passed', { effectiveFrom: NOW - 1 }],
    ['with its themes in another order', { themes: CONTENT.themes.toReversed() }],
  ])('makes nothing of the same content %s, whatever version was read', (_what, change) => {
    expect(amend(stored(3), change, 1)).toEqual({ ok: true, value: null });
  });

  it.each<readonly [string, Partial<RuleContent>]>([
    ['a parameter', { parameters: { withinMs: '120001' } }],
    ['a parameter that is left out', { parameters: {} }],
    ['a theme', { themes: ['HIGH_HARM_CRIME'] }],
    ['the severity', { severity: 'LOW' }],
    ['the time', { effectiveFrom: NOW + LEAD_MS }],
    ['whether it is on', { enabled: false }],
  ])('makes a version of a change of %s', (_what, change) => {
    expect(amend(stored(3), change)).toMatchObject({ value: { version: 4 } });
  });

  it('refuses a change to a version that its writer has not read, and says which there is', () => {
    expect(amend(stored(3), { severity: 'LOW' }, 2)).toMatchObject({
      refusal: { code: 'revision-conflict', detail: expect.stringContaining('version 3') },
    });
    expect(amend(undefined, {}, 1)).toMatchObject({ refusal: { code: 'revision-conflict' } });
  });

  it('refuses a time before all matchers have it, and says which is the earliest', () => {
    expect(amend(undefined, { effectiveFrom: NOW + LEAD_MS - 1 })).toMatchObject({
      refusal: { code: 'rule-effective-too-soon', detail: expect.stringContaining('2026-10-05T08:01:00.000Z') },
    });
    expect(amend(undefined, { effectiveFrom: NOW + LEAD_MS })).toMatchObject({ ok: true });
  });

  it.each([
    ['an unknown kind', { kind: 'telepathy' }, /no rule of kind telepathy/],
    ['an unknown parameter', { parameters: { within: '1' } }, /no parameter within; there is withinMs/],
    ['a parameter out of bounds', { parameters: { withinMs: '0' } }, /withinMs is to be/],
    ['an area that it cannot have', { area: '{}' }, /takes no area/],
  ])('refuses %s in the words of the rule', (_what, change, detail) => {
    expect(amend(undefined, change)).toMatchObject({
      refusal: { code: 'rule-invalid', detail: expect.stringMatching(detail) },
    });
  });

  it('keeps the last version of a rule for switching it off', () => {
    const last = stored(RULE_VERSIONS_MAX - 1);
    expect(amend(last, { severity: 'LOW' })).toMatchObject({ refusal: { code: 'rule-versions-full' } });
    expect(amend(last, { enabled: false })).toMatchObject({ value: { version: RULE_VERSIONS_MAX, enabled: false } });
    const off = stored(RULE_VERSIONS_MAX, false);
    expect(amend(off, { enabled: false, severity: 'LOW' })).toMatchObject({ refusal: { code: 'rule-versions-full' } });
  });
});

describe('the projection of rules', () => {
  it('keeps every version, in order, in whatever order and however often they come', () => {
    const rules = rulesProjection();
    for (const version of [2, 1, 3, 2]) rules.apply(stored(version));
    expect(rules.versionsOf('convoy').map(({ version }) => version)).toEqual([1, 2, 3]);
    expect([rules.size, rules.ids(), rules.versionsOf('none')]).toEqual([1, ['convoy'], []]);
  });
});
