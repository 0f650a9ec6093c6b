import type { Rule } from '@landfall/core';
import { expect, it } from 'vitest';
import { applyRules } from './apply-rules.ts';

const CONVOY: Rule = {
  ruleId: 'convoy',
  version: 3,
  kind: 'convoy',
  parameters: { withinMs: '60000' },
  themes: [],
  area: '{"type":"Point"}',
  severity: 'HIGH',
  effectiveFrom: 0,
  enabled: true,
  updatedBy: 'whoever wrote the file',
};

it('sends every rule as one that was made from the version before, and says what became of each', async () => {
  const sent: unknown[] = [];
  const answers = [
    { isOk: false, body: { code: 'rule-invalid', detail: 'Why.' } },
    { isOk: true, body: { outcome: 'amended', version: 3 } },
  ];
  const applied = await applyRules(
    async (method, path, body) => {
      sent.push([method, path, body]);
      return answers[sent.length - 1]!;
    },
    [CONVOY, { ...CONVOY, ruleId: 'a b', version: 1, area: null, effectiveFrom: Date.UTC(2026, 9, 5) }],
  );
  const { kind, parameters, themes, severity, enabled } = CONVOY;
  const content = { kind, parameters, themes, severity, enabled };
  expect(sent).toEqual([
    ['PUT', '/v1/rules/convoy', { ...content, version: 2, area: { type: 'Point' } }],
    ['PUT', '/v1/rules/a%20b', { ...content, version: 0, area: null, effectiveFrom: '2026-10-05T00:00:00.000Z' }],
  ]);
  expect(applied).toEqual([
    { ruleId: 'convoy', outcome: 'refused', detail: 'rule-invalid: Why.' },
    { ruleId: 'a b', outcome: 'amended', detail: 'version 3' },
  ]);
});
