import { describe, expect, it } from 'vitest';
import { forgivenWords, listedSegments, rawSegments } from './highlight.ts';

const forgiven = [{ index: 4, read: '0', listed: 'O' }];

describe('the forgiven characters', () => {
  it('are marked in the listed mark', () => {
    expect(listedSegments('GK19ODX', forgiven)).toEqual([
      { text: 'GK19', forgiven: false },
      { text: 'O', forgiven: true },
      { text: 'DX', forgiven: false },
    ]);
  });

  it('are marked at their place in a raw read with spaces, hyphens and small letters', () => {
    expect(rawSegments(' gk-19 0dx', forgiven)).toEqual([
      { text: ' gk-19 ', forgiven: false },
      { text: '0', forgiven: true },
      { text: 'dx', forgiven: false },
    ]);
  });

  it('are none for an exact match', () => {
    expect(rawSegments('GK19 ODX', [])).toEqual([{ text: 'GK19 ODX', forgiven: false }]);
  });

  it('are said in words, counted from one', () => {
    expect(forgivenWords(forgiven)).toBe('character 5 was read 0 and is listed O');
  });
});
