/**
 * Consumers and followers: one loop per topic that reads, hands over, and goes on.
 *
 * Guarantee: batches of a topic come one at a time and in order; a batch counts as done when onBatch has resolved.
 *   Woken by the append itself: there is no polling.
 * On crash: batches whose commit was not written yet come again.
 * On retry: when onBatch rejects, the batches in hand on other topics are finished, then everything stops with that
 *   error.
 * Bounds: one batch in memory per topic; the event loop gets its turn after every batch.
 */
import type { LogBatch, Subscription } from '@landfall/ports';
import { closedError } from './log-errors.ts';
import type { LogFile } from './log-file.ts';
import { openCursor } from './log-reader.ts';
import type { TopicStore } from './topic-store.ts';
import { turn } from './turn.ts';

export interface SubscriptionOptions {
  readonly file: LogFile;
  readonly topics: readonly TopicStore[];
  readonly start: (topic: TopicStore) => number;
  readonly batchMax: number;
  readonly onBatch: (batch: LogBatch) => Promise<void>;
  /** Called when a batch is done. */
  readonly onDone: (topic: TopicStore, next: number) => void;
  /** Called once, after the last batch. */
  readonly onEnd: () => void;
}

export interface OpenSubscription extends Subscription {
  /** Stops with this error, as if onBatch had rejected with it. */
  readonly fail: (error: unknown) => void;
}

export function openSubscription(options: SubscriptionOptions): OpenSubscription {
  const state: State = { stopping: false, error: null, behind: options.topics.length, caughtUp: settlable() };
  if (options.topics.length === 0) state.caughtUp.resolve();
  const stop = (error: unknown): void => {
    state.stopping = true;
    if (error !== null) state.error ??= { error };
    for (const topic of options.topics) topic.wakeAll();
  };
  const loops = options.topics.map((topic) => readTopic({ ...options, topic, state }).catch(stop));
  const end = async (): Promise<void> => {
    await Promise.all(loops);
    options.onEnd();
    state.caughtUp.reject(state.error === null ? closedError() : state.error.error);
    if (state.error !== null) throw state.error.error;
  };
  const ended = end();
  // Whoever subscribes has both promises to look at; an error that is on them must not end the process as well.
  ended.catch(() => {});
  return {
    caughtUp: state.caughtUp.promise,
    stopped: ended,
    close: () => {
      stop(null);
      return ended.catch(() => {});
    },
    fail: stop,
  };
}

interface State {
  stopping: boolean;
  error: { readonly error: unknown } | null;
  /** Topics that have not reached the end that they had at the beginning. */
  behind: number;
  readonly caughtUp: Settlable;
}

async function readTopic(
  options: SubscriptionOptions & { readonly topic: TopicStore; readonly state: State },
): Promise<void> {
  const { file, topic, state, batchMax } = options;
  const cursor = openCursor(file, topic, options.start(topic));
  const target = topic.end();
  let caughtUp = false;
  let wake = nothing;
  const unlisten = topic.listen(() => wake());
  try {
    // Nothing is handed over before the caller holds the subscription.
    await turn();
    while (!state.stopping) {
      const records = cursor.read(batchMax, topic.end());
      if (records.length > 0) {
        await options.onBatch({ topic: topic.name, partition: 0, records, endOffset: topic.end() });
        options.onDone(topic, cursor.offset());
      }
      if (!caughtUp && (records.length === 0 || cursor.offset() >= target)) {
        caughtUp = true;
        state.behind -= 1;
        if (state.behind === 0) state.caughtUp.resolve();
      }
      if (records.length > 0) await turn();
      // Between this read and the wait nothing else runs, so no append is overlooked.
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    unlisten();
  }
}

interface Settlable {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function nothing(): void {}

function settlable(): Settlable {
  let resolve = nothing;
  let reject: (error: unknown) => void = nothing;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
