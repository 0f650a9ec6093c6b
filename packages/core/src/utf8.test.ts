import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from './utf8.ts';

describe('utf8Bytes', () => {
  it('agrees with the platform on well-formed text', () => {
    const wellFormed = fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text));
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(Buffer.from(utf8Bytes(text))).toEqual(Buffer.from(text, 'utf8'));
      }),
    );
  });

  it('keeps two halves of surrogate pairs apart', () => {
    expect([...utf8Bytes('\ud800')]).toEqual([0xed, 0xa0, 0x80]);
    expect([...utf8Bytes('\udfff')]).toEqual([0xed, 0xbf, 0xbf]);
  });
});
