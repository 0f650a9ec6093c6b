import type { ConnectionState } from './live-connection.ts';
import { createStore, type Store } from './store.ts';

/** Where the clocks of the page stand while the connection is lost: ages that ran on would claim what nobody knows. */
export interface StillClock {
  /** Server's time at which the page last heard from it, while the connection is lost; null while the clocks run. */
  readonly stillAtMs: Store<number | null>;
  /** The server was heard at this time of its own, epoch milliseconds. */
  heard(atMs: number): void;
  follow(state: ConnectionState): void;
}

export function createStillClock(startedMs: number): StillClock {
  const stillAtMs = createStore<number | null>(null);
  let heardMs = startedMs;
  return {
    stillAtMs,
    heard(atMs) {
      heardMs = atMs;
    },
    follow(state) {
      if (state === 'live') stillAtMs.set(null);
      else if (state !== 'connecting') stillAtMs.update((still) => still ?? heardMs);
    },
  };
}
