import type { Clock } from '@landfall/ports';
import { turn } from './turn.ts';

/** The longest delay that a timer of the platform can count; beyond, it fires at once. */
const TIMER_MAX_MS = 2_147_483_647;

/**
 * The system's clock. When it is set back, `now()` stands still until it has caught up. Fractions of a millisecond
 * are dropped.
 */
export function systemClock(): Clock {
  let latest = 0;
  return {
    now: () => {
      latest = Math.max(latest, Date.now());
      return latest;
    },
    sleep: async (delayMs, signal) => {
      for (let left = delayMs; left > 0; left -= TIMER_MAX_MS) {
        if (signal?.aborted === true) return;
        await wait(Math.min(left, TIMER_MAX_MS), signal);
      }
    },
  };
}

function wait(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal?.addEventListener('abort', done);
  });
}

export interface VirtualClock extends Clock {
  /**
   * Moves the time on and wakes sleepers in the order of their instants, each at its own. Whatever a sleeper does
   * before it waits for something real is done before the next one wakes, so that a loop of sleeps runs as often as
   * it should.
   */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until the test moves it. */
export function virtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  const due = (untilMs: number): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.atMs <= untilMs && (first === undefined || sleeper.atMs < first.atMs)) first = sleeper;
    }
    return first;
  };
  return {
    now: () => nowMs,
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        if (delayMs <= 0 || signal?.aborted === true) {
          resolve();
          return;
        }
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper: Sleeper = { atMs: nowMs + delayMs, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      }),
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      await turn();
      for (let sleeper = due(untilMs); sleeper !== undefined; sleeper = due(untilMs)) {
        nowMs = Math.max(nowMs, sleeper.atMs);
        sleeper.wake();
        await turn();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}
