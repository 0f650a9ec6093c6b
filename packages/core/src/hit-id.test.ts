import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HitIdentity } from './hit-id.ts';
import { hitId } from './hit-id.ts';
import { compareText } from './match.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const identity = fc.record({
  ruleId: text,
  ruleVersion: fc.nat(9),
  entryId: text,
  evidenceIds: fc.array(text, { maxLength: 4 }),
});

function canonical(given: HitIdentity): string {
  return JSON.stringify({ ...given, evidenceIds: [...new Set(given.evidenceIds)].toSorted(compareText) });
}

describe('hitId', () => {
  it('does not depend on the order or repetition of the evidence', () => {
    const shuffled = identity.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray([...given.evidenceIds, ...given.evidenceIds], { minLength: given.evidenceIds.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([given, evidenceIds]) => {
        expect(hitId({ ...given, evidenceIds })).toBe(hitId(given));
      }),
    );
  });

  it('differs when any part differs', () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        expect(hitId(a) === hitId(b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  it('cannot be led to mistake one part for another', () => {
    const base = { ruleId: 'r', ruleVersion: 1 };
    expect(hitId({ ...base, entryId: 'a', evidenceIds: ['bc'] })).not.toBe(
      hitId({ ...base, entryId: 'ab', evidenceIds: ['c'] }),
    );
    expect(hitId({ ...base, entryId: 'a', evidenceIds: ['b', 'c'] })).not.toBe(
      hitId({ ...base, entryId: 'a', evidenceIds: ['b1:c'] }),
    );
  });

  it('stays what it was: ids in old logs must be found again', () => {
    expect(hitId({ ruleId: 'watch-hit', ruleVersion: 1, entryId: 'entry-1', evidenceIds: ['read-2', 'read-1'] })).toBe(
      '89f30774a5a0ff8b1360cdd2b8714a5b',
    );
  });
});
