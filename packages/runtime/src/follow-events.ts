import type { Topic } from '@landfall/core';
import type { LogPosition } from '@landfall/ports';
import type { KeptSubscription } from './keep-subscribed.ts';
import { keepSubscribed } from './keep-subscribed.ts';
import type { Platform } from './platform.ts';
import type { Received } from './poison.ts';
import { decodeBatch } from './poison.ts';

const BATCH_MAX = 1000;

/**
 * Builds a projection: hands over every event of the topics from the beginning, then follows.
 *
 * Guarantee: every event that can be decoded is handed over, those of one key in order.
 * On crash: the next process begins at the beginning.
 * On retry: after a failure it goes on where it stopped, so `onEvents` may see a batch again that it failed on, and nothing else twice.
 * Bounds: one batch of 1,000 records in hand per partition.
 */
export function followEvents<T extends Topic>(
  platform: Platform,
  options: {
    readonly service: string;
    readonly topics: readonly T[];
    /** Topics can be told apart by `topic`. Rejecting makes the same batch come again. */
    readonly onEvents: (events: readonly Received<T>[]) => void | Promise<void>;
  },
): KeptSubscription {
  const next = new Map<string, LogPosition>();
  return keepSubscribed(platform, {
    name: `${options.service}-follow`,
    subscribe: () =>
      platform.log.follow({
        topics: options.topics,
        from: [...next.values()],
        batchMax: BATCH_MAX,
        async onBatch(batch) {
          const events = await decodeBatch(platform, batch, options.service);
          await options.onEvents(events as readonly Received<T>[]);
          const offset = batch.records.at(-1)!.offset + 1;
          next.set(`${batch.topic}/${batch.partition}`, { topic: batch.topic, partition: batch.partition, offset });
        },
      }),
  });
}
