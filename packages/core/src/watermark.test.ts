import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWatermark } from './watermark.ts';

const at = (time: string): number => Date.parse(`2026-11-05T${time}Z`);
const times = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 1000 })), {
  maxLength: 60,
});

describe('watermark', () => {
  it('goes as the worked example says', () => {
    const watermark = createWatermark({ graceMs: 60_000 });
    const rows = [
      ['A', '12:00:00', '12:00:00', false],
      ['W', '23:00:00', '12:00:00', false],
      ['B', '12:02:00', '12:00:00', false],
      ['C', '12:03:00', '12:02:00', true],
      ['C', '12:09:00', '12:02:00', true],
      ['D', '12:05:00', '12:05:00', true],
    ] as const;
    for (const [source, time, frontier, late] of rows) {
      watermark.observe(source, at(time));
      expect(watermark.frontierMs()).toBe(at(frontier));
      expect(watermark.watermarkMs()).toBe(at(frontier) - 60_000);
      expect(watermark.isLate(at('12:00:30'))).toBe(late);
    }
  });

  it('calls nothing late before the first fact', () => {
    expect(createWatermark({ graceMs: 0 }).isLate(0)).toBe(false);
  });

  it('is not moved by one wild clock, even when that is heard first', () => {
    fc.assert(
      fc.property(times, fc.nat(60), (facts, place) => {
        const watermark = createWatermark({ graceMs: 0 });
        const wild = facts.toSpliced(place, 0, ['e', 10 ** 12]);
        for (const [source, atMs] of wild) watermark.observe(source, atMs);
        const others = wild.filter(([source]) => source !== 'e');
        fc.pre(others.length > 0);
        expect(watermark.frontierMs()).toBeLessThanOrEqual(Math.max(...others.map(([, atMs]) => atMs)));
      }),
    );
  });

  it('is the time that three sources have reached, once there are three', () => {
    fc.assert(
      fc.property(times, (facts) => {
        const watermark = createWatermark({ graceMs: 0 });
        const reached = new Map<string, number>();
        let expected = -Infinity;
        for (const [source, atMs] of facts) {
          watermark.observe(source, atMs);
          reached.set(source, Math.max(reached.get(source) ?? -Infinity, atMs));
          const furthest = [...reached.values()].toSorted((a, b) => b - a);
          const frontier = furthest[Math.min(3, furthest.length) - 1] ?? -Infinity;
          // With fewer than three known, all of them: that is not latched, and with two it cannot fall.
          expected = reached.size < 3 ? frontier : Math.max(expected, frontier);
          expect(watermark.frontierMs()).toBe(expected);
        }
      }),
    );
  });

  it('never goes back once two sources are known', () => {
    fc.assert(
      fc.property(times, (facts) => {
        const watermark = createWatermark({ graceMs: 0 });
        const seen = new Set<string>();
        let before = -Infinity;
        for (const [source, atMs] of facts) {
          const wasKnown = seen.size >= 2;
          watermark.observe(source, atMs);
          seen.add(source);
          expect(watermark.frontierMs()).toBeGreaterThanOrEqual(wasKnown ? before : -Infinity);
          before = watermark.frontierMs();
        }
      }),
    );
  });

  it('is not held by a source that falls silent', () => {
    const watermark = createWatermark({ graceMs: 0 });
    for (const source of ['silent', 'a', 'b', 'c']) watermark.observe(source, 1);
    for (const source of ['a', 'b', 'c']) watermark.observe(source, 1000);
    expect(watermark.frontierMs()).toBe(1000);
  });

  it('remembers no more sources than it may, and keeps the leaders', () => {
    const watermark = createWatermark({ graceMs: 0, quorum: 2, sourcesMax: 8 });
    watermark.observe('a', 500);
    watermark.observe('b', 400);
    for (let index = 0; index < 1000; index += 1) watermark.observe(`passing-${index}`, index % 300);
    expect(watermark.frontierMs()).toBe(400);
    watermark.observe('b', 600);
    expect(watermark.frontierMs()).toBe(500);
  });

  it('takes no time from a fact that has none', () => {
    const watermark = createWatermark({ graceMs: 0, quorum: 1 });
    watermark.observe('a', Number.NaN);
    watermark.observe('a', Infinity);
    expect(watermark.frontierMs()).toBe(-Infinity);
  });
});
