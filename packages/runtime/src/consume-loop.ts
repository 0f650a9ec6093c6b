import type { Topic } from '@landfall/core';
import type { LogBatch } from '@landfall/ports';
import type { KeptSubscription } from './keep-subscribed.ts';
import { keepSubscribed } from './keep-subscribed.ts';
import type { Platform } from './platform.ts';

/**
 * The loop of every consumer group: batches in order per partition, committed once handled, measured, and kept alive.
 *
 * Guarantee: at least once. A batch is committed only after `onBatch` resolved.
 * Each subscription, also one after a failure, begins only when `beforeSubscribe` has resolved.
 * On crash: the batches since the last commit come again.
 * On retry: a failing batch comes again, unchanged, after a pause (keepSubscribed); batches behind it wait.
 * Bounds: one batch in hand per partition, at most `batchMax` records each.
 */
export function consumeLoop(
  platform: Platform,
  options: {
    readonly group: string;
    readonly topics: readonly Topic[];
    readonly batchMax: number;
    /** What has to be so before batches come, such as filled windows. Rejecting counts as a failure of the consumer. */
    readonly beforeSubscribe?: () => Promise<void>;
    readonly onBatch: (batch: LogBatch) => Promise<void>;
  },
): KeptSubscription {
  const { group, topics, batchMax } = options;
  const { metrics } = platform;
  return keepSubscribed(platform, {
    name: group,
    async subscribe() {
      await options.beforeSubscribe?.();
      return platform.log.consume({
        group,
        topics,
        batchMax,
        async onBatch(batch) {
          const labels = { group, topic: batch.topic };
          const stop = metrics.batchSeconds.startTimer(labels);
          await options.onBatch(batch);
          stop();
        },
      });
    },
  });
}
