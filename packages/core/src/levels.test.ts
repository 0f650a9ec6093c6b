import { describe, expect, it } from 'vitest';
import { higherLevel, levelMeaning, levelOf, levelOrdinal, LEVELS } from './levels.ts';

describe('levels', () => {
  it('rise from UNKNOWN to HIGH', () => {
    expect(LEVELS.map(levelOrdinal)).toEqual([0, 1, 2, 3]);
    expect(LEVELS.at(-1)).toBe('HIGH');
  });

  it('give the higher of two, from either side', () => {
    for (const a of LEVELS) {
      for (const b of LEVELS) expect(levelOrdinal(higherLevel(a, b))).toBe(Math.max(levelOrdinal(a), levelOrdinal(b)));
    }
  });

  it.each([
    ['high', 'HIGH'],
    [' Med ', 'MEDIUM'],
    ['L', 'LOW'],
    ['', 'UNKNOWN'],
    ['urgent', null],
    ['H'.repeat(1_000_000), null],
  ])('read %.10j as %s', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });

  it('each say what to do, and no two say the same', () => {
    expect(new Set(LEVELS.map(levelMeaning)).size).toBe(LEVELS.length);
    expect(levelMeaning('HIGH')).toMatch(/^Act at once/);
  });
});
