import { eventLogContract } from '@landfall/ports/contracts';
import { describe, expect, it } from 'vitest';
import { openEmbeddedLog } from './event-log.ts';
import { codeOf, read, temporaryFile, TOPICS, withFile } from './test-files.ts';

for (const synchronous of ['FULL', 'NORMAL', 'OFF'] as const) {
  eventLogContract({
    name: `SQLite, synchronous ${synchronous}`,
    open: async () => {
      const { path, remove } = temporaryFile();
      const open = (): ReturnType<typeof openEmbeddedLog> => openEmbeddedLog({ path, synchronous, topics: TOPICS });
      let log = await open();
      return {
        log,
        reopen: async () => {
          await log.close();
          log = await open();
          return log;
        },
        close: async () => {
          await log.close();
          remove();
        },
      };
    },
  });
}

describe('the embedded log', () => {
  it('has one consumer per group and topic, and says so to the second', () =>
    withFile(async (path) => {
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      const consume = (topics: readonly ['anpr.reads' | 'hits', ...'hits'[]]): ReturnType<typeof log.consume> =>
        log.consume({ group: 'matcher', topics, batchMax: 10, onBatch: async () => {} });
      const first = await consume(['anpr.reads', 'hits']);
      expect(await codeOf(consume(['hits']))).toBe('log-locked');
      await first.close();
      const second = await consume(['hits']);
      await second.caughtUp;
      await log.close();
    }));

  it('hands over records in batches of batchMax, from the middle of what one request wrote', () =>
    withFile(async (path) => {
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      await log.append(Array.from({ length: 1_000 }, (_, index) => read('k', String(index))));
      const from = [{ topic: 'anpr.reads' as const, partition: 0, offset: 333 }];
      const sizes: number[] = [];
      const values: string[] = [];
      for await (const batch of log.scan({ topic: 'anpr.reads', from, batchMax: 150 })) {
        sizes.push(batch.records.length);
        values.push(...batch.records.map((one) => one.value.toString()));
      }
      expect(sizes).toEqual([150, 150, 150, 150, 67]);
      expect(values).toEqual(Array.from({ length: 667 }, (_, index) => String(index + 333)));
      await log.close();
    }));

  it('finds offsets by time exactly, in whatever order timestamps come', () =>
    withFile(async (path) => {
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      const times = Array.from({ length: 2_000 }, (_, index) => 1_000_000 + index * 10 + ((index * 7_919) % 5_000));
      for (let start = 0; start < times.length; start += 137) {
        await log.append(times.slice(start, start + 137).map((timestampMs) => read('k', '', { timestampMs })));
      }
      for (let instant = 990_000; instant < 1_030_000; instant += 311) {
        const expected = times.findIndex((time) => time >= instant);
        const [found] = await log.offsetsAt('anpr.reads', instant);
        expect(found?.offset).toBe(expected === -1 ? times.length : expected);
      }
      await log.close();
    }));

  it('ends a consumer whose file is damaged under it with log-damaged', () =>
    withFile(async (path) => {
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      await log.append([read('k', 'to be damaged')]);
      await log.close();
      const { DatabaseSync } = await import('node:sqlite');
      const db = new DatabaseSync(path);
      const table = db.prepare("SELECT 'chunks_' || id AS name FROM topics WHERE name = 'anpr.reads'").get()?.['name'];
      db.exec(`UPDATE ${String(table)} SET records = zeroblob(length(records))`);
      db.close();
      const again = await openEmbeddedLog({ path, topics: TOPICS });
      const consumer = await again.consume({
        group: 'g',
        topics: ['anpr.reads'],
        batchMax: 10,
        onBatch: async () => {},
      });
      expect(await codeOf(consumer.stopped)).toBe('log-damaged');
      expect(await codeOf(consumer.caughtUp)).toBe('log-damaged');
      await again.close();
    }));
});
