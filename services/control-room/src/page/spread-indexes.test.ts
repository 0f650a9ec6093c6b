import { describe, expect, it } from 'vitest';
import { spreadIndexes } from './spread-indexes.ts';

describe('spreadIndexes', () => {
  it('names the last first, then the first, then those between from the end', () => {
    expect(spreadIndexes(34, 4)).toEqual([33, 0, 22, 11]);
  });

  it('names each index once when there are no more than the bound', () => {
    expect(spreadIndexes(3, 6)).toEqual([2, 0, 1]);
    expect(spreadIndexes(1, 6)).toEqual([0]);
    expect(spreadIndexes(0, 6)).toEqual([]);
  });
});
