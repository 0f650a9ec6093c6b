import { WindowStoreError } from '@landfall/ports';
import type { WindowMark } from '@landfall/ports';
import type { BucketCall, BucketCalls } from './bucket-calls.ts';
import { EVERYWHERE, homeOf, packMark, pendingPlaces, unpackMark } from './mark-body.ts';
import type { RedisCall, Reply } from './redis-client.ts';

/** Ids to ask one home for at once; Lua unpacks a few thousand at most. */
const FETCH_MAX = 1_000;

/** A mark in its home, and what its buckets have still to hear. */
interface PutMark {
  readonly markId: string;
  readonly home: number;
  readonly token: Buffer;
}

/** How far the chunks of a bucket reached when its marks became visible: hour, bytes. */
export type Reach = ReadonlyMap<number, number>;

/**
 * Makes marks visible: first the mark in its home, then, in each bucket that it concerns, its id with a new version; so whoever sees
 * the id finds the mark. Resolves with the reach of every bucket in `look`, fixed by the same step that showed the id there.
 */
export async function showMarks(
  calls: BucketCalls,
  marks: readonly WindowMark[],
  options: { readonly bucketCount: number; readonly look: readonly number[] },
): Promise<ReadonlyMap<number, Reach>> {
  const { bucketCount, look } = options;
  const put = await putMarks(calls, marks, bucketCount);
  const news = new Map<number, Set<string>>(look.map((bucket) => [bucket, new Set<string>()]));
  const tell = (bucket: number, markId: string): void => {
    news.set(bucket, (news.get(bucket) ?? new Set<string>()).add(markId));
  };
  for (const { markId, token } of put) {
    for (const place of pendingPlaces(token)) {
      if (place !== EVERYWHERE) tell(place, markId);
      else for (let bucket = 0; bucket < bucketCount; bucket += 1) tell(bucket, markId);
    }
  }
  const reaches = await tellBuckets(calls, news);
  await settle(calls, put);
  return reaches;
}

async function putMarks(
  calls: BucketCalls,
  marks: readonly WindowMark[],
  bucketCount: number,
): Promise<readonly PutMark[]> {
  const homes = marks.map(({ markId }) => homeOf(markId, bucketCount));
  const replies = await calls.run(
    marks.map((mark, index): BucketCall => ({
      bucket: homes[index]!,
      name: 'putMark',
      keys: ({ meta, bodies, pending }) => [meta, bodies, pending],
      words: [mark.markId, packMark(mark, bucketCount)],
    })),
  );
  const put = replies.map((reply, index): PutMark => {
    const [writes, token] = reply as readonly [number, Buffer];
    calls.acknowledge(homes[index]!, writes);
    return { markId: marks[index]!.markId, home: homes[index]!, token };
  });
  return put.filter(({ token }) => token.length > 0);
}

async function tellBuckets(
  calls: BucketCalls,
  news: ReadonlyMap<number, ReadonlySet<string>>,
): Promise<ReadonlyMap<number, Reach>> {
  const buckets = [...news];
  const replies = await calls.run(
    buckets.map(([bucket, ids]): BucketCall => ({
      bucket,
      name: 'showMarks',
      keys: ({ meta, order, hours }) => [meta, order, hours],
      words: [...ids],
    })),
  );
  const reaches = new Map<number, Reach>();
  for (const [index, [bucket]] of buckets.entries()) {
    const [, writes, ...hours] = replies[index] as readonly [number, number, ...Buffer[]];
    calls.acknowledge(bucket, writes);
    reaches.set(bucket, pairsOf(hours));
  }
  return reaches;
}

/** Number by number, as Redis lists the fields of a hash. */
export function pairsOf(fields: readonly Reply[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  for (let at = 0; at + 1 < fields.length; at += 2)
    pairs.set(Number(String(fields[at])), Number(String(fields[at + 1])));
  return pairs;
}

async function settle(calls: BucketCalls, put: readonly PutMark[]): Promise<void> {
  await calls.runPlain(
    put.map(({ markId, home, token }): RedisCall => {
      const { slot, pending } = calls.keys.bucket(home);
      return { slot, name: 'settleMark', keys: [pending], words: [markId, token] };
    }),
  );
}

/** The newest revisions of these marks. */
export async function fetchMarks(
  calls: BucketCalls,
  markIds: ReadonlySet<string>,
  bucketCount: number,
): Promise<readonly WindowMark[]> {
  const homes = new Map<number, string[]>();
  for (const markId of markIds) {
    const home = homeOf(markId, bucketCount);
    const ids = homes.get(home);
    if (ids === undefined) homes.set(home, [markId]);
    else ids.push(markId);
  }
  const asked = [...homes].flatMap(([bucket, ids]) => slices(ids).map((some) => ({ bucket, ids: some })));
  const replies = await calls.run(
    asked.map(({ bucket, ids }): BucketCall => ({
      bucket,
      name: 'fetchMarks',
      keys: ({ meta, bodies }) => [meta, bodies],
      words: ids,
    })),
  );
  return asked.flatMap(({ ids }, index) => {
    const bodies = replies[index] as readonly (Buffer | null)[];
    return ids.map((markId, at) => {
      const body = bodies[at];
      if (body == null) throw new WindowStoreError('windows-unavailable', 'Redis names a mark that it does not hold.');
      return unpackMark(markId, body);
    });
  });
}

function slices(ids: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let at = 0; at < ids.length; at += FETCH_MAX) parts.push(ids.slice(at, at + FETCH_MAX));
  return parts;
}
