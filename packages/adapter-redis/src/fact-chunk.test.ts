import type { WindowFact } from '@landfall/ports';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACT_BYTES, HOUR_MS, packFacts, scanChunk } from './fact-chunk.ts';

const BUCKETS = 8;
const NOON_MS = Date.UTC(2026, 10, 20, 12);

const anyFact: fc.Arbitrary<WindowFact> = fc.record({
  keyHash: fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 0xffff_ffff })),
  atMs: fc.integer({ min: -3 * HOUR_MS, max: NOON_MS + 3 * HOUR_MS }),
  position: fc.record({
    topic: fc.constantFrom('anpr.reads' as const, 'port.movements' as const),
    partition: fc.integer({ min: 0, max: 0xffff }),
    offset: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  }),
});

function fact(more: Partial<WindowFact> & Partial<WindowFact['position']> = {}): WindowFact {
  const { keyHash = 7, atMs = NOON_MS, topic = 'anpr.reads', partition = 0, offset = 0 } = more;
  return { keyHash, atMs, position: { topic, partition, offset } };
}

function unpack(facts: readonly WindowFact[]): WindowFact[] {
  const found: WindowFact[] = [];
  const wanted = new Set(facts.map(({ keyHash }) => keyHash));
  for (const { hour, bytes } of packFacts(facts, BUCKETS))
    scanChunk(bytes, { hour, wanted, onFact: (one) => found.push(one) });
  return found;
}

const inOrder = (facts: readonly WindowFact[]): string[] => facts.map((one) => JSON.stringify(one)).toSorted();

describe('packFacts', () => {
  it('gives back every fact as it was', () =>
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 50 }), (facts) => {
        expect(inOrder(unpack(facts))).toEqual(inOrder(facts));
      }),
    ));

  it('puts each fact into the chunk of its bucket and hour, 16 bytes each', () =>
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 50 }), (facts) => {
        const chunks = packFacts(facts, BUCKETS);
        expect(new Set(chunks.map(({ bucket, hour }) => `${bucket} ${hour}`)).size).toBe(chunks.length);
        for (const { bucket, hour, bytes } of chunks) {
          const here = facts.filter(
            (one) => one.keyHash % BUCKETS === bucket && Math.floor(one.atMs / HOUR_MS) === hour,
          );
          expect(bytes).toHaveLength(here.length * FACT_BYTES);
        }
      }),
    ));

  it('hands over only the facts of the hashes that are asked for', () => {
    const [chunk] = packFacts([fact({ offset: 1 }), fact({ keyHash: 7 + BUCKETS, offset: 2 })], BUCKETS);
    const found: WindowFact[] = [];
    scanChunk(chunk!.bytes, { hour: chunk!.hour, wanted: new Set([7]), onFact: (one) => found.push(one) });
    expect(found).toEqual([fact({ offset: 1 })]);
  });

  it.each([
    { keyHash: -1 },
    { keyHash: 2 ** 32 },
    { atMs: 0.5 },
    { atMs: Number.NaN },
    { offset: 2 ** 48 },
    { offset: -1 },
    { partition: 65_536 },
    { topic: 'hits' as const },
  ])('asserts that a fact is whole and in range: %o', (wrong) => {
    expect(() => packFacts([fact(wrong)], BUCKETS)).toThrow(TypeError);
  });
});
