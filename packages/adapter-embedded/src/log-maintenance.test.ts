import { describe, expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { openEmbeddedLog } from './event-log.ts';
import type { EmbeddedLog } from './event-log.ts';
import type { EmbeddedLogOptions } from './log-options.ts';
import { read, withFile } from './test-files.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 20);
const topics: EmbeddedLogOptions['topics'] = [
  { name: 'anpr.reads', cleanup: 'delete', retentionHours: 24 },
  { name: 'hits', cleanup: 'delete' },
  { name: 'watchlist.entries', cleanup: 'compact' },
];

async function valuesOf(log: EmbeddedLog, topic: 'anpr.reads' | 'hits' | 'watchlist.entries'): Promise<string[]> {
  const values: string[] = [];
  for await (const batch of log.scan({ topic, batchMax: 100 }))
    values.push(...batch.records.map((one) => one.value.toString()));
  return values;
}

describe('retention', () => {
  it('drops records older than their topic keeps them, and only those', () =>
    withFile(async (path) => {
      const clock = virtualClock(START_MS);
      const log = await openEmbeddedLog({ path, topics, clock });
      const old = await log.append([
        read('a', 'old', { timestampMs: START_MS }),
        read('b', 'hit', { topic: 'hits', timestampMs: 0 }),
      ]);
      await clock.advance(HOUR_MS);
      await log.append([read('a', 'new', { timestampMs: START_MS + HOUR_MS })]);
      await clock.advance(23 * HOUR_MS + 1);
      await log.maintain();
      expect(await valuesOf(log, 'anpr.reads')).toEqual(['new']);
      expect(await valuesOf(log, 'hits')).toEqual(['hit']);
      expect((await log.fetch(old)).map((one) => one.topic)).toEqual(['hits']);
      await log.close();
    }));

  it('gives no offset twice, though the topic was emptied and opened again', () =>
    withFile(async (path) => {
      const clock = virtualClock(START_MS);
      const log = await openEmbeddedLog({ path, topics, clock });
      await log.append(Array.from({ length: 10 }, () => read('a', 'x', { timestampMs: START_MS })));
      await clock.advance(25 * HOUR_MS);
      expect(await log.maintain()).toBe(1);
      await log.close();
      const again = await openEmbeddedLog({ path, topics, clock });
      expect(await valuesOf(again, 'anpr.reads')).toEqual([]);
      const [position] = await again.append([read('a', 'y')]);
      expect(position?.offset).toBe(10);
      await again.close();
    }));

  it('is not held up for ever by one record with a time far ahead', () =>
    withFile(async (path) => {
      const clock = virtualClock(START_MS);
      const log = await openEmbeddedLog({ path, topics, clock });
      await log.append([read('a', 'from 2100', { timestampMs: Date.UTC(2100, 0, 1) })]);
      await log.append([read('a', 'sound', { timestampMs: START_MS })]);
      await clock.advance(25 * HOUR_MS);
      await log.maintain();
      expect(await valuesOf(log, 'anpr.reads')).toEqual([]);
      await log.close();
    }));

  it('runs by itself on the clock, and lets a consumer go on past what went', () =>
    withFile(async (path) => {
      const clock = virtualClock(START_MS);
      const log = await openEmbeddedLog({ path, topics, clock, maintainEveryMs: HOUR_MS });
      for (let hour = 0; hour < 40; hour += 1) {
        const records = Array.from({ length: 200 }, () => read('a', String(hour), { timestampMs: clock.now() }));
        await log.append(records);
        await clock.advance(HOUR_MS);
      }
      // It is 40 o'clock: hour 16 is 24 hours old and stays. The timer's round runs in turns of the event loop.
      let values = await valuesOf(log, 'anpr.reads');
      while (values.length > 24 * 200) values = await valuesOf(log, 'anpr.reads');
      expect(values).toEqual(Array.from({ length: 24 * 200 }, (_, index) => String(16 + Math.floor(index / 200))));
      const seen: number[] = [];
      const consumer = await log.consume({
        group: 'late',
        topics: ['anpr.reads'],
        batchMax: 1_000,
        onBatch: async (batch) => void seen.push(...batch.records.map((one) => one.offset)),
      });
      await consumer.caughtUp;
      expect(seen).toEqual(Array.from({ length: 24 * 200 }, (_, index) => 16 * 200 + index));
      await log.close();
    }));
});

describe('compaction', () => {
  it('keeps exactly the newest record of each key, with its offset, and goes on where it stopped', () =>
    withFile(async (path) => {
      const topic = 'watchlist.entries';
      const log = await openEmbeddedLog({ path, topics });
      for (let revision = 0; revision < 5; revision += 1) {
        await log.append(Array.from({ length: 150 }, (_, key) => read(`key ${key}`, `${key}/${revision}`, { topic })));
      }
      expect(await log.maintain()).toBe(600);
      expect(await valuesOf(log, topic)).toEqual(Array.from({ length: 150 }, (_, key) => `${key}/4`));
      expect(await log.maintain()).toBe(0);
      const [position] = await log.append([read('key 7', '7/5', { topic })]);
      expect(position?.offset).toBe(750);
      expect(await log.maintain()).toBe(1);
      expect((await valuesOf(log, topic)).filter((value) => value.startsWith('7/'))).toEqual(['7/5']);
      await log.close();
    }));
});
