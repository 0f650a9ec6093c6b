import type { WindowStore } from '@landfall/ports';
import { WindowStoreError } from '@landfall/ports';

/**
 * The windows as this process may use them: only while they are known to hold what the log says.
 *
 * Guarantee: what `use` resolves with was done within one life of the windows, after they had been filled in that life, and before this
 *   process noticed any loss. When a call says that the store has lost data or cannot be reached, every other call rejects too until
 *   the windows have been filled again, so that no group of this process works on a store that another group has only just reopened.
 * On crash: nothing of its own. On retry: a rejected `use` may have had its effect; stores and marks are idempotent.
 * Bounds: one fill at a time, shared by all who ask.
 */
export interface FilledWindows {
  /** Brings the windows up to the log unless they are; rejects when that fails. */
  fill(): Promise<void>;
  /** Rejects with `windows-unavailable` unless the windows were filled before and still are. */
  use<T>(work: (windows: WindowStore) => Promise<T>): Promise<T>;
}

export function filledWindows(windows: WindowStore, fill: () => Promise<void>): FilledWindows {
  /** Null: not filled, or lost since. */
  let life: symbol | null = null;
  let filling: Promise<void> | null = null;

  const fillOnce = async (): Promise<void> => {
    try {
      await fill();
      life = Symbol('a life of the windows');
    } finally {
      filling = null;
    }
  };

  return {
    async fill() {
      if (life !== null) return;
      filling ??= fillOnce();
      await filling;
    },
    async use(work) {
      const mine = life;
      if (mine === null) throw unfilledError();
      try {
        const result = await work(windows);
        if (life !== mine) throw unfilledError();
        return result;
      } catch (error) {
        const lost = error instanceof WindowStoreError && error.code === 'windows-unavailable';
        if (lost && life === mine) life = null;
        throw error;
      }
    },
  };
}

function unfilledError(): WindowStoreError {
  return new WindowStoreError('windows-unavailable', 'The windows have to be filled from the log first.');
}
