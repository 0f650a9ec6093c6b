/**
 * The window of facts and the marks beside it, in Redis 7: one server, or a Redis Cluster.
 *
 * Guarantee: per bucket, one script stores a batch's facts and returns the version of the bucket's marks, and one script makes marks
 *   visible and fixes how far the chunks reach: so of a fact and a mark, whichever comes second sees the other. One script keeps the facts of
 *   a bucket's named windows and reads them: so of two facts of a window, whichever is kept second sees the other. A position moves after
 *   every bucket of its batch has answered, so it is never ahead of the facts. When Redis has lost data (a restart, a failover,
 *   FLUSHALL) the store notices, at open, at positions() or at the next call, and positions begin anew from none.
 * On crash: Redis keeps what it keeps. A batch may be stored in part, its position not moved; a mark may be visible in some buckets:
 *   making it again tells the others.
 * On retry: facts and marks may be stored again; a fact that is stored twice takes its 16 bytes twice until its hour expires, and is
 *   returned once. `windows-unavailable`: wait, ask for positions(), refill from the log if they are behind, and go on. After a loss
 *   every call but positions() rejects so, since going on without refilling would lose hits. `windows-full`: Redis is at its
 *   maxmemory; expire() still works.
 * Bounds: memory is Redis's maxmemory, whose policy must be `noeviction`. 16 bytes a fact, and what Redis allocates beyond the end
 *   of growing strings, which expire() gives back. 12 bytes a kept fact beside its own, and what a field of a hash takes for each window
 *   and hour; KEPT_PER_HOUR_MAX facts of a window and hour. Partitions up to 65,535; offsets below 2^48. A
 *   command waits `commandTimeoutMs` for its answer, with redirections twice that; opening waits twice `connectTimeoutMs`. A
 *   look-back reads 1 MiB a command and 8 MiB at once. Attempts to reconnect are 2 s apart at most.
 */
import { WindowStoreError } from '@landfall/ports';
import type {
  FactToKeep,
  KeptHorizon,
  LogPosition,
  MarkChanges,
  MarkVersions,
  WindowFact,
  WindowLook,
  WindowMark,
  WindowSizes,
  WindowStore,
} from '@landfall/ports';
import { bucketCalls, lostError } from './bucket-calls.ts';
import type { BucketCall, BucketCalls } from './bucket-calls.ts';
import { chunkUpkeep, sizesOf } from './chunk-upkeep.ts';
import { joinEpoch } from './epoch.ts';
import { packFacts } from './fact-chunk.ts';
import type { PackedChunk } from './fact-chunk.ts';
import { keepFacts } from './kept-facts.ts';
import { lookBack } from './look-back.ts';
import { fetchMarks, showMarks } from './mark-shelf.ts';
import { settingsOf } from './options.ts';
import type { RedisWindowStoreOptions } from './options.ts';
import { endsOf, movePositions, readPositions } from './positions.ts';
import { connectRedis } from './redis-client.ts';
import type { RedisClient, Reply } from './redis-client.ts';
import { windowKeys } from './window-keys.ts';
import type { WindowKeys } from './window-keys.ts';

/**
 * Connects and joins what the namespace holds. Rejects with `windows-unavailable` when Redis cannot be reached or is not fit to hold
 * windows; the message says what to do.
 */
export async function redisWindowStore(options: RedisWindowStoreOptions): Promise<WindowStore> {
  const settings = settingsOf(options);
  const client = await connectRedis(settings);
  const store = new RedisWindowStore(
    client,
    windowKeys(settings.namespace, settings.bucketCount),
    settings.bucketCount,
  );
  try {
    await store.join();
  } catch (error) {
    client.close();
    throw error;
  }
  return store;
}

class RedisWindowStore implements WindowStore {
  readonly bucketCount: number;
  readonly #client: RedisClient;
  readonly #keys: WindowKeys;
  readonly #upkeep: ReturnType<typeof chunkUpkeep>;
  /** Null when Redis has lost data and nobody has asked for positions since. */
  #calls: BucketCalls | null = null;
  #closed = false;

  constructor(client: RedisClient, keys: WindowKeys, bucketCount: number) {
    this.bucketCount = bucketCount;
    this.#client = client;
    this.#keys = keys;
    this.#upkeep = chunkUpkeep(bucketCount);
  }

  async join(): Promise<void> {
    const { bucketCount } = this;
    const [client, keys] = [this.#client, this.#keys];
    const epoch = await joinEpoch({ client, keys, bucketCount });
    const onLost = (): void => {
      if (this.#calls === calls) this.#calls = null;
    };
    const calls = bucketCalls({ client, keys, epoch, onLost });
    this.#calls = calls;
  }

  async storeAndLook(facts: readonly WindowFact[], seen: MarkVersions): Promise<MarkChanges> {
    const calls = this.#open();
    this.#assertVersions(seen);
    if (facts.length === 0) return { versions: seen, marks: [] };
    const buckets = Map.groupBy(packFacts(facts, this.bucketCount), ({ bucket }) => bucket);
    const written = [...buckets.keys()];
    const stores = [...buckets].map(([bucket, chunks]) => storeCall({ bucket, chunks, seen: seen[bucket]! }));
    const changes = await this.#takeIn(calls, { written, replies: await calls.run(stores), seen });
    await movePositions(calls, { positions: endsOf(facts), written });
    return changes;
  }

  async markAndLook(marks: readonly WindowMark[]): Promise<readonly (readonly WindowFact[])[]> {
    const calls = this.#open();
    if (marks.length === 0) return [];
    const { bucketCount } = this;
    const keyed = marks.flatMap(({ keyHash }) => (keyHash === null ? [] : [keyHash % bucketCount]));
    const reaches = await showMarks(calls, marks, { bucketCount, look: keyed });
    await movePositions(calls, { positions: [], written: [...reaches.keys()] });
    return lookBack(calls, marks, { bucketCount, reaches });
  }

  async keepAndLook(facts: readonly FactToKeep[]): Promise<readonly WindowLook[]> {
    const calls = this.#open();
    const { looks, written } = await keepFacts(calls, facts, this.bucketCount);
    await movePositions(calls, { positions: [], written });
    return looks;
  }

  async marksSince(seen: MarkVersions, buckets: readonly number[] = [...seen.keys()]): Promise<MarkChanges> {
    const calls = this.#open();
    this.#assertVersions(seen);
    const asked = buckets.map((bucket): BucketCall => ({
      bucket,
      name: 'changesSince',
      keys: ({ meta, order }) => [meta, order],
      words: [seen[bucket]!],
    }));
    return this.#takeIn(calls, { written: buckets, replies: await calls.run(asked), seen });
  }

  async expire(horizon: KeptHorizon): Promise<void> {
    await this.#upkeep.expire(this.#open(), horizon);
  }

  /** Joins the epoch in force first: after a loss a new one, which has no positions. */
  async positions(): Promise<readonly LogPosition[]> {
    this.#assertOpen();
    await this.join();
    return readPositions(this.#client, this.#keys);
  }

  async advance(positions: readonly LogPosition[]): Promise<void> {
    await movePositions(this.#open(), { positions, written: [] });
  }

  async sizes(): Promise<WindowSizes> {
    return sizesOf(this.#open(), this.bucketCount);
  }

  async close(): Promise<void> {
    if (!this.#closed) this.#client.close();
    this.#closed = true;
  }

  /** Versions and ids that buckets returned, as what they change for one who has seen `seen`. */
  async #takeIn(
    calls: BucketCalls,
    answer: { readonly written: readonly number[]; readonly replies: readonly Reply[]; readonly seen: MarkVersions },
  ): Promise<MarkChanges> {
    const { written, replies, seen } = answer;
    const versions = [...seen];
    const ids = new Set<string>();
    for (const [index, bucket] of written.entries()) {
      const [version, writes, ...changed] = replies[index] as readonly [number, number, ...Buffer[]];
      calls.acknowledge(bucket, writes);
      versions[bucket] = Math.max(seen[bucket]!, version);
      for (const id of changed) ids.add(id.toString());
    }
    return { versions, marks: ids.size === 0 ? [] : await fetchMarks(calls, ids, this.bucketCount) };
  }

  #assertOpen(): void {
    if (this.#closed) throw new WindowStoreError('windows-closed', 'The window store is closed.');
  }

  #open(): BucketCalls {
    this.#assertOpen();
    if (this.#calls === null) throw lostError();
    return this.#calls;
  }

  #assertVersions(seen: MarkVersions): void {
    if (seen.length !== this.bucketCount)
      throw new TypeError(`There are ${this.bucketCount} buckets, not ${seen.length}.`);
  }
}

function storeCall(part: {
  readonly bucket: number;
  readonly chunks: readonly PackedChunk[];
  readonly seen: number;
}): BucketCall {
  const { bucket, chunks, seen } = part;
  return {
    bucket,
    name: 'storeFacts',
    keys: (keys) => [keys.meta, keys.order, keys.hours, ...chunks.map(({ hour }) => keys.chunk(hour))],
    words: [seen, ...chunks.flatMap(({ hour, bytes }) => [hour, bytes])],
  };
}
