import type { WindowFact, WindowMark } from '@landfall/ports';
import { windowStoreContract } from '@landfall/ports/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryWindowStore } from './window-store.ts';

windowStoreContract({
  name: 'memory',
  open: async () => {
    const store = memoryWindowStore();
    return { store, close: () => store.close() };
  },
});

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 20);
const NONE = Array.from({ length: 256 }, () => 0);

function fact(keyHash: number, atMs: number, offset: number): WindowFact {
  return { keyHash, atMs, position: { topic: 'anpr.reads', partition: 0, offset } };
}

function mark(keyHash: number, fromMs = 0, toMs = Number.MAX_SAFE_INTEGER): WindowMark {
  return { markId: `mark ${keyHash}`, revision: 1, keyHash, bytes: new Uint8Array([1]), fromMs, toMs };
}

const filled = (count: number, hours: number): WindowFact[] =>
  Array.from({ length: count }, (_, offset) =>
    fact(Math.imul(offset, 0x9e37_79b1) >>> 0, START_MS + (offset % hours) * HOUR_MS, offset),
  );

describe('memoryWindowStore', () => {
  it('holds, finds and forgets the same facts as a plain list does', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            kind: fc.constantFrom('store', 'store', 'expire'),
            hash: fc.nat(3),
            count: fc.nat(60),
            hour: fc.nat(5),
            hours: fc.nat(6),
          }),
          { maxLength: 30 },
        ),
        async (steps) => {
          const store = memoryWindowStore({ bucketCount: 2 });
          let plain: WindowFact[] = [];
          let offset = 0;
          for (const step of steps) {
            const hourMs = START_MS + step.hour * HOUR_MS;
            if (step.kind === 'store') {
              const make = (): WindowFact => fact(step.hash, hourMs + (offset % HOUR_MS), offset++);
              const facts = Array.from({ length: step.count }, make);
              await store.storeAndLook(facts, [0, 0]);
              plain.push(...facts);
            } else if (step.kind === 'expire') {
              await store.expire({ hoursBeforeMs: hourMs, daysBeforeMs: hourMs });
              plain = plain.filter((one) => one.atMs >= hourMs);
            }
            const toMs = hourMs + step.hours * HOUR_MS;
            const found = await store.markAndLook([0, 1, 2, 3].map((hash) => mark(hash, hourMs, toMs)));
            const inTime = plain.filter((one) => one.atMs >= hourMs && one.atMs < toMs);
            expect(found).toEqual([0, 1, 2, 3].map((hash) => inTime.filter((one) => one.keyHash === hash)));
            expect((await store.sizes()).facts).toBe(plain.length);
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('takes at most 20 bytes a fact for a million facts of a day', async () => {
    const store = memoryWindowStore();
    await store.storeAndLook(filled(1_000_000, 24), NONE);
    const { bytes, facts } = await store.sizes();
    expect(facts).toBe(1_000_000);
    expect(bytes / facts).toBeLessThan(20);
  });

  it('uses the memory of expired hours again', async () => {
    const store = memoryWindowStore();
    for (let day = 0; day < 5; day += 1) {
      const facts = filled(100_000, 24).map((one) => ({ ...one, atMs: one.atMs + day * 24 * HOUR_MS }));
      await store.storeAndLook(facts, NONE);
      const beforeMs = START_MS + (day + 1) * 24 * HOUR_MS;
      await store.expire({ hoursBeforeMs: beforeMs, daysBeforeMs: beforeMs });
    }
    const { bytes, facts } = await store.sizes();
    expect(facts).toBe(0);
    expect(bytes).toBeLessThan(5_000_000);
  });

  it('refuses with windows-full beyond its bound, and goes on when hours expire', async () => {
    const store = memoryWindowStore({ bytesMax: 3_000_000 });
    const full = { name: 'WindowStoreError', code: 'windows-full' };
    await expect(store.storeAndLook(filled(400_000, 24), NONE)).rejects.toMatchObject(full);
    const { bytes } = await store.sizes();
    expect(bytes).toBeLessThanOrEqual(3_000_000);
    expect(await store.positions()).toEqual([]);
    await store.expire({ hoursBeforeMs: START_MS + 1_000 * HOUR_MS, daysBeforeMs: START_MS + 1_000 * HOUR_MS });
    await expect(store.storeAndLook(filled(10_000, 24), NONE)).resolves.toMatchObject({ marks: [] });
  });

  it('bounds what facts with strange times cost', async () => {
    const store = memoryWindowStore({ bytesMax: 8_000_000 });
    const strange = Array.from({ length: 50_000 }, (_, offset) =>
      fact(offset, Date.UTC(2000, 0, 1) + offset * 17 * HOUR_MS, offset),
    );
    await expect(store.storeAndLook(strange, NONE)).rejects.toMatchObject({ code: 'windows-full' });
    expect((await store.sizes()).facts).toBeGreaterThan(20_000);
  });

  it('refuses marks beyond its bound', async () => {
    const store = memoryWindowStore({ bytesMax: 1_000 });
    const large = { ...mark(7), bytes: new Uint8Array(2_000) };
    await expect(store.markAndLook([large])).rejects.toMatchObject({ code: 'windows-full' });
  });

  it('asserts that what it is given is whole and in range', async () => {
    const store = memoryWindowStore();
    for (const wrong of [
      fact(-1, START_MS, 0),
      fact(2 ** 32, START_MS, 0),
      fact(1, Number.NaN, 0),
      fact(1, 0.5, 0),
      fact(1, 0, 2 ** 48),
    ]) {
      await expect(store.storeAndLook([wrong], NONE)).rejects.toBeInstanceOf(TypeError);
    }
    await expect(store.storeAndLook([], [0])).rejects.toBeInstanceOf(TypeError);
  });
});
