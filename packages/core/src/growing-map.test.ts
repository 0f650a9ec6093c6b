import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GrowingMap } from './growing-map.ts';
import { EMPTY_MAP, forEachIn, getFrom, putAll } from './growing-map.ts';

const key = fc.nat(30).map(String);
const batch = fc.array(fc.tuple(key, fc.nat()), { maxLength: 8 }).map((pairs) => new Map(pairs));

function contents(map: GrowingMap<number>): Map<string, number> {
  const all = new Map<string, number>();
  forEachIn(map, (name, value) => {
    expect(all.has(name)).toBe(false);
    all.set(name, value);
  });
  return all;
}

describe('growing map', () => {
  it('holds what a map holds, and earlier versions keep what they held', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 20 }), (batches) => {
        let map: GrowingMap<number> = EMPTY_MAP;
        let model = new Map<string, number>();
        const versions: [GrowingMap<number>, Map<string, number>][] = [];
        for (const values of batches) {
          map = putAll(map, values);
          model = new Map([...model, ...values]);
          versions.push([map, model]);
        }
        for (const [version, expected] of versions) {
          expect(contents(version)).toEqual(expected);
          for (const [name, value] of expected) expect(getFrom(version, name)).toBe(value);
          expect(getFrom(version, 'absent')).toBeUndefined();
        }
      }),
    );
  });

  it('has few layers however many puts made it', () => {
    let map: GrowingMap<number> = EMPTY_MAP;
    for (let name = 0; name < 5000; name += 1) map = putAll(map, new Map([[String(name), name]]));
    expect(map.layers.length).toBeLessThanOrEqual(13);
  });
});
