import type { LogBatch, LogPosition, Offsets, Subscription } from '@landfall/ports';
import { LogError } from '@landfall/ports';
import type { Partition } from './broker.ts';
import type { Pass } from './effects.ts';

type Place = Pick<LogPosition, 'topic' | 'partition'>;

export interface LanesOptions {
  readonly pass: Pass;
  readonly batchMax: number;
  readonly onBatch: (batch: LogBatch) => Promise<void>;
  /** Where everything ended at the time of subscribing. */
  readonly ends: Offsets;
  readonly onEnd: () => void;
}

interface LaneStart {
  readonly partition: Partition;
  /** Where to begin, asked when it does. */
  readonly from: () => number;
  /** Counts a batch as done; resolves with the offset to go on from. Absent: after the batch. */
  readonly commit?: (next: number) => Promise<number>;
}

/** The partitions that one subscription reads, each in a lane of its own. */
export interface Lanes extends Subscription {
  /** Reads these partitions from now on and no others. A partition whose last batch is still in hand begins after it. */
  read(starts: readonly LaneStart[]): void;
}

export function openLanes(options: LanesOptions): Lanes {
  const caughtUp = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  caughtUp.promise.catch(() => {});
  stopped.promise.catch(() => {});
  const inHand = new Map<string, Promise<void>>();
  const wakes = new Set<() => void>();
  const behind = new Map<string, number>();
  let current: symbol | null = null;
  let failure: { readonly error: unknown } | null = null;
  let ending: Promise<void> | null = null;

  const end = (): Promise<void> => {
    current = null;
    for (const wake of wakes) wake();
    ending ??= finish();
    return ending;
  };
  const finish = async (): Promise<void> => {
    await Promise.all(inHand.values());
    options.onEnd();
    caughtUp.reject(failure === null ? closedError() : failure.error);
    if (failure === null) stopped.resolve();
    else stopped.reject(failure.error);
  };
  const reach = (key: string, offset: number): void => {
    if (offset < (behind.get(key) ?? 0)) return;
    behind.delete(key);
    if (behind.size === 0) caughtUp.resolve();
  };

  const lane = async (mine: symbol, { partition, from, commit }: LaneStart): Promise<void> => {
    const key = keyOf(partition);
    await inHand.get(key);
    let next = from();
    const goesOn = (): boolean => current === mine;
    while (goesOn()) {
      reach(key, next);
      const batch = partition.batch(next, options.batchMax);
      if (batch === null) {
        await moreIn(partition, wakes);
        continue;
      }
      await options.pass({ kind: 'deliver', way: 'to', partition });
      if (!goesOn()) return;
      const handling = options.onBatch(batch);
      const after = batch.records.at(-1)!.offset + 1;
      const handled = handling.then(() => (commit === undefined ? after : commit(after)));
      hold(key, handled);
      next = await handled;
    }
  };
  const hold = (key: string, work: Promise<unknown>): void => {
    inHand.set(key, settled(work));
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    void end();
  };

  return {
    caughtUp: caughtUp.promise,
    stopped: stopped.promise,
    close: end,
    read(starts) {
      if (ending !== null) return;
      const mine = Symbol('an assignment');
      current = mine;
      for (const wake of wakes) wake();
      behind.clear();
      const read = new Set(starts.map(({ partition }) => keyOf(partition)));
      for (const place of options.ends) if (read.has(keyOf(place))) behind.set(keyOf(place), place.offset);
      if (behind.size === 0) caughtUp.resolve();
      for (const start of starts) lane(mine, start).catch(fail);
    },
  };
}

/** Resolves when the work has ended, well or not. */
export async function settled(work: Promise<unknown>): Promise<void> {
  await Promise.allSettled([work]);
}

function moreIn({ waiting }: Partition, wakes: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      waiting.delete(wake);
      wakes.delete(wake);
      resolve();
    };
    waiting.add(wake);
    wakes.add(wake);
  });
}

function keyOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}

export function closedError(): LogError {
  return new LogError('log-closed', 'The log is closed.');
}
