import { describe, expect, it } from 'vitest';
import {
  collector,
  gate,
  inWorld,
  numbered,
  numbers,
  positionText,
  record,
  scanAll,
  textOf,
  valuesByKey,
} from './contract-support.ts';
import { eventLogFollowContract } from './event-log-follow.contract.ts';
import type { Contract, EventLogWorld } from './contract-support.ts';
import type { ConsumeOptions, EventLog, LogBatch } from './event-log.ts';

type Open = Contract<EventLogWorld>['open'];

/** The part of the event-log suite about consumers and followers. */
export function eventLogSubscriptionContract(open: Open): void {
  describe('consuming as a group', () => {
    consuming(open);
  });
  describe('a consumer that fails or stops', () => {
    stopping(open);
  });
  describe('following', () => {
    eventLogFollowContract(open);
  });
}

const reads = (group: string, onBatch: ConsumeOptions['onBatch']): ConsumeOptions => ({
  group,
  topics: ['anpr.reads'],
  batchMax: 10,
  onBatch,
});

async function committedTotal(log: EventLog, group: string): Promise<readonly string[]> {
  return (await log.committed(group, 'anpr.reads')).map(positionText);
}

function consuming(open: Open): void {
  it('hands over everything from the beginning to a group without a commit, then what comes', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(35));
      const seen = collector();
      const subscription = await log.consume(reads('matcher', seen.onBatch));
      await subscription.caughtUp;
      expect(seen.values()).toEqual(numbers(35));
      await log.append([record('key-0', '35')]);
      await seen.until(36);
      expect(seen.values()).toEqual(numbers(36));
      await subscription.close();
      await subscription.stopped;
    }));

  it('keeps the order of each key, in batches of bounded size', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(100));
      const seen = collector();
      const subscription = await log.consume(reads('matcher', seen.onBatch));
      await subscription.caughtUp;
      const byKey = valuesByKey(seen.received);
      expect(byKey.get('key-2')).toEqual(numbers(100).filter((text) => Number(text) % 7 === 2));
      for (const batch of seen.batches) {
        expect(batch.records.length).toBeGreaterThan(0);
        expect(batch.records.length).toBeLessThanOrEqual(10);
        expect(batch.endOffset).toBeGreaterThan(batch.records.at(-1)?.offset ?? Infinity);
      }
      await subscription.close();
    }));

  it('calls onBatch for one batch at a time in a partition', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(60));
      const running = new Map<number, number>();
      let most = 0;
      const subscription = await log.consume(
        reads('matcher', async (batch) => {
          const now = (running.get(batch.partition) ?? 0) + 1;
          running.set(batch.partition, now);
          most = Math.max(most, now);
          await log.ends('anpr.reads');
          running.set(batch.partition, now - 1);
        }),
      );
      await subscription.caughtUp;
      expect(most).toBe(1);
      await subscription.close();
    }));

  it('reads several topics in one subscription', () =>
    inWorld(open, async ({ log }) => {
      await log.append([...numbered(5), record('m', '5', { topic: 'port.movements' })]);
      const seen = collector();
      const subscription = await log.consume({
        ...reads('matcher', seen.onBatch),
        topics: ['anpr.reads', 'port.movements'],
      });
      await subscription.caughtUp;
      expect(seen.values()).toEqual(numbers(6));
      expect(new Set(seen.batches.map((batch) => batch.topic))).toEqual(new Set(['anpr.reads', 'port.movements']));
      await subscription.close();
    }));

  it('is caught up at once on empty topics', () =>
    inWorld(open, async ({ log }) => {
      const seen = collector();
      const subscription = await log.consume(reads('matcher', seen.onBatch));
      await subscription.caughtUp;
      expect(seen.received).toEqual([]);
      await subscription.close();
    }));

  it('goes on after what it committed when the log is opened again', () =>
    inWorld(open, async ({ log, reopen }) => {
      await log.append(numbered(30));
      const first = collector();
      const before = await log.consume(reads('matcher', first.onBatch));
      await before.caughtUp;
      await before.close();
      const again = await reopen();
      await again.append(numbers(10, 30).map((text, index) => record(`key-${index % 7}`, text)));
      const second = collector();
      const after = await again.consume(reads('matcher', second.onBatch));
      await after.caughtUp;
      expect(second.values()).toEqual(numbers(10, 30));
      await after.close();
    }));

  it('commits the offset after the last record of each partition that was handed over', () =>
    inWorld(open, async ({ log }) => {
      const positions = await log.append(numbered(30));
      const subscription = await log.consume(reads('matcher', async () => {}));
      await subscription.caughtUp;
      await subscription.close();
      const used = new Set(positions.map((one) => one.partition));
      const ends = (await log.ends('anpr.reads')).filter((one) => used.has(one.partition)).map(positionText);
      const committed = (await log.committed('matcher', 'anpr.reads')).filter((one) => used.has(one.partition));
      expect(committed.map(positionText)).toEqual(ends);
    }));

  it('gives every group everything, each at its own pace', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(20));
      const one = collector();
      const two = collector();
      const first = await log.consume(reads('matcher', one.onBatch));
      await first.caughtUp;
      expect(await log.committed('control-room', 'anpr.reads')).toEqual([]);
      const second = await log.consume(reads('control-room', two.onBatch));
      await second.caughtUp;
      expect(one.values()).toEqual(numbers(20));
      expect(two.values()).toEqual(numbers(20));
      await first.close();
      await second.close();
    }));
}

function stopping(open: Open): void {
  it('stops with the error of onBatch, commits nothing of that batch, and hands it over again', () =>
    inWorld(open, async ({ log }) => {
      await log.append(Array.from({ length: 8 }, (_, index) => record('one key', String(index))));
      const failure = new Error('the window store is away');
      const refused: LogBatch[] = [];
      const failing = await log.consume(
        reads('matcher', async (batch) => {
          refused.push(batch);
          throw failure;
        }),
      );
      await expect(failing.stopped).rejects.toBe(failure);
      await expect(failing.caughtUp).rejects.toBe(failure);
      await failing.close();
      expect(refused).toHaveLength(1);
      expect(await log.committed('matcher', 'anpr.reads')).toEqual([]);
      const seen = collector();
      const retried = await log.consume(reads('matcher', seen.onBatch));
      await retried.caughtUp;
      expect(seen.received[0]?.offset).toBe(refused[0]?.records[0]?.offset);
      expect(seen.values()).toEqual(numbers(8));
      await retried.close();
    }));

  it('keeps the commits of earlier batches when a later one fails', () =>
    inWorld(open, async ({ log }) => {
      await log.append(Array.from({ length: 30 }, (_, index) => record('one key', String(index))));
      const accepted: string[] = [];
      const failing = await log.consume(
        reads('matcher', async (batch) => {
          if (accepted.length > 0) throw new Error('the second batch fails');
          accepted.push(...batch.records.map((one) => textOf(one.value)));
        }),
      );
      await expect(failing.stopped).rejects.toThrow('the second batch fails');
      await failing.close();
      const seen = collector();
      const retried = await log.consume(reads('matcher', seen.onBatch));
      await retried.caughtUp;
      expect([...accepted, ...seen.values()]).toEqual(numbers(30));
      await retried.close();
    }));

  it('waits in close() for the batch in hand and commits it', () =>
    inWorld(open, async ({ log }) => {
      await log.append([record('a', '0')]);
      const entered = gate();
      const release = gate();
      const subscription = await log.consume(
        reads('matcher', async () => {
          entered.open();
          await release.opened;
        }),
      );
      await entered.opened;
      expect(await committedTotal(log, 'matcher')).toEqual([]);
      let closed = false;
      const close = async (): Promise<void> => {
        await subscription.close();
        closed = true;
      };
      const closing = close();
      await log.ends('anpr.reads');
      expect(closed).toBe(false);
      release.open();
      await closing;
      await subscription.stopped;
      expect(await committedTotal(log, 'matcher')).toHaveLength(1);
      await subscription.close();
    }));

  it('lets the batch in hand append while the log closes', () =>
    inWorld(open, async ({ log, reopen }) => {
      await log.append([record('a', '0')]);
      const entered = gate();
      const release = gate();
      await log.consume(
        reads('matcher', async () => {
          entered.open();
          await release.opened;
          await log.append([record('hit', 'published late', { topic: 'hits' })]);
        }),
      );
      await entered.opened;
      const closing = log.close();
      release.open();
      await closing;
      const again = await reopen();
      const hits = await scanAll(again, { topic: 'hits', batchMax: 10 });
      expect(hits.map((one) => textOf(one.value))).toEqual(['published late']);
      expect(await committedTotal(again, 'matcher')).toHaveLength(1);
    }));

  it('refuses to subscribe once the log is closed', () =>
    inWorld(open, async ({ log }) => {
      await log.close();
      const closed = { name: 'LogError', code: 'log-closed' };
      await expect(log.consume(reads('matcher', async () => {}))).rejects.toMatchObject(closed);
      await expect(log.ends('anpr.reads')).rejects.toMatchObject(closed);
    }));
}
