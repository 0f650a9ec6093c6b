import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleHit } from './fixtures.ts';
import { compareHitRecords, hitRecordId, nextStateVersion } from './hit-state.ts';

const anyRecord = fc.record({
  state: fc.constantFrom('RAISED' as const, 'RETRACTED' as const, 'UNKNOWN' as const),
  entryRevision: fc.integer({ min: 1, max: 3 }),
  stateVersion: fc.nat(3),
});

describe('the records of one hit', () => {
  it('count by revision, then by version, whatever their order in the log', () => {
    const history = [
      { state: 'RAISED', entryRevision: 1, stateVersion: 0 },
      { state: 'RETRACTED', entryRevision: 2, stateVersion: 1 },
      { state: 'RAISED', entryRevision: 3, stateVersion: 0 },
      { state: 'RETRACTED', entryRevision: 3, stateVersion: 1 },
      { state: 'RAISED', entryRevision: 3, stateVersion: 2 },
    ] as const;
    const shuffled = [3, 0, 4, 1, 2].map((index) => history[index]!);
    expect(shuffled.toSorted(compareHitRecords).toReversed()).toEqual(history);
  });

  it('have a total order', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, anyRecord, (a, b, c) => {
        expect(Math.sign(compareHitRecords(a, b))).toBe(-Math.sign(compareHitRecords(b, a)) + 0);
        const [first, , last] = [a, b, c].toSorted(compareHitRecords);
        expect(compareHitRecords(first!, last!)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('never say two things under one version: even is raised, odd is taken back', () => {
    for (const before of [0, 1, 2, 7]) {
      expect(nextStateVersion('RETRACTED', before) % 2).toBe(1);
      expect(nextStateVersion('RAISED', before) % 2).toBe(0);
      expect(Math.min(nextStateVersion('RETRACTED', before), nextStateVersion('RAISED', before))).toBe(before + 1);
    }
  });

  it('have ids of their own, and a hit found twice has one', () => {
    const hit = sampleHit({ hitId: 'hit-1', entryRevision: 2 });
    expect(hitRecordId(hit)).toBe('hit-1');
    expect(hitRecordId({ ...hit, entryRevision: 3 })).toBe('hit-1');
    expect(hitRecordId({ ...hit, state: 'RETRACTED', stateVersion: 1 })).toBe('hit-1/retracted/2.1');
    expect(hitRecordId({ ...hit, stateVersion: 2 })).toBe('hit-1/raised/2.2');
  });
});
