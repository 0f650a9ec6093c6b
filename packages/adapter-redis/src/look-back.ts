import type { LogPosition, WindowFact, WindowMark } from '@landfall/ports';
import type { BucketCall, BucketCalls } from './bucket-calls.ts';
import { FACT_BYTES, HOUR_MS, scanChunk } from './fact-chunk.ts';
import type { Reach } from './mark-shelf.ts';

/** Read by one command, so that Redis is never held up for long: whole facts. */
const READ_BYTES = 65_536 * FACT_BYTES;
/** Asked for at once, over all buckets: what a look-back holds in memory. */
const WAVE_BYTES = 8 * READ_BYTES;

/** Part of a chunk. */
interface Slice {
  readonly bucket: number;
  readonly hour: number;
  readonly from: number;
  readonly to: number;
}

interface Asked {
  readonly index: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * For each mark the facts of its key hash and time that its bucket held when the mark became visible, each position once. Each bucket
 * is read once, however many marks it has.
 */
export async function lookBack(
  calls: BucketCalls,
  marks: readonly WindowMark[],
  options: { readonly bucketCount: number; readonly reaches: ReadonlyMap<number, Reach> },
): Promise<readonly (readonly WindowFact[])[]> {
  const { bucketCount, reaches } = options;
  const found = marks.map((): WindowFact[] => []);
  const asked = new Map<number, Map<number, Asked[]>>();
  for (const [index, { keyHash, fromMs, toMs }] of marks.entries()) {
    if (keyHash === null) continue;
    const bucket = keyHash % bucketCount;
    const byHash = asked.get(bucket) ?? new Map<number, Asked[]>();
    asked.set(bucket, byHash);
    byHash.set(keyHash, [...(byHash.get(keyHash) ?? []), { index, fromMs, toMs }]);
  }
  for (const wave of waves(slices(asked, reaches))) {
    const replies = await calls.run(wave.map(readCall));
    for (const [at, { bucket, hour }] of wave.entries()) {
      const wanted = asked.get(bucket)!;
      const onFact = (fact: WindowFact): void => {
        for (const { index, fromMs, toMs } of wanted.get(fact.keyHash)!)
          if (fact.atMs >= fromMs && fact.atMs < toMs) found[index]!.push(fact);
      };
      scanChunk(replies[at] as Buffer, { hour, wanted, onFact });
    }
  }
  return found.map(eachOnce);
}

function readCall({ bucket, hour, from, to }: Slice): BucketCall {
  return { bucket, name: 'readChunk', keys: (keys) => [keys.meta, keys.chunk(hour)], words: [from, to - 1] };
}

function* slices(
  asked: ReadonlyMap<number, ReadonlyMap<number, readonly Asked[]>>,
  reaches: ReadonlyMap<number, Reach>,
): Generator<Slice> {
  for (const [bucket, byHash] of asked) {
    const times = [...byHash.values()].flat();
    for (const [hour, bytes] of reaches.get(bucket) ?? []) {
      const startMs = hour * HOUR_MS;
      if (!times.some(({ fromMs, toMs }) => fromMs < toMs && startMs < toMs && startMs + HOUR_MS > fromMs)) continue;
      for (let from = 0; from < bytes; from += READ_BYTES)
        yield { bucket, hour, from, to: Math.min(bytes, from + READ_BYTES) };
    }
  }
}

function* waves(all: Iterable<Slice>): Generator<readonly Slice[]> {
  let wave: Slice[] = [];
  let bytes = 0;
  for (const slice of all) {
    if (bytes >= WAVE_BYTES) {
      yield wave;
      wave = [];
      bytes = 0;
    }
    wave.push(slice);
    bytes += slice.to - slice.from;
  }
  if (wave.length > 0) yield wave;
}

/** Facts by topic, partition and offset, each position once. */
function eachOnce(facts: readonly WindowFact[]): readonly WindowFact[] {
  const sorted = facts.toSorted((one, other) => compare(one.position, other.position));
  return sorted.filter((fact, index) => index === 0 || compare(fact.position, sorted[index - 1]!.position) !== 0);
}

function compare(one: LogPosition, other: LogPosition): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition || one.offset - other.offset;
}
