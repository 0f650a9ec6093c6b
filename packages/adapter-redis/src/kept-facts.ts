import type { FactToKeep, KeptFact, WindowLook } from '@landfall/ports';
import { KEPT_PER_PERIOD_MAX, keptPeriod, keptPeriods, LOOK_PERIODS_MAX } from '@landfall/ports';
import type { BucketCall, BucketCalls } from './bucket-calls.ts';
import { homeOf } from './mark-body.ts';
import type { Reply, Word } from './redis-client.ts';

/**
 * A kept fact as it stands in Redis: how many bytes follow (32 bits), event time (double), both big-endian, then its bytes. Facts of a
 * window and period (an hour or a day) stand one behind the other.
 */
const LENGTH_BYTES = 4;
const TIME_BYTES = 8;

/** What one batch has for one window. */
interface Visit {
  readonly window: string;
  /** Places in the batch. */
  readonly facts: number[];
  readonly packed: Buffer[];
}

/** What a call has for one bucket: its windows, and every period that one of them writes or reads. */
interface BucketVisits {
  readonly bucket: number;
  readonly visits: Visit[];
}

/** One script call for each bucket. `written` are the buckets, whose writes are to be witnessed. */
export async function keepFacts(
  calls: BucketCalls,
  facts: readonly FactToKeep[],
  bucketCount: number,
): Promise<{ readonly looks: readonly WindowLook[]; readonly written: readonly number[] }> {
  const buckets = visitsOf(facts, bucketCount);
  const replies = await calls.run(buckets.map((one) => keepCall(one, facts)));
  const looks: WindowLook[] = [];
  for (const [index, { bucket, visits }] of buckets.entries()) {
    const reply = replies[index] as readonly Reply[];
    calls.acknowledge(bucket, reply[0] as number);
    let at = 1;
    for (const visit of visits) {
      const kept = String(reply[at]);
      const periods = periodsToRead(visit, facts).length;
      const held = (reply.slice(at + 1, at + 1 + periods) as readonly Buffer[]).flatMap((bytes) =>
        unpack(visit, bytes),
      );
      for (const [place, fact] of visit.facts.entries())
        looks[fact] = { kept: kept[place] === '1', others: othersOf(facts[fact]!, visit.packed[place]!, held) };
      at += 1 + periods;
    }
  }
  return { looks, written: buckets.map(({ bucket }) => bucket) };
}

function visitsOf(facts: readonly FactToKeep[], bucketCount: number): readonly BucketVisits[] {
  const windows = new Map<string, Visit>();
  const buckets = new Map<number, BucketVisits>();
  for (const [index, fact] of facts.entries()) {
    const { window, fromMs, toMs } = fact;
    if (keptPeriods(window, fromMs, toMs).length > LOOK_PERIODS_MAX) {
      throw new TypeError('A fact looks over LOOK_PERIODS_MAX hours or days at most.');
    }
    let visit = windows.get(window);
    if (visit === undefined) {
      windows.set(window, (visit = { window, facts: [], packed: [] }));
      const bucket = homeOf(window, bucketCount);
      const one = buckets.get(bucket) ?? { bucket, visits: [] };
      buckets.set(bucket, one);
      one.visits.push(visit);
    }
    visit.facts.push(index);
    visit.packed.push(pack(fact));
  }
  return [...buckets.values()];
}

function keepCall({ bucket, visits }: BucketVisits, facts: readonly FactToKeep[]): BucketCall {
  const periods: number[] = [];
  const placeOf = (period: number): number => {
    const known = periods.indexOf(period);
    return known === -1 ? periods.push(period) : known + 1;
  };
  const words: Word[] = [];
  for (const visit of visits) {
    words.push(visit.window, visit.facts.length);
    for (const [place, fact] of visit.facts.entries())
      words.push(placeOf(keptPeriod(visit.window, facts[fact]!.atMs)), visit.packed[place]!);
    const reads = periodsToRead(visit, facts);
    words.push(reads.length, ...reads.map(placeOf));
  }
  return {
    bucket,
    name: 'keepFacts',
    keys: (keys) => [keys.meta, keys.kept, ...periods.map((period) => keys.keptOf(period))],
    words: [KEPT_PER_PERIOD_MAX, periods.length, ...periods, ...words],
  };
}

/** Every period that a fact of the visit asks for, once. */
function periodsToRead({ window, facts: places }: Visit, facts: readonly FactToKeep[]): readonly number[] {
  return [...new Set(places.flatMap((place) => keptPeriods(window, facts[place]!.fromMs, facts[place]!.toMs)))];
}

interface HeldFact extends KeptFact {
  readonly packed: Buffer;
}

function othersOf({ fromMs, toMs }: FactToKeep, packed: Buffer, held: readonly HeldFact[]): readonly KeptFact[] {
  return held
    .filter((one) => one.atMs >= fromMs && one.atMs < toMs && !one.packed.equals(packed))
    .map(({ window, atMs, bytes }) => ({ window, atMs, bytes }));
}

function pack({ atMs, bytes }: KeptFact): Buffer {
  const packed = Buffer.allocUnsafe(LENGTH_BYTES + TIME_BYTES + bytes.length);
  packed.writeUInt32BE(TIME_BYTES + bytes.length, 0);
  packed.writeDoubleBE(atMs, LENGTH_BYTES);
  packed.set(bytes, LENGTH_BYTES + TIME_BYTES);
  return packed;
}

function unpack({ window }: Visit, held: Buffer): HeldFact[] {
  const found: HeldFact[] = [];
  for (let at = 0; at < held.length;) {
    const after = at + LENGTH_BYTES + held.readUInt32BE(at);
    const packed = held.subarray(at, after);
    found.push({
      window,
      atMs: packed.readDoubleBE(LENGTH_BYTES),
      bytes: packed.subarray(LENGTH_BYTES + TIME_BYTES),
      packed,
    });
    at = after;
  }
  return found;
}
