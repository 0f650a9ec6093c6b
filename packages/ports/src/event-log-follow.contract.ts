import { expect, it } from 'vitest';
import { collector, inWorld, numbered, numbers, record, textOf } from './contract-support.ts';
import type { Contract, EventLogWorld } from './contract-support.ts';

/** The part of the event-log suite about followers, which keep no commit. */
export function eventLogFollowContract(open: Contract<EventLogWorld>['open']): void {
  it('hands over everything, says when it has caught up, and goes on', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(25));
      const seen = collector();
      const subscription = await log.follow({ topics: ['anpr.reads'], batchMax: 4, onBatch: seen.onBatch });
      await subscription.caughtUp;
      expect(seen.values()).toEqual(numbers(25));
      await log.append([record('key-0', '25')]);
      await log.append([record('key-1', '26')]);
      await seen.until(27);
      expect(seen.values()).toEqual(numbers(27));
      await subscription.close();
      await subscription.stopped;
    }));

  it('starts at the given offsets', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(25));
      const from = await log.ends('anpr.reads');
      await log.append(numbers(5, 25).map((text) => record('later', text)));
      const seen = collector();
      const subscription = await log.follow({ topics: ['anpr.reads'], from, batchMax: 4, onBatch: seen.onBatch });
      await subscription.caughtUp;
      expect(seen.values()).toEqual(numbers(5, 25));
      await subscription.close();
    }));

  it('lets any number of followers read, and keeps no commit', () =>
    inWorld(open, async ({ log }) => {
      await log.append(numbered(10));
      const all = [collector(), collector(), collector()];
      const open3 = await Promise.all(
        all.map(({ onBatch }) => log.follow({ topics: ['anpr.reads'], batchMax: 3, onBatch })),
      );
      await Promise.all(open3.map((one) => one.caughtUp));
      for (const seen of all) expect(seen.values()).toEqual(numbers(10));
      await Promise.all(open3.map((one) => one.close()));
      const again = collector();
      const second = await log.follow({ topics: ['anpr.reads'], batchMax: 3, onBatch: again.onBatch });
      await second.caughtUp;
      expect(again.values()).toEqual(numbers(10));
      await second.close();
    }));

  it('builds the newest value of each key from a compacted topic', () =>
    inWorld(open, async ({ log }) => {
      const topic = 'watchlist.entries';
      const newest = new Map<string, string>();
      for (let revision = 0; revision < 20; revision += 1) {
        await log.append(['a', 'b'].map((key) => record(key, `${key}${revision}`, { topic })));
      }
      const subscription = await log.follow({
        topics: [topic],
        batchMax: 3,
        onBatch: async (batch) => {
          for (const one of batch.records) newest.set(one.key, textOf(one.value));
        },
      });
      await subscription.caughtUp;
      expect(newest).toEqual(new Map([['a', 'a19'], ['b', 'b19']])); // prettier-ignore
      await subscription.close();
    }));
}
