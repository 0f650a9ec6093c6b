import { describe, expect, it } from 'vitest';
import { slotOf, windowKeys } from './window-keys.ts';

describe('slotOf', () => {
  it('is the slot that the cluster specification gives', () => {
    // CRC16 of "123456789" is 0x31c3, the check value of the specification.
    expect(slotOf('123456789')).toBe(0x31c3);
    expect(slotOf('foo')).toBe(12_182);
  });
});

describe('windowKeys', () => {
  it('gives all keys of a bucket its hash tag, and so its slot', () => {
    const keys = windowKeys('ns', 4).bucket(3);
    const { slot, meta, order, hours, bodies, pending } = keys;
    expect(slot).toBe(slotOf('ns:3'));
    for (const key of [meta, order, hours, bodies, pending, keys.chunk(492_000)]) expect(key).toMatch(/^\{ns:3\}:/);
  });
});
