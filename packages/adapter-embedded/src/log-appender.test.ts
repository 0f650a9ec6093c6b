import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { LogError } from '@landfall/ports';
import { describe, expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { openEmbeddedLog, sqliteEventLog } from './event-log.ts';
import { openLogFile } from './log-file.ts';
import type { EmbeddedLogOptions } from './log-options.ts';
import { codeOf, read, TOPICS, withFile } from './test-files.ts';

const HOUR_MS = 3_600_000;

function pairOf(line: string): [number, number] {
  const pair: [number, number] = JSON.parse(line);
  return pair;
}

function nothing(): void {}

describe('appending', () => {
  it('writes the requests of one turn of the event loop together', () =>
    withFile(async (path) => {
      const file = openLogFile({ path });
      let transactions = 0;
      const counted: typeof file = {
        ...file,
        transaction: (work) => {
          transactions += 1;
          return file.transaction(work);
        },
      };
      const log = sqliteEventLog(counted, { path, topics: TOPICS });
      await Promise.all(Array.from({ length: 200 }, (_, index) => log.append([read('k', String(index))])));
      expect(transactions).toBe(1);
      await log.close();
    }));

  it('shows a record to readers only when the disk has it', () =>
    withFile(async (path) => {
      const file = openLogFile({ path });
      let reached = nothing;
      let release = nothing;
      const atDisk = new Promise<void>((resolve) => (reached = resolve));
      const disk = new Promise<void>((resolve) => (release = resolve));
      const slow: typeof file = {
        ...file,
        sync: () => {
          reached();
          return disk;
        },
      };
      const log = sqliteEventLog(slow, { path, topics: TOPICS });
      const appended = log.append([read('k', 'not yet')]);
      await atDisk;
      expect(await log.ends('anpr.reads')).toEqual([{ topic: 'anpr.reads', partition: 0, offset: 0 }]);
      expect(await log.fetch([{ topic: 'anpr.reads', partition: 0, offset: 0 }])).toEqual([]);
      release();
      expect(await log.fetch(await appended)).toHaveLength(1);
      await log.close();
    }));

  it('fails for good when the disk does not take what was written', () =>
    withFile(async (path) => {
      const file = openLogFile({ path });
      const failure = new LogError('log-unavailable', 'The disk is gone.');
      const broken: typeof file = { ...file, sync: () => Promise.reject(failure) };
      const log = sqliteEventLog(broken, { path, topics: TOPICS });
      const consumer = await log.consume({ group: 'g', topics: ['anpr.reads'], batchMax: 5, onBatch: async () => {} });
      await consumer.caughtUp;
      const both = [log.append([read('k', '1')]), log.append([read('k', '2')])];
      expect(await Promise.all(both.map(codeOf))).toEqual(['log-unavailable', 'log-unavailable']);
      await expect(consumer.stopped).rejects.toBe(failure);
      expect(await codeOf(log.append([read('k', '3')]))).toBe('log-unavailable');
      await log.close();
    }));

  it('refuses with log-full when there is no room, keeps what it has, and goes on when there is room again', () =>
    withFile(async (path) => {
      const clock = virtualClock(Date.UTC(2026, 10, 20));
      const topics: EmbeddedLogOptions['topics'] = [{ name: 'anpr.reads', cleanup: 'delete', retentionHours: 1 }];
      const log = await openEmbeddedLog({ path, topics, clock, pagesMax: 250 });
      const records = Array.from({ length: 500 }, () => read('k', 'x'.repeat(200), { timestampMs: clock.now() }));
      let taken = 0;
      let code: string | undefined;
      while (code === undefined && taken < 100_000) {
        code = await codeOf(log.append(records));
        if (code === undefined) taken += records.length;
      }
      expect(code).toBe('log-full');
      expect(taken).toBeGreaterThanOrEqual(1_000);
      expect((await log.ends('anpr.reads'))[0]?.offset).toBe(taken);
      expect(await codeOf(log.append(records))).toBe('log-full');
      await clock.advance(2 * HOUR_MS);
      await log.maintain();
      const positions = await log.append(records);
      expect(positions[0]?.offset).toBe(taken);
      await log.close();
    }));

  it('loses nothing acknowledged when the process is killed in the middle', () =>
    withFile(async (path) => {
      const script = `
        import { writeSync } from 'node:fs';
        import { openEmbeddedLog } from ${JSON.stringify(import.meta.resolve('./event-log.ts'))};
        const topics = [{ name: 'anpr.reads', cleanup: 'delete' }];
        const log = await openEmbeddedLog({ path: ${JSON.stringify(path)}, topics });
        let next = 0;
        const append = async () => {
          for (;;) {
            const first = next;
            next += 25;
            const records = Array.from({ length: 25 }, (_, index) =>
              ({ topic: 'anpr.reads', key: 'k', value: Buffer.from(String(first + index)), timestampMs: Date.now() }));
            const positions = await log.append(records);
            writeSync(1, JSON.stringify([first, positions[0].offset]) + '\\n');
          }
        };
        await Promise.all([append(), append(), append()]);`;
      const child = spawn(process.execPath, ['--conditions=@landfall/source', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      const acknowledged: [number, number][] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        // Only whole lines count: the last one may be cut off by the kill.
        if (line.endsWith(']')) acknowledged.push(pairOf(line));
        if (acknowledged.length === 100) child.kill('SIGKILL');
      }
      await exited;
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      for (const [first, offset] of acknowledged) {
        const positions = Array.from({ length: 25 }, (_, index) => ({
          topic: 'anpr.reads' as const,
          partition: 0,
          offset: offset + index,
        }));
        const found = await log.fetch(positions);
        expect(found.map((one) => one.value.toString())).toEqual(positions.map((_, index) => String(first + index)));
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(100);
      await log.append([read('k', 'after the crash')]);
      await log.close();
    }));
});
