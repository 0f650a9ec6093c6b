import { describe, expect, it } from 'vitest';
import type { Topic } from '@landfall/core';
import { bytesOf, inWorld, numbered, positionText, record, scanAll, textOf, valuesByKey } from './contract-support.ts';
import type { Contract, EventLogWorld } from './contract-support.ts';
import type { LogPosition, Offsets } from './event-log.ts';
import { eventLogSubscriptionContract } from './event-log-subscription.contract.ts';

export function eventLogContract(contract: Contract<EventLogWorld>): void {
  const options = contract.timeoutMs === undefined ? {} : { timeout: contract.timeoutMs };
  describe(`event log: ${contract.name}`, options, () => {
    describe('appending', () => {
      appending(contract.open);
    });
    describe('reading what is there', () => {
      reading(contract.open);
    });
    describe('finding positions', () => {
      finding(contract.open);
    });
    eventLogSubscriptionContract(contract.open);
  });
}

type Open = Contract<EventLogWorld>['open'];

function appending(open: Open): void {
  it('gives each record a position, in the order of the request', () =>
    inWorld(open, async ({ log }) => {
      const records = numbered(40);
      const positions = await log.append(records);
      const found = await log.fetch(positions);
      expect(found.map((one) => textOf(one.value))).toEqual(records.map((one) => textOf(one.value)));
      expect(new Set(positions.map(positionText)).size).toBe(40);
    }));

  it('sends one key to one partition and keeps its order', () =>
    inWorld(open, async ({ log }) => {
      const first = await log.append(numbered(50));
      const second = await log.append(numbered(50));
      const partitions = new Map<number, Set<number>>();
      for (const [index, position] of [...first, ...second].entries()) {
        const key = (index % 50) % 7;
        partitions.set(key, (partitions.get(key) ?? new Set()).add(position.partition));
      }
      expect([...partitions.values()].every((one) => one.size === 1)).toBe(true);
      const byKey = valuesByKey(await scanAll(log, { topic: 'anpr.reads', batchMax: 16 }));
      expect(byKey.get('key-3')).toEqual([3, 10, 17, 24, 31, 38, 45, 3, 10, 17, 24, 31, 38, 45].map(String));
    }));

  it('keeps the order of requests that do not wait for each other', () =>
    inWorld(open, async ({ log }) => {
      await Promise.all(Array.from({ length: 30 }, (_, index) => log.append([record('same', String(index))])));
      const byKey = valuesByKey(await scanAll(log, { topic: 'anpr.reads', batchMax: 7 }));
      expect(byKey.get('same')).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
    }));

  it('takes records of several topics in one request', () =>
    inWorld(open, async ({ log }) => {
      const positions = await log.append([
        record('a', 'read'),
        record('b', 'movement', { topic: 'port.movements' }),
        record('c', 'read again'),
      ]);
      expect(positions.map((one) => one.topic)).toEqual(['anpr.reads', 'port.movements', 'anpr.reads']);
      const movements = await scanAll(log, { topic: 'port.movements', batchMax: 10 });
      expect(movements.map((one) => textOf(one.value))).toEqual(['movement']);
    }));

  it('takes nothing and gives nothing', () =>
    inWorld(open, async ({ log }) => {
      expect(await log.append([])).toEqual([]);
    }));

  it('takes 5,000 records in one request', () =>
    inWorld(open, async ({ log }) => {
      const positions = await log.append(numbered(5_000));
      expect(positions).toHaveLength(5_000);
      expect(await scanAll(log, { topic: 'anpr.reads', batchMax: 500 })).toHaveLength(5_000);
    }));

  it('takes a record of 2 MiB where the topic allows it', () =>
    inWorld(open, async ({ log }) => {
      const value = new Uint8Array(2 * 1024 * 1024).map((_, index) => index % 251);
      const positions = await log.append([record('big', '', { topic: 'dead-letters', value }), record('small', 'x')]);
      const [big] = await log.fetch(positions.slice(0, 1));
      expect(big?.value.length).toBe(value.length);
      expect(big?.value.every((byte, index) => byte === index % 251)).toBe(true);
    }));

  it('refuses a record that its topic has no room for, and says so', () =>
    inWorld(open, async ({ log }) => {
      const value = new Uint8Array(25 * 1024 * 1024);
      const refused = log.append([record('huge', '', { topic: 'dead-letters', value })]);
      await expect(refused).rejects.toMatchObject({ name: 'LogError', code: 'log-record-too-large' });
      await expect(log.append([record('next', 'goes through')])).resolves.toHaveLength(1);
    }));

  it('keeps headers, empty values and keys in any script', () =>
    inWorld(open, async ({ log }) => {
      const keys = ['', 'AB12CDE', 'Ż0Ł1Ć', '京都500', 'nul\u0000inside', '🚚 lorry', 'quote\'"\\'];
      const headers = { 'ce-type': 'landfall.read', empty: '', Straße: 'schön 🚢' };
      const positions = await log.append(
        keys.map((key) => record(key, '', { headers, timestampMs: 1_712_345_678_901 })),
      );
      const found = await log.fetch(positions);
      expect(found.map((one) => one.key)).toEqual(keys);
      for (const one of found) {
        expect(one.value).toHaveLength(0);
        expect(one.headers).toEqual(headers);
        expect(one.timestampMs).toBe(1_712_345_678_901);
      }
      const [bare] = await log.fetch(await log.append([record('bare', 'no headers')]));
      expect(bare?.headers).toEqual({});
    }));

  it('gives back every byte as it came', () =>
    inWorld(open, async ({ log }) => {
      const value = Uint8Array.from({ length: 256 }, (_, index) => index);
      const [found] = await log.fetch(await log.append([record('bytes', '', { value })]));
      expect([...(found?.value ?? [])]).toEqual([...value]);
    }));

  it('keeps what it acknowledged when it is opened again', () =>
    inWorld(open, async ({ log, reopen }) => {
      const positions = await log.append(numbered(20));
      const again = await reopen();
      const found = await again.fetch(positions);
      expect(found.map((one) => textOf(one.value))).toEqual(numbered(20).map((one) => textOf(one.value)));
      const later = await again.append(numbered(20));
      expect(later.every((position, index) => position.offset > (positions[index]?.offset ?? Infinity))).toBe(true);
    }));

  it('refuses a topic that does not exist', () =>
    inWorld(open, async ({ log }) => {
      // The types forbid it; a caller that reads names from outside can still get it wrong.
      const topic: Topic = JSON.parse('"no.such.topic"');
      const unknown = { name: 'LogError', code: 'log-topic-unknown' };
      await expect(log.append([record('a', 'x', { topic })])).rejects.toMatchObject(unknown);
      await expect(log.ends(topic)).rejects.toMatchObject(unknown);
      await expect(scanAll(log, { topic, batchMax: 10 })).rejects.toMatchObject(unknown);
      await expect(log.follow({ topics: [topic], batchMax: 1, onBatch: async () => {} })).rejects.toMatchObject(
        unknown,
      );
    }));

  it('refuses to append once it is closed, and may be closed twice', () =>
    inWorld(open, async ({ log }) => {
      await log.append([record('a', 'before')]);
      await log.close();
      await log.close();
      await expect(log.append([record('a', 'after')])).rejects.toMatchObject({ name: 'LogError', code: 'log-closed' });
    }));

  it('settles what was asked for before it was closed', () =>
    inWorld(open, async ({ log, reopen }) => {
      const pending = log.append([record('a', 'in flight')]);
      await log.close();
      const again = await reopen();
      expect((await again.fetch(await pending)).map((one) => textOf(one.value))).toEqual(['in flight']);
    }));

  it('keeps at least the newest record of each key of a compacted topic', () =>
    inWorld(open, async ({ log, reopen }) => {
      const topic = 'watchlist.entries';
      for (const revision of [1, 2, 3]) {
        await log.append(['a', 'b', 'c'].map((key) => record(key, `${key}${revision}`, { topic })));
      }
      await log.append([record('b', 'b4', { topic })]);
      const again = await reopen();
      const newest = new Map(
        (await scanAll(again, { topic, batchMax: 2 })).map((one) => [one.key, textOf(one.value)] as const),
      );
      expect(newest).toEqual(new Map([['a', 'a3'], ['b', 'b4'], ['c', 'c3']])); // prettier-ignore
    }));
}

function reading(open: Open): void {
  it('scans everything once, in batches of at most batchMax, oldest first within a partition', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(100));
      const seen: LogPosition[] = [];
      for await (const batch of log.scan({ topic: 'anpr.reads', batchMax: 9 })) {
        expect(batch.records.length).toBeGreaterThan(0);
        expect(batch.records.length).toBeLessThanOrEqual(9);
        const offsets = batch.records.map((one) => one.offset);
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        expect(batch.endOffset).toBeGreaterThan(offsets.at(-1) ?? Infinity);
        seen.push(...offsets.map((offset) => ({ topic: batch.topic, partition: batch.partition, offset })));
      }
      expect(new Set(seen.map(positionText)).size).toBe(100);
    }));

  it('scans an empty topic to an end at once', () =>
    inWorld(open, async ({ log }) => {
      expect(await scanAll(log, { topic: 'anpr.reads', batchMax: 10 })).toEqual([]);
    }));

  it('scans from and to the given offsets, start inclusive and end exclusive', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(30));
      const from = await log.ends('anpr.reads');
      await log.append(Array.from({ length: 30 }, (_, index) => record(`key-${index % 7}`, `middle ${index}`)));
      const to = await log.ends('anpr.reads');
      await log.append(numbered(30));
      const middle = await scanAll(log, { topic: 'anpr.reads', from, to, batchMax: 4 });
      expect(middle).toHaveLength(30);
      expect(middle.every((one) => textOf(one.value).startsWith('middle'))).toBe(true);
    }));

  it('ends a scan where the log ended when it began', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(10));
      let count = 0;
      for await (const batch of log.scan({ topic: 'anpr.reads', batchMax: 3 })) {
        count += batch.records.length;
        await log.append(numbered(5));
      }
      expect(count).toBe(10);
    }));

  it('lets a scan be left half way', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(50));
      for await (const batch of log.scan({ topic: 'anpr.reads', batchMax: 5 })) {
        expect(batch.records.length).toBeGreaterThan(0);
        break;
      }
      expect(await log.append(numbered(1))).toHaveLength(1);
    }));

  it('fetches in the order asked for, as often as asked, and leaves out what is not there', () =>
    inWorld(open, async ({ log }) => {
      const positions = await log.append(numbered(20));
      const pick = (index: number): LogPosition => positions[index]!;
      const missing: LogPosition = { ...pick(0), offset: pick(19).offset + 1_000_000 };
      const found = await log.fetch([pick(7), missing, pick(3), pick(7), pick(19)]);
      expect(found.map((one) => textOf(one.value))).toEqual(['7', '3', '7', '19']);
      expect(found.map(positionText)).toEqual([7, 3, 7, 19].map((index) => positionText(pick(index))));
      expect(await log.fetch([])).toEqual([]);
    }));
}

function finding(open: Open): void {
  it('names the end of every partition, also of an empty topic', () =>
    inWorld(open, async ({ log }) => {
      const before = await log.ends('anpr.reads');
      expect(before.length).toBeGreaterThan(0);
      const positions = await log.append(numbered(60));
      const after = await log.ends('anpr.reads');
      expect(after.map((one) => one.partition)).toEqual(before.map((one) => one.partition));
      for (const end of after) {
        const last = positions.findLast((one) => one.partition === end.partition);
        expect(end.offset).toBe(last === undefined ? offsetIn(before, end.partition) : last.offset + 1);
      }
    }));

  it('finds the first offset at or after an instant, and the end where there is none', () =>
    inWorld(open, async ({ log }) => {
      const start = Date.now() - 60_000;
      const times = Array.from({ length: 40 }, (_, index) => start + index * 10);
      const positions = await log.append(
        times.map((timestampMs) => record('one key', String(timestampMs), { timestampMs })),
      );
      const partition = positions[0]?.partition ?? -1;
      const at = async (timestampMs: number): Promise<number> =>
        offsetIn(await log.offsetsAt('anpr.reads', timestampMs), partition);
      expect(await at(start - 5_000)).toBe(positions[0]?.offset);
      expect(await at(start + 200)).toBe(positions[20]?.offset);
      expect(await at(start + 201)).toBe(positions[21]?.offset);
      const end = offsetIn(await log.ends('anpr.reads'), partition);
      expect(await at(start + 391)).toBe(end);
    }));

  it('knows no commit of a group that has not consumed', () =>
    inWorld(open, async ({ log }) => {
      await log.append([record('a', 'x', { value: bytesOf('x') })]);
      expect(await log.committed('nobody', 'anpr.reads')).toEqual([]);
    }));
}

function offsetIn(offsets: Offsets, partition: number): number {
  return offsets.find((one) => one.partition === partition)?.offset ?? -1;
}
