import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { HOUR, NOON } from '../fixtures.ts';
import { ruleBook } from './rule-book.ts';
import { readSighting, sampleRule } from './sighting-fixtures.ts';

const at = (hour: number): number => NOON + (hour - 12) * HOUR;
const versions = [
  sampleRule({ version: 1, effectiveFrom: at(8) }),
  sampleRule({ version: 2, effectiveFrom: at(12) }),
  sampleRule({ version: 3, effectiveFrom: at(18), enabled: false }),
  sampleRule({ version: 4, effectiveFrom: at(15) }),
];

describe('ruleBook', () => {
  it('gives each version its time, as the worked example says, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: versions.length }), (shuffled) => {
        const times = ruleBook(shuffled).rules.map(({ definition, fromMs, toMs }) => [
          definition.version,
          fromMs,
          toMs,
        ]);
        expect(times).toEqual([
          [1, at(8), at(12)],
          [2, at(12), at(15)],
          [4, at(15), Infinity],
        ]);
      }),
    );
  });

  it('judges a late fact by the version of its time, and one before the first by none', () => {
    const { rules } = ruleBook(versions);
    const judgedBy = (hour: number): number[] => {
      const one = readSighting('first', at(hour));
      const other = readSighting('second', at(hour) + 1000, { vehicleMark: 'KY12XYZ' });
      return rules.filter((rule) => rule.find(one, [other]).length > 0).map(({ definition }) => definition.version);
    };
    expect([7, 8, 11, 12, 16, 19].map(judgedBy)).toEqual([[], [1], [1], [2], [4], [4]]);
  });

  it('leaves nothing in force from the time at which a rule is switched off', () => {
    const off = sampleRule({ version: 5, effectiveFrom: at(20), enabled: false });
    expect(ruleBook([...versions, off]).rules.at(-1)).toMatchObject({ fromMs: at(15), toMs: at(20) });
  });

  it('says which definitions it cannot use, and why', () => {
    const strange = sampleRule({ ruleId: 'strange', kind: 'telepathy' });
    const { rules, unusable } = ruleBook([strange, sampleRule()]);
    expect(rules).toHaveLength(1);
    expect(unusable).toEqual([{ definition: strange, problem: expect.stringContaining('telepathy') }]);
  });
});
