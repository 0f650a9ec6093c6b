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
  /** Counts a batch as done; resolves with the offset to go on from. Absent: after the batch. */
  readonly commit?: (place: Place, next: number) => Promise<number>;
  readonly onEnd: () => void;
}

/** The partitions that one subscription reads, each in a lane of its own. */
export interface Lanes extends Subscription {
  /** Reads these partitions from now on and no others. A partition whose last batch is still in hand begins after it. */
  read(starts: readonly { readonly partition: Partition; readonly from: () => number }[]): void;
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

  const lane = async (mine: symbol, partition: Partition, from: () => number): Promise<void> => {
    const key = keyOf(partition);
    await inHand.get(key);
    let next = from();
    while (current === mine) {
      reach(key, next);
      const batch = partition.batch(next, options.batchMax);
      if (batch === null) {
        await moreIn(partition, wakes);
        continue;
      }
      await options.pass({ kind: 'deliver', way: 'to', partition });
      if (current !== mine) return;
      const handling = options.onBatch(batch);
      const after = batch.records.at(-1)!.offset + 1;
      const handled = handling.then(() => (options.commit === undefined ? after : options.commit(partition, after)));
      hold(key, handled);
      next = await handled;
    }
  };
  const hold = (key: string, work: Promise<unknown>): void => {
    const ended = work.then(() => {}, () => {}); // prettier-ignore
    inHand.set(key, ended);
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
      for (const { partition, from } of starts) lane(mine, partition, from).catch(fail);
    },
  };
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
