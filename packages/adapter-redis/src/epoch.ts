import { randomUUID } from 'node:crypto';
import { WindowStoreError } from '@landfall/ports';
import type { RedisCall, RedisClient, Reply } from './redis-client.ts';
import type { WindowKeys } from './window-keys.ts';

/**
 * An unbroken life of the data in Redis. Positions and every bucket name it; every script asks for it. When a server has lost its data,
 * or the newest of it, the next call finds another epoch or fewer writes than were acknowledged, and a new epoch begins: empty, without
 * positions, so that everybody refills.
 */
export interface Epoch {
  readonly id: string;
  /** The writes that each bucket is known to have acknowledged. */
  readonly known: Float64Array;
}

export interface EpochContext {
  readonly client: RedisClient;
  readonly keys: WindowKeys;
  readonly bucketCount: number;
}

const TRIES_MAX = 20;

interface PositionsNow {
  readonly id: string;
  readonly ready: boolean;
  readonly buckets: string;
  /** Bucket by bucket in turn: its number, its writes. */
  readonly witness: readonly Buffer[];
}

/** Joins the epoch in force; begins one where there is none or the data of the last is not whole. */
export async function joinEpoch(context: EpochContext): Promise<Epoch> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    // The witness is read before the buckets: these only grow, so that a sound bucket is never behind it.
    const now = await readPositionsNow(context);
    assertSameBuckets(context, now);
    const epoch = await soundEpoch(context, now);
    if (epoch !== null) return epoch;
    const id = now.id === '' || now.ready ? await beginEpoch(context, now.id) : now.id;
    await stampBuckets(context, id);
    const { positions, witness, positionsSlot: slot } = context.keys;
    await context.client.run([{ slot, name: 'epochReady', keys: [positions, witness], words: [id] }]);
  }
  throw new WindowStoreError('windows-unavailable', 'Redis loses windows as fast as they are set up.');
}

async function readPositionsNow({ client, keys }: EpochContext): Promise<PositionsNow> {
  const { positions, witness, positionsSlot: slot } = keys;
  const [reply] = await client.run([{ slot, name: 'readPositions', keys: [positions, witness] }]);
  const [fields, seen] = reply as readonly (readonly Buffer[])[];
  const field = (name: string): string => {
    const at = fields!.findIndex((one, index) => index % 2 === 0 && one.toString() === name);
    return at === -1 ? '' : fields![at + 1]!.toString();
  };
  return { id: field('e'), ready: field('r') === '1', buckets: field('b'), witness: seen! };
}

function assertSameBuckets({ bucketCount }: EpochContext, { buckets }: PositionsNow): void {
  if (buckets === '' || Number(buckets) === bucketCount) return;
  const text = `These windows have ${buckets} buckets, not ${bucketCount}: ask for ${buckets}, or use another namespace.`;
  throw new WindowStoreError('windows-unavailable', text);
}

async function soundEpoch({ client, keys, bucketCount }: EpochContext, now: PositionsNow): Promise<Epoch | null> {
  if (now.id === '' || !now.ready) return null;
  const replies = await client.run(
    Array.from({ length: bucketCount }, (_, bucket): RedisCall => {
      const { slot, meta } = keys.bucket(bucket);
      return { slot, name: 'hmget', keys: [meta], words: ['e', 'n'] };
    }),
  );
  const known = new Float64Array(bucketCount);
  for (const [bucket, reply] of replies.entries()) {
    const [id, writes] = reply as readonly Reply[];
    if (String(id) !== now.id) return null;
    known[bucket] = Number(String(writes));
  }
  for (let at = 0; at + 1 < now.witness.length; at += 2) {
    const bucket = Number(String(now.witness[at]));
    if (known[bucket]! < Number(String(now.witness[at + 1]))) return null;
  }
  return { id: now.id, known };
}

async function beginEpoch({ client, keys, bucketCount }: EpochContext, expected: string): Promise<string> {
  const { positions, witness, positionsSlot: slot } = keys;
  const words = [expected, randomUUID(), bucketCount];
  const [id] = await client.run([{ slot, name: 'beginEpoch', keys: [positions, witness], words }]);
  return String(id);
}

/** Empties every bucket that is not of the epoch yet; again those to which somebody still wrote an hour meanwhile. */
async function stampBuckets({ client, keys, bucketCount }: EpochContext, id: string): Promise<void> {
  let left = Array.from({ length: bucketCount }, (_, bucket) => keys.bucket(bucket));
  for (let tries = 0; tries < TRIES_MAX && left.length > 0; tries += 1) {
    const hours = await client.run(
      left.flatMap(({ slot, hours: facts, kept }): RedisCall[] => [
        { slot, name: 'hkeys', keys: [facts] },
        { slot, name: 'hkeys', keys: [kept] },
      ]),
    );
    const stamps = left.map((bucket, index): RedisCall => {
      const { slot, meta, order, hours: hoursKey, bodies, pending, kept } = bucket;
      const [facts, keptFacts] = hours.slice(2 * index, 2 * index + 2) as readonly (readonly Buffer[])[];
      const named = [...new Set([...facts!, ...keptFacts!].map(String))];
      const ofHours = named.flatMap((hour) => [bucket.chunk(hour), bucket.keptOf(hour)]);
      return {
        slot,
        name: 'stampBucket',
        keys: [meta, order, hoursKey, bodies, pending, kept, ...ofHours],
        words: [id, ...named],
      };
    });
    const done = await client.run(stamps);
    left = left.filter((_, index) => done[index] !== 1);
  }
}
