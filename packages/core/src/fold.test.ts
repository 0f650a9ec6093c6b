import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confusable,
  CONFUSION_CLASSES,
  foldedKeyHash,
  foldedKeyHashOfBytes,
  foldMark,
  forgivenCharacters,
} from './fold.ts';
import { murmur2 } from './murmur2.ts';
import { utf8Bytes } from './utf8.ts';

const mark = fc.stringMatching(/^[A-Z0-9]{0,16}$/);
const character = fc.stringMatching(/^[A-Z0-9]$/);
/** A mark beside one that a recogniser could take for it. */
const misread = fc.tuple(mark, fc.infiniteStream(fc.nat(7))).map(([listed, choices]): [string, string] => {
  const characters = listed.split('').map((letter) => {
    const members = CONFUSION_CLASSES.find((group) => group.includes(letter)) ?? letter;
    return members.charAt((choices.next().value ?? 0) % members.length);
  });
  return [characters.join(''), listed];
});

describe('foldMark', () => {
  it('puts one character for each class', () => {
    expect(foldMark('ODQ0IL1BSZGX')).toBe('00001118526X');
  });

  it('is idempotent and keeps the length', () => {
    fc.assert(
      fc.property(mark, (text) => {
        expect(foldMark(foldMark(text))).toBe(foldMark(text));
        expect(foldMark(text)).toHaveLength(text.length);
      }),
    );
  });

  it('gives a mark and its misread one fold', () => {
    fc.assert(
      fc.property(misread, ([read, listed]) => {
        expect(foldMark(read)).toBe(foldMark(listed));
      }),
    );
  });

  it('puts each character in at most one class', () => {
    const members = CONFUSION_CLASSES.join('');
    expect(new Set(members).size).toBe(members.length);
  });

  it('leaves alone what is no mark', () => {
    expect(foldMark('é€o')).toBe('é€o');
  });
});

describe('foldedKeyHash', () => {
  it('is the murmur2 of the folded mark', () => {
    fc.assert(
      fc.property(mark, (text) => {
        expect(foldedKeyHash(text)).toBe(murmur2(foldMark(text)));
      }),
    );
  });

  it('is the same from bytes inside a larger array', () => {
    fc.assert(
      fc.property(mark, fc.nat(5), (text, before) => {
        const bytes = utf8Bytes(`${'#'.repeat(before)}${text}#`);
        expect(foldedKeyHashOfBytes(bytes, before, before + text.length)).toBe(foldedKeyHash(text));
      }),
    );
  });

  it('stays inside the bytes when the range does not', () => {
    expect(foldedKeyHashOfBytes(utf8Bytes('AB'), -3, 99)).toBe(foldedKeyHash('AB'));
    expect(foldedKeyHashOfBytes(utf8Bytes('AB'), 2, 1)).toBe(foldedKeyHash(''));
  });
});

describe('confusable', () => {
  it('holds for two different characters of a class, and only then', () => {
    fc.assert(
      fc.property(character, character, (a, b) => {
        expect(confusable(a, b)).toBe(a !== b && foldMark(a) === foldMark(b));
      }),
    );
  });

  it('holds for no pair that was left out on purpose', () => {
    for (const [a, b] of ['CG', 'MN', 'UV', 'VY', 'EF', '4A', '7T', '08', '56'])
      expect(confusable(a ?? '', b ?? '')).toBe(false);
  });
});

describe('forgivenCharacters', () => {
  it('names place, character read and character listed', () => {
    expect(forgivenCharacters('GK6GABC', 'GK66ABC', 1)).toEqual([{ index: 3, read: 'G', listed: '6' }]);
  });

  it('forgives nothing of equal marks', () => {
    fc.assert(
      fc.property(mark, (text) => {
        expect(forgivenCharacters(text, text, 0)).toEqual([]);
      }),
    );
  });

  it.each([
    ['6K6GABC', 'GK66ABC', 1, 'more confusions than are forgiven'],
    ['GK6GABC', 'GK66ABC', 0, 'a confusion when none is forgiven'],
    ['GK67ABC', 'GK66ABC', 16, 'a difference that is no confusion'],
    ['GK66AB', 'GK66ABC', 16, 'a missing character'],
    ['GK6GABC', 'GK66ABC', Number.NaN, 'a maximum that is no number'],
  ])('does not match %j with %j, forgiving %d: %s', (read, listed, max) => {
    expect(forgivenCharacters(read, listed, max)).toBeNull();
  });

  it('finds every misread when enough is forgiven, and the same number from either side', () => {
    fc.assert(
      fc.property(misread, ([read, listed]) => {
        const there = forgivenCharacters(read, listed, 16);
        expect(there).not.toBeNull();
        expect(forgivenCharacters(listed, read, 16)).toHaveLength(there?.length ?? -1);
      }),
    );
  });

  it('matches only marks with one fold', () => {
    fc.assert(
      fc.property(mark, mark, (a, b) => {
        expect(forgivenCharacters(a, b, 16) === null).toBe(foldMark(a) !== foldMark(b));
      }),
    );
  });
});
