import type { LogPosition, WindowFact } from '@landfall/ports';

/**
 * Facts as they stand in Redis, 16 bytes each, four little-endian words: key hash; milliseconds within the hour (22 bits) and topic
 * (10 bits); low word of the offset; high 16 bits of the offset and partition (16 bits). The bucket and the hour are in the key's name.
 */
export const FACT_BYTES = 16;
export const HOUR_MS = 3_600_000;
const PARTITION_MAX = 0xffff;
const OFFSET_MAX = 2 ** 48 - 1;
const WORD = 2 ** 32;
const MS_BITS = 22;

/** A topic's number is its place here and stays so for ever: new topics are added at the end. */
const TOPICS: readonly LogPosition['topic'][] = ['anpr.reads', 'port.movements'];

/** The facts of one bucket and hour within a batch. */
export interface PackedChunk {
  readonly bucket: number;
  readonly hour: number;
  readonly bytes: Buffer;
}

interface Group {
  readonly bucket: number;
  readonly hour: number;
  count: number;
  /** Where the group's next fact is written. */
  at: number;
}

/** Packs a batch, one chunk for each bucket and hour, ordered by bucket. Throws TypeError on facts out of range. */
export function packFacts(facts: readonly WindowFact[], bucketCount: number): PackedChunk[] {
  const groups = new Map<number, Group>();
  const groupOf: Group[] = [];
  for (const fact of facts) {
    assertFact(fact);
    const bucket = fact.keyHash % bucketCount;
    const hour = Math.floor(fact.atMs / HOUR_MS);
    const id = hour * bucketCount + bucket;
    let group = groups.get(id);
    if (group === undefined) groups.set(id, (group = { bucket, hour, count: 0, at: 0 }));
    group.count += 1;
    groupOf.push(group);
  }
  const all = Buffer.allocUnsafe(facts.length * FACT_BYTES);
  const ordered = [...groups.values()].toSorted((one, other) => one.bucket - other.bucket || one.hour - other.hour);
  let end = 0;
  for (const group of ordered) {
    group.at = end;
    end += group.count * FACT_BYTES;
  }
  for (const [index, fact] of facts.entries()) {
    const group = groupOf[index]!;
    writeFact(all, group.at, fact);
    group.at += FACT_BYTES;
  }
  return ordered.map(({ bucket, hour, count, at }) => ({
    bucket,
    hour,
    bytes: all.subarray(at - count * FACT_BYTES, at),
  }));
}

function writeFact(bytes: Buffer, at: number, { keyHash, atMs, position }: WindowFact): void {
  const { topic, partition, offset } = position;
  const ms = atMs - Math.floor(atMs / HOUR_MS) * HOUR_MS;
  bytes.writeUInt32LE(keyHash, at);
  bytes.writeUInt32LE(TOPICS.indexOf(topic) * 2 ** MS_BITS + ms, at + 4);
  bytes.writeUInt32LE(offset % WORD, at + 8);
  bytes.writeUInt32LE(Math.floor(offset / WORD) + partition * 0x1_0000, at + 12);
}

/** Hands over each fact of an hour's bytes whose key hash is asked for. */
export function scanChunk(
  bytes: Buffer,
  options: {
    readonly hour: number;
    readonly wanted: ReadonlySet<number> | ReadonlyMap<number, unknown>;
    readonly onFact: (fact: WindowFact) => void;
  },
): void {
  const { hour, wanted, onFact } = options;
  for (let at = 0; at + FACT_BYTES <= bytes.length; at += FACT_BYTES) {
    const keyHash = bytes.readUInt32LE(at);
    if (wanted.has(keyHash)) onFact(readFact(bytes, at, hour));
  }
}

function readFact(bytes: Buffer, at: number, hour: number): WindowFact {
  const second = bytes.readUInt32LE(at + 4);
  const last = bytes.readUInt32LE(at + 12);
  const topic = TOPICS[second >>> MS_BITS];
  if (topic === undefined) throw new TypeError('A chunk names a topic that this version does not know.');
  return {
    keyHash: bytes.readUInt32LE(at),
    atMs: hour * HOUR_MS + (second & (2 ** MS_BITS - 1)),
    position: { topic, partition: last >>> 16, offset: (last & 0xffff) * WORD + bytes.readUInt32LE(at + 8) },
  };
}

/** The types of the port promise whole numbers in range; anything else is the caller's mistake. */
function assertFact({ keyHash, atMs, position }: WindowFact): void {
  const { topic, partition, offset } = position;
  const sound =
    keyHash >>> 0 === keyHash &&
    Number.isSafeInteger(atMs) &&
    isWhole(offset, OFFSET_MAX) &&
    isWhole(partition, PARTITION_MAX) &&
    TOPICS.includes(topic);
  if (!sound) throw new TypeError('A fact needs a 32-bit hash, a whole time, a known topic, partition and offset.');
}

function isWhole(value: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= max;
}
