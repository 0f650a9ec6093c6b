import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { activeRule, findingText, portSighting, readSighting } from './sighting-fixtures.ts';
import { windowRuleContract } from './window-rule.contract.ts';

const RULE = activeRule({ kind: 'missing-child' });
/** Nine o'clock on the 5th. */
const SINCE = NOON - 3 * HOUR;
const FOUND = ['entry-7 fact: fact'];

describe('missing-child', () => {
  it.each([
    { at: '2026-11-05T08:59:59.999Z', expected: [] },
    { at: '2026-11-05T09:00:00Z', expected: FOUND },
    { at: '2026-11-05T23:00:00Z', expected: FOUND },
    { at: '2026-11-06T08:59:59.999Z', expected: FOUND },
    { at: '2026-11-06T09:00:00Z', expected: [] },
  ])('goes as the worked example says: a read or a movement at $at', ({ at, expected }) => {
    for (const fact of [readSighting, portSighting]) {
      const sighting = fact('fact', Date.parse(at), { missingSince: SINCE });
      expect(RULE.find(sighting, []).map(findingText)).toEqual(expected);
      expect(RULE.asksFor(sighting)).toBe(expected.length > 0);
    }
  });

  it('says nothing of an entry that names no child, or does not hold', () => {
    const no = [{}, { missingSince: SINCE, holds: false }].map((given) => readSighting('fact', NOON, given));
    expect(no.flatMap((one) => RULE.find(one, []))).toEqual([]);
  });

  it('has a clock that runs as long as the definition says', () => {
    const rule = activeRule({ kind: 'missing-child', parameters: { clockMs: String(HOUR) } });
    const hourly = [0, 1, 2].map((hours) => readSighting('fact', SINCE + hours * HOUR, { missingSince: SINCE }));
    expect(hourly.map(rule.asksFor)).toEqual([true, false, false]);
  });

  const clockMs = HOUR;
  windowRuleContract(activeRule({ kind: 'missing-child', parameters: { clockMs: String(clockMs) } }), (history) =>
    history
      .filter(({ evidence, holds, missingSince }) => {
        const sinceMs = missingSince === null ? Number.NaN : evidence.occurredAt - missingSince;
        return holds && sinceMs >= 0 && sinceMs < clockMs;
      })
      .map((one) => ({ attributedTo: one, evidence: [one] })),
  );
});
