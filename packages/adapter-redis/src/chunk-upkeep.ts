import { isOver } from '@landfall/ports';
import type { KeptHorizon, WindowSizes } from '@landfall/ports';
import type { BucketCall, BucketCalls } from './bucket-calls.ts';
import { FACT_BYTES } from './fact-chunk.ts';
import { pairsOf } from './mark-shelf.ts';
import type { Reach } from './mark-shelf.ts';
import type { RedisCall, Reply } from './redis-client.ts';

/** Drops the hours and days that are over, and gives back what Redis allocated beyond the ends of hours that are over. */
export interface ChunkUpkeep {
  expire(calls: BucketCalls, horizon: KeptHorizon): Promise<void>;
}

/** Buckets looked after at once: their trimmed chunks are what Redis copies in one go. */
const BUCKETS_AT_ONCE = 32;
/** The newest hours of a bucket still grow. */
const GROWING_HOURS = 2;

export function chunkUpkeep(bucketCount: number): ChunkUpkeep {
  /** By bucket and hour, how long the chunk was when it was trimmed. */
  const trimmed = Array.from({ length: bucketCount }, () => new Map<number, number>());

  const upkeepOf = (calls: BucketCalls, bucket: number, options: { held: Held; horizon: KeptHorizon }) => {
    const { held, horizon } = options;
    const reach = held.chunks;
    const own = calls.keys.bucket(bucket);
    const done = trimmed[bucket]!;
    const hours = [...new Set([...reach.keys(), ...held.kept.keys()])];
    const over = hours.filter((hour) => isOver(hour, horizon));
    for (const hour of done.keys()) if (!reach.has(hour) || over.includes(hour)) done.delete(hour);
    const drops: BucketCall[] = over.length === 0 ? [] : [dropCall(bucket, over)];
    const newest = Math.max(...reach.keys());
    const trims: RedisCall[] = [];
    for (const [hour, bytes] of reach) {
      if (over.includes(hour) || hour > newest - GROWING_HOURS || done.get(hour) === bytes) continue;
      trims.push({ slot: own.slot, name: 'trimChunk', keys: [own.chunk(hour)] });
      done.set(hour, bytes);
    }
    return { drops, trims };
  };

  return {
    expire: async (calls, horizon) => {
      for (let first = 0; first < bucketCount; first += BUCKETS_AT_ONCE) {
        const buckets = Array.from({ length: Math.min(BUCKETS_AT_ONCE, bucketCount - first) }, (_, at) => first + at);
        const replies = await calls.run(buckets.map(reachCall));
        const work = buckets.map((bucket, index) => {
          return upkeepOf(calls, bucket, { held: heldOf(replies[index]!), horizon });
        });
        await calls.run(work.flatMap(({ drops }) => drops));
        await calls.runPlain(work.flatMap(({ trims }) => trims));
      }
    },
  };
}

/** What a bucket holds. Hours, and periods of kept facts, by their bytes. */
interface Held {
  readonly marks: number;
  readonly markBytes: number;
  readonly chunks: Reach;
  readonly kept: Reach;
}

function reachCall(bucket: number): BucketCall {
  return { bucket, name: 'reach', keys: ({ meta, hours, kept }) => [meta, hours, kept], words: [] };
}

function heldOf(reply: Reply): Held {
  const [marks, markBytes, chunks, kept] = reply as readonly [Reply, Reply, readonly Reply[], readonly Reply[]];
  return {
    marks: Number(String(marks)),
    markBytes: Number(String(markBytes)),
    chunks: pairsOf(chunks),
    kept: pairsOf(kept),
  };
}

function dropCall(bucket: number, hours: readonly number[]): BucketCall {
  return {
    bucket,
    name: 'dropHours',
    keys: (keys) => [
      keys.meta,
      keys.hours,
      keys.kept,
      ...hours.flatMap((hour) => [keys.chunk(hour), keys.keptOf(hour)]),
    ],
    words: hours,
  };
}

/** What all buckets hold. Bytes are those of facts and marks as packed; what Redis needs round them is not counted. */
export async function sizesOf(calls: BucketCalls, bucketCount: number): Promise<WindowSizes> {
  const all = Array.from({ length: bucketCount }, (_, bucket) => bucket);
  const held = (await calls.run(all.map(reachCall))).map(heldOf);
  const factBytes = held.reduce((sum, { chunks }) => sum + sumOf(chunks), 0);
  const keptBytes = held.reduce((sum, { kept }) => sum + sumOf(kept), 0);
  const markBytes = held.reduce((sum, one) => sum + one.markBytes, 0);
  const marks = held.reduce((sum, one) => sum + one.marks, 0);
  return { facts: factBytes / FACT_BYTES, marks, bytes: factBytes + markBytes + keptBytes };
}

function sumOf(hours: Reach): number {
  return [...hours.values()].reduce((sum, bytes) => sum + bytes, 0);
}
