import type { WindowFact } from '@landfall/ports';

/** Calls under way at once: the store works on one while the next is on its way to it. */
const CALLS_MAX = 2;

interface Waiting {
  readonly facts: readonly WindowFact[];
  readonly done: PromiseWithResolvers<void>;
}

/**
 * Stores what several partitions bring at the same time in one call: a call costs the store a script for each bucket, however few facts
 * each has. What comes while calls are under way goes into the next one, so that calls grow with the load and an idle system waits for
 * nothing.
 *
 * Guarantee: resolves when the facts are stored and the marks that the store returned are applied; rejects when the call that they were
 * part of failed. Bounds: the batches in hand, one for each partition.
 */
export function storeTogether(
  store: (facts: readonly WindowFact[]) => Promise<void>,
): (facts: readonly WindowFact[]) => Promise<void> {
  let waiting: Waiting[] = [];
  let calls = 0;

  const send = async (): Promise<void> => {
    calls += 1;
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      try {
        await store(taken.length === 1 ? taken[0]!.facts : taken.flatMap(({ facts }) => facts));
        for (const { done } of taken) done.resolve();
      } catch (error) {
        for (const { done } of taken) done.reject(error);
      }
    }
    calls -= 1;
  };

  return (facts) => {
    const done = Promise.withResolvers<void>();
    waiting.push({ facts, done });
    if (calls < CALLS_MAX) void send();
    return done.promise;
  };
}
