import type { WindowMark } from '@landfall/ports';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYWHERE, homeOf, packMark, pendingPlaces, unpackMark } from './mark-body.ts';

const BUCKETS = 256;
const safe = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const anyMark: fc.Arbitrary<WindowMark> = fc.record({
  markId: fc.string(),
  revision: fc.nat(),
  keyHash: fc.option(fc.integer({ min: 0, max: 0xffff_ffff })),
  bytes: fc.option(fc.uint8Array()),
  fromMs: safe,
  toMs: safe,
});

describe('packMark', () => {
  it('gives back a mark as it was', () =>
    fc.assert(
      fc.property(anyMark, (mark) => {
        expect(unpackMark(mark.markId, packMark(mark, BUCKETS))).toEqual(mark);
      }),
    ));

  it('states the bucket of a mark, or that it belongs to every one', () =>
    fc.assert(
      fc.property(anyMark, (mark) => {
        const place = mark.keyHash === null ? EVERYWHERE : mark.keyHash % BUCKETS;
        expect(packMark(mark, BUCKETS).readUInt16BE(8)).toBe(place);
      }),
    ));

  it('asserts that a hash has 32 bits', () => {
    const mark: WindowMark = { markId: 'm', revision: 1, keyHash: 2 ** 32, bytes: null, fromMs: 0, toMs: 1 };
    expect(() => packMark(mark, BUCKETS)).toThrow(TypeError);
  });
});

describe('homeOf', () => {
  it('spreads marks over the buckets', () => {
    const homes = new Set(Array.from({ length: 5_000 }, (_, index) => homeOf(`entry-${index}`, BUCKETS)));
    expect(homes.size).toBe(BUCKETS);
  });
});

describe('pendingPlaces', () => {
  it('reads the places after the number of the write', () => {
    expect(pendingPlaces(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0, 7, 0xff, 0xff]))).toEqual([7, EVERYWHERE]);
    expect(pendingPlaces(Buffer.alloc(0))).toEqual([]);
  });
});
