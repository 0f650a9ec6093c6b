import { setTimeout as pause } from 'node:timers/promises';
import type { HitsOptions, Problem } from './options.ts';

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 30_000;

/**
 * Does the work until it succeeds, with pauses of 100 ms, doubling to 30 s. Rejects with the signal's reason when it is
 * given meanwhile; work that has begun is not broken off.
 */
export async function tryUntilDone<T>(options: {
  readonly work: () => T | Promise<T>;
  readonly kindOf: (error: unknown) => Problem['kind'];
  readonly onProblem: HitsOptions['onProblem'];
  readonly signal: AbortSignal;
}): Promise<T> {
  const { work, kindOf, onProblem, signal } = options;
  for (let retryMs = RETRY_FIRST_MS; ; retryMs = Math.min(2 * retryMs, RETRY_MAX_MS)) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      onProblem?.({ kind: kindOf(error), error, retryMs });
      await pause(retryMs, undefined, { signal });
    }
  }
}
