import type { Subscription } from '@landfall/ports';
import type { Platform } from './platform.ts';

export interface KeptSubscription {
  /** Resolves when the log's end at the start has been reached, across restarts of the subscription. */
  readonly caughtUp: Promise<void>;
  /** The last error, until a batch succeeds again; null when all is well. */
  failure(): string | null;
  close(): Promise<void>;
}

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 10_000;

/**
 * Keeps a subscription running for as long as the process lives.
 *
 * Guarantee: nothing is skipped, no error ends the process, and each restart is counted.
 * On crash: nothing of its own is lost; the subscription begins where it is told to.
 * On retry: when a handler or the log fails, it waits (100 ms, doubling to 10 s) and subscribes again, from what is committed or handled.
 * A record that its handler can never take therefore stops its partition; `failure()` says so.
 * Bounds: one subscription.
 */
export function keepSubscribed(
  platform: Pick<Platform, 'clock' | 'logger' | 'metrics'>,
  options: { readonly name: string; readonly subscribe: () => Promise<Subscription> },
): KeptSubscription {
  const abort = new AbortController();
  const caughtUp = Promise.withResolvers<void>();
  let current: Subscription | undefined;
  let failure: string | null = null;
  let retryMs = RETRY_FIRST_MS;

  const runOnce = async (): Promise<void> => {
    current = await options.subscribe();
    if (abort.signal.aborted) await current.close();
    // Whichever comes first: a subscription that stops before it has caught up says why by `stopped`.
    await Promise.race([current.caughtUp, current.stopped]);
    failure = null;
    retryMs = RETRY_FIRST_MS;
    if (!abort.signal.aborted) caughtUp.resolve();
    await current.stopped;
  };

  const run = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      try {
        await runOnce();
      } catch (error) {
        // A handler that gave up its batch because the service stops has not failed: the batch comes again after the start.
        if (abort.signal.aborted && error instanceof Error && error.name === 'AbortError') return;
        failure = error instanceof Error ? error.message : String(error);
        platform.metrics.consumerRestarts.inc({ group: options.name });
        platform.logger.error({ err: error, consumer: options.name, retryMs }, 'consumer failed, trying again');
        await platform.clock.sleep(retryMs, abort.signal);
        retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
      }
    }
  };
  const running = run();

  return {
    caughtUp: caughtUp.promise,
    failure: () => failure,
    async close() {
      abort.abort();
      await current?.close();
      caughtUp.resolve();
      await running;
    },
  };
}
