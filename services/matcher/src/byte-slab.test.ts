import { describe, expect, it } from 'vitest';
import { byteSlab } from './byte-slab.ts';

describe('byteSlab', () => {
  it('gives back what was added, over many slabs and beyond the size of one', () => {
    const slab = byteSlab();
    const added = Array.from({ length: 3000 }, (_, at) => Buffer.alloc(at === 7 ? 3_000_000 : 1000, at % 256));
    const handles = added.map((bytes) => slab.add(bytes));
    expect(handles.every((handle, at) => slab.get(handle).equals(added[at]!))).toBe(true);
  });

  it('frees a slab with its last array, and uses its number again', () => {
    const slab = byteSlab();
    for (let round = 0; round < 50; round += 1) {
      const handles = Array.from({ length: 2000 }, () => slab.add(Buffer.alloc(1000)));
      for (const handle of handles) slab.remove(handle);
    }
    expect(slab.bytes).toBeLessThan(5_000_000);
  });
});
