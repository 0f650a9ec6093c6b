import { isPassing, toLogError } from './log-errors.ts';
import { pause } from './settle.ts';

const PAUSE_FIRST_MS = 50;
const PAUSE_MAX_MS = 1_000;

export interface TryAgainOptions<T> {
  readonly work: () => Promise<T>;
  /** Called between a failure that may pass and the next try. */
  readonly recover: (error: unknown) => Promise<void>;
  /** From the first failure on. */
  readonly forMs: number;
  /** Given, no further try is made. */
  readonly signal: AbortSignal;
}

/** Tries until it succeeds, the time is over, or the failure is one that cannot pass. Rejects with LogError. */
export async function tryAgain<T>({ work, recover, forMs, signal }: TryAgainOptions<T>): Promise<T> {
  let endMs: number | null = null;
  let pauseMs = PAUSE_FIRST_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      endMs ??= performance.now() + forMs;
      if (!isPassing(error) || signal.aborted || performance.now() >= endMs) throw toLogError(error);
      await pause(pauseMs, signal);
      pauseMs = Math.min(2 * pauseMs, PAUSE_MAX_MS);
      // When this fails too, the next try says so.
      await recover(error).catch(() => {});
    }
  }
}
