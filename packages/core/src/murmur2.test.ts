import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur2 } from './murmur2.ts';
import { utf8Bytes } from './utf8.ts';

describe('murmur2', () => {
  // Known answers of Kafka's own partitioner, which writes them as signed numbers.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('gives the hash of Kafka for %j', (key, signed) => {
    expect(murmur2(key)).toBe(signed >>> 0);
  });

  it('hashes a text as its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        expect(murmur2(key)).toBe(murmur2(utf8Bytes(key)));
      }),
    );
  });

  it('is an unsigned 32-bit number', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (key) => {
        expect(murmur2(key)).toBe(murmur2(key) >>> 0);
      }),
    );
  });
});
