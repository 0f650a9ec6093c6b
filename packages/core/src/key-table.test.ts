import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedKeyHash } from './fold.ts';
import { createKeyFilter } from './key-filter.ts';
import { createKeyTable } from './key-table.ts';

/** Hashes that crowd into few slots, so that probing and closing gaps are always at work. */
const hash = fc.oneof(
  fc.nat(6),
  fc.nat(6).map((low) => low + 0x8000_0000),
  fc.integer({ min: 1020, max: 1030 }),
  fc.integer({ min: 0, max: 0xffff_ffff }),
);
const step = fc.tuple(fc.constantFrom('set', 'set', 'delete'), hash, fc.nat(1000));

describe('key table', () => {
  it('does what a map does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const table = createKeyTable();
        const model = new Map<number, number>();
        for (const [kind, key, row] of steps) {
          if (kind === 'set') {
            table.set(key, row);
            model.set(key | 0, row);
          } else {
            table.delete(key);
            model.delete(key | 0);
          }
        }
        const keys: number[] = [];
        table.forEachKey((key) => keys.push(key));
        expect(new Set(keys)).toEqual(new Set(model.keys()));
        expect([keys.length, table.size]).toEqual([model.size, model.size]);
        for (const [, key] of steps) expect(table.get(key)).toBe(model.get(key | 0) ?? -1);
      }),
    );
  });

  it('keeps its size when keys come and go for ever', () => {
    const table = createKeyTable();
    const { bytes } = table;
    for (let round = 0; round < 50_000; round += 1) {
      table.set(round * 7919, round);
      table.delete((round - 100) * 7919);
    }
    expect(table.size).toBe(100);
    expect(table.bytes).toBe(bytes);
  });

  it('finds every key after growing', () => {
    const table = createKeyTable();
    for (let key = 0; key < 10_000; key += 1) table.set(Math.imul(key, 0x9e37_79b1), key);
    for (let key = 0; key < 10_000; key += 1) expect(table.get(Math.imul(key, 0x9e37_79b1))).toBe(key);
  });
});

/** Different keys far apart, as a good hash puts them. */
function spread(key: number): number {
  return foldedKeyHash(`X${key}`);
}

describe('key filter', () => {
  it('never rejects a hash that was added, and few of the others get through', () => {
    const filter = createKeyFilter();
    for (let key = 0; key < 100_000; key += 1) filter.add(spread(key));
    let rejected = 0;
    let through = 0;
    for (let key = 0; key < 100_000; key += 1) if (!filter.mayHold(spread(key))) rejected += 1;
    for (let key = 100_000; key < 200_000; key += 1) if (filter.mayHold(spread(key))) through += 1;
    expect(rejected).toBe(0);
    expect(through).toBeLessThan(1000);
  });

  it('grows with the keys that it is cleared for', () => {
    const filter = createKeyFilter();
    const { bytes, capacity } = filter;
    filter.add(5);
    filter.clear(capacity + 1);
    expect(filter.bytes).toBe(bytes * 2);
    expect(filter.mayHold(5)).toBe(false);
    filter.add(0xffff_ffff);
    expect(filter.mayHold(0xffff_ffff)).toBe(true);
  });
});
