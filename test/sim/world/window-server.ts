import { memoryWindowStore } from '@landfall/adapter-embedded';
import type { FactToKeep, LogPosition, MarkChanges, WindowFact, WindowMark, WindowStore } from '@landfall/ports';
import { WindowStoreError } from '@landfall/ports';
import type { Pass } from './effects.ts';
import { ask } from './effects.ts';

/** What the windows hold between two losses. */
interface Life {
  readonly store: WindowStore;
  readonly positions: Map<string, LogPosition>;
}

/** The window store of the simulated world, which several processes reach and which may lose everything. */
export interface WindowServer {
  /** Loses all data: nobody gets anywhere before asking for positions, which begin anew. */
  wipe(): void;
  connect(pass: Pass): WindowStore;
}

/**
 * As Redis does it: a call touches bucket after bucket, window after window, each atomic and none together; positions move after all of
 * them; a part of a call that failed may still be done.
 */
export function windowServer(bucketCount: number): WindowServer {
  let life = beginLife(bucketCount);
  return {
    wipe() {
      life = beginLife(bucketCount);
    },
    connect: (pass) => connectWindows(pass, { bucketCount, life: () => life }),
  };
}

function beginLife(bucketCount: number): Life {
  return { store: memoryWindowStore({ bucketCount }), positions: new Map() };
}

function connectWindows(pass: Pass, server: { readonly bucketCount: number; readonly life: () => Life }): WindowStore {
  /** The life that this process works in; null when it was seen to be over. */
  let joined: Life | null = server.life();
  let closed = false;

  const open = (): Life => {
    if (closed) throw new WindowStoreError('windows-closed', 'The window store is closed.');
    if (joined === null) throw lostError();
    return joined;
  };
  /** One atomic part of a call. */
  const part = <T>(mine: Life, effect: (life: Life) => T | Promise<T>): Promise<T> =>
    ask(pass, 'windows', () => {
      if (server.life() === mine) return effect(mine);
      if (joined === mine) joined = null;
      throw lostError();
    });
  const move = (mine: Life, positions: readonly LogPosition[]): Promise<void> =>
    part(mine, (life) => {
      for (const position of positions) advance(life.positions, position);
    });

  return {
    bucketCount: server.bucketCount,
    async storeAndLook(facts, seen) {
      const mine = open();
      if (facts.length === 0) return { versions: seen, marks: [] };
      const buckets = [...Map.groupBy(facts, ({ keyHash }) => keyHash % server.bucketCount).values()];
      const changes = await Promise.all(
        buckets.map((some) => part(mine, ({ store }) => store.storeAndLook(some, seen))),
      );
      await move(mine, facts.map(({ position }) => ({ ...position, offset: position.offset + 1 }))); // prettier-ignore
      return together(seen, changes);
    },
    async markAndLook(marks) {
      const mine = open();
      const looks: (readonly WindowFact[])[] = [];
      await inParts(marks, bucketOf(server.bucketCount), async (some, places) => {
        const found = await part(mine, ({ store }) => store.markAndLook(some));
        for (const [at, place] of places.entries()) looks[place] = found[at]!;
      });
      return looks;
    },
    async marksSince(seen, buckets) {
      const mine = open();
      await pass({ kind: 'marks-since', way: 'to' });
      const changes = await part(mine, ({ store }) => store.marksSince(seen, buckets));
      await pass({ kind: 'marks-since', way: 'back' });
      return changes;
    },
    async keepAndLook(facts) {
      const mine = open();
      const looks: Awaited<ReturnType<WindowStore['keepAndLook']>>[number][] = [];
      await inParts(facts, ({ window }: FactToKeep) => window, async (some, places) => {
        const found = await part(mine, ({ store }) => store.keepAndLook(some));
        for (const [at, place] of places.entries()) looks[place] = found[at]!;
      }); // prettier-ignore
      return looks;
    },
    async expire(horizon) {
      await part(open(), ({ store }) => store.expire(horizon));
    },
    async positions() {
      if (closed) open();
      return ask(pass, 'windows', () => {
        joined = server.life();
        return [...joined.positions.values()];
      });
    },
    async advance(positions) {
      await move(open(), positions);
    },
    sizes: async () => part(open(), ({ store }) => store.sizes()),
    async close() {
      closed = true;
    },
  };
}

function bucketOf(bucketCount: number): (mark: WindowMark) => number {
  return ({ keyHash }) => (keyHash === null ? -1 : keyHash % bucketCount);
}

/** Does items of one part together and the parts side by side; each part hears where its items stand among all. */
async function inParts<T>(
  items: readonly T[],
  partOf: (item: T) => number | string,
  work: (some: readonly T[], places: readonly number[]) => Promise<void>,
): Promise<void> {
  const parts = Map.groupBy(items.keys(), (index) => partOf(items[index]!));
  const places = [...parts.values()];
  await Promise.all(places.map((indexes) => work(indexes.map((index) => items[index]!), indexes))); // prettier-ignore
}

function together(seen: readonly number[], changes: readonly MarkChanges[]): MarkChanges {
  const versions = seen.map((version, bucket) => Math.max(version, ...changes.map((one) => one.versions[bucket]!)));
  const marks = new Map<string, WindowMark>();
  for (const mark of changes.flatMap((one) => one.marks)) {
    const other = marks.get(mark.markId);
    if (other === undefined || other.revision <= mark.revision) marks.set(mark.markId, mark);
  }
  return { versions, marks: [...marks.values()] };
}

function advance(positions: Map<string, LogPosition>, position: LogPosition): void {
  const key = `${position.topic}/${position.partition}`;
  if ((positions.get(key)?.offset ?? 0) < position.offset) positions.set(key, position);
}

function lostError(): WindowStoreError {
  return new WindowStoreError('windows-unavailable', 'The windows were lost: ask for positions and refill.');
}
