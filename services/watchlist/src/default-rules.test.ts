import { ruleBook } from '@landfall/core';
import { expect, it } from 'vitest';
import { defaultRules } from './default-rules.ts';

it('the default rules are first versions that judge all times, and say where they come from', () => {
  const rules = defaultRules();
  const book = ruleBook(rules);
  expect(book.unusable).toEqual([]);
  expect(book.rules.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(rules.map(() => [0, Infinity]));
  expect(new Set(rules.map(({ version, updatedBy }) => `${version} ${updatedBy}`))).toEqual(new Set(['1 defaults']));
});
