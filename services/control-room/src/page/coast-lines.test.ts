import { describe, expect, it } from 'vitest';
import { coastLines } from './coast-lines.ts';

const bounds = { westDeg: 0, southDeg: 50, eastDeg: 2, northDeg: 52 };

describe('coastLines', () => {
  it('leaves out what runs along the edge of the clipping rectangle', () => {
    const ring = [
      [0, 50],
      [0, 52],
      [1, 52],
      [1.5, 51],
      [1, 50],
      [0, 50],
    ] as const;
    expect(coastLines([ring], bounds)).toEqual([
      [
        [1, 52],
        [1.5, 51],
        [1, 50],
      ],
    ]);
  });

  it('keeps an island whole, and lines that only touch the edge', () => {
    const island = [
      [1, 51],
      [0, 51.5],
      [1.5, 51.5],
      [1, 51],
    ] as const;
    expect(coastLines([island], bounds)).toEqual([island]);
  });
});
