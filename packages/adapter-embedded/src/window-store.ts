/**
 * The window of facts and the marks beside it, in memory.
 *
 * Guarantee: each call does its storing in one go, without letting another call in between: so of a fact and a mark,
 *   whichever comes second sees the other. A mark is visible before its look-back begins. A fact that is stored twice
 *   is returned once.
 * On crash: everything is gone, and positions() is empty: the store is a projection, and the matcher fills it again
 *   from the log.
 * On retry: facts and marks may be stored again. A batch that met `windows-full` may be there in part.
 * Bounds: `bytesMax` for facts, marks and kept facts together, then `windows-full`; 1,024 partitions in all; offsets below 2^48.
 *   About 15 bytes a fact, 228 for one alone in its bucket and hour. A look-back reads the bucket's facts of its
 *   hours, and lets others run every 64 marks.
 */
import { isOver, WindowStoreError } from '@landfall/ports';
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
import { keptBytes, keptWindows } from './kept-windows.ts';
import { FactArena, OFFSET_MAX } from './window-arena.ts';
import type { Chain, StoredFact } from './window-arena.ts';
import { markBytes, markTable } from './window-marks.ts';
import type { MarkTable } from './window-marks.ts';
import { streamTable } from './window-streams.ts';
import { turn } from './turn.ts';

const HOUR_MS = 3_600_000;
const BUCKETS = 256;
const BYTES_MAX = 1024 * 1024 * 1024;
const TURN_MARKS = 64;

export interface MemoryWindowStoreOptions {
  /** Absent: 256. */
  readonly bucketCount?: number;
  /** The most memory for facts, marks and kept facts together. Absent: 1 GiB, about 70 million facts. */
  readonly bytesMax?: number;
}

export function memoryWindowStore(options: MemoryWindowStoreOptions = {}): WindowStore {
  return new MemoryWindowStore(options);
}

class MemoryWindowStore implements WindowStore {
  readonly bucketCount: number;
  readonly #bytesMax: number;
  readonly #marks: MarkTable;
  readonly #arena: FactArena;
  readonly #streams = streamTable();
  readonly #kept = keptWindows();
  /** For each bucket its chains by hour, counted from 1970. */
  readonly #buckets: readonly Map<number, Chain>[];
  /** The batch that touched each bucket last. */
  readonly #touchedBy: number[];
  #batchNumber = 0;
  #facts = 0;
  #closed = false;

  constructor({ bucketCount = BUCKETS, bytesMax = BYTES_MAX }: MemoryWindowStoreOptions) {
    this.bucketCount = bucketCount;
    this.#bytesMax = bytesMax;
    this.#marks = markTable(bucketCount);
    this.#arena = new FactArena((more) => this.#bytes() + more <= bytesMax);
    this.#buckets = Array.from({ length: bucketCount }, () => new Map<number, Chain>());
    this.#touchedBy = Array.from({ length: bucketCount }, () => 0);
  }

  async storeAndLook(facts: readonly WindowFact[], seen: MarkVersions): Promise<MarkChanges> {
    this.#assertOpen();
    assertVersions(seen, this.bucketCount);
    this.#batchNumber += 1;
    const changed: number[] = [];
    for (const fact of facts) {
      assertFact(fact);
      const bucket = fact.keyHash % this.bucketCount;
      this.#store(fact, bucket);
      if (this.#touchedBy[bucket] === this.#batchNumber) continue;
      this.#touchedBy[bucket] = this.#batchNumber;
      if (this.#marks.changed(bucket, seen[bucket]!)) changed.push(bucket);
    }
    for (const { position } of facts) this.#streams.advance({ ...position, offset: position.offset + 1 });
    return changed.length === 0 ? { versions: seen, marks: [] } : this.#marks.since(changed, seen);
  }

  async markAndLook(marks: readonly WindowMark[]): Promise<readonly (readonly WindowFact[])[]> {
    this.#assertOpen();
    for (const mark of marks) {
      if (this.#bytes() + markBytes(mark) > this.#bytesMax) throw fullError(this.#bytesMax);
      this.#marks.put(mark);
    }
    const found = Array.from({ length: marks.length }, (): readonly WindowFact[] => []);
    // Bucket by bucket: the second look into one finds its memory near.
    const order = [...marks.keys()].toSorted((a, b) => this.#bucketOf(marks[a]!) - this.#bucketOf(marks[b]!));
    for (const [turns, index] of order.entries()) {
      if (turns > 0 && turns % TURN_MARKS === 0) await turn();
      this.#assertOpen();
      found[index] = this.#look(marks[index]!);
    }
    return found;
  }

  async marksSince(seen: MarkVersions, buckets?: readonly number[]): Promise<MarkChanges> {
    this.#assertOpen();
    assertVersions(seen, this.bucketCount);
    return this.#marks.since(buckets ?? this.#buckets.keys(), seen);
  }

  async keepAndLook(facts: readonly FactToKeep[]): Promise<readonly WindowLook[]> {
    this.#assertOpen();
    const more = facts.reduce((sum, fact) => sum + keptBytes(fact), 0);
    if (this.#bytes() + more > this.#bytesMax) throw fullError(this.#bytesMax);
    return this.#kept.keepAndLook(facts);
  }

  async expire(horizon: KeptHorizon): Promise<void> {
    this.#assertOpen();
    this.#kept.expire(horizon);
    for (const hours of this.#buckets) {
      for (const [hour, chain] of hours) {
        if (!isOver(hour, horizon)) continue;
        hours.delete(hour);
        this.#arena.release(chain);
        this.#facts -= chain.count;
      }
    }
  }

  async positions(): Promise<readonly LogPosition[]> {
    this.#assertOpen();
    return this.#streams.positions();
  }

  async advance(positions: readonly LogPosition[]): Promise<void> {
    this.#assertOpen();
    for (const position of positions) this.#streams.advance(position);
  }

  async sizes(): Promise<WindowSizes> {
    this.#assertOpen();
    return { facts: this.#facts, marks: this.#marks.size(), bytes: this.#bytes() };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #bytes(): number {
    return this.#arena.bytes() + this.#marks.bytes() + this.#kept.bytes();
  }

  #bucketOf({ keyHash }: WindowMark): number {
    return keyHash === null ? -1 : keyHash % this.bucketCount;
  }

  #assertOpen(): void {
    if (this.#closed) throw new WindowStoreError('windows-closed', 'The window store is closed.');
  }

  #store({ keyHash, atMs, position }: WindowFact, bucket: number): void {
    const hour = Math.floor(atMs / HOUR_MS);
    const stream = this.#streams.idOf(position.topic, position.partition);
    const stored = { stream, offset: position.offset, msInHour: atMs - hour * HOUR_MS };
    if (!this.#arena.add(this.#chainOf(bucket, hour), keyHash, stored)) throw fullError(this.#bytesMax);
    this.#facts += 1;
  }

  #chainOf(bucket: number, hour: number): Chain {
    const hours = this.#buckets[bucket]!;
    const known = hours.get(hour);
    if (known !== undefined) return known;
    const chain = this.#arena.begin();
    if (chain === null) throw fullError(this.#bytesMax);
    hours.set(hour, chain);
    return chain;
  }

  #look({ keyHash, fromMs, toMs }: WindowMark): readonly WindowFact[] {
    if (keyHash === null) return [];
    const found: WindowFact[] = [];
    const matches: StoredFact[] = [];
    for (const [hour, chain] of this.#buckets[keyHash % this.bucketCount]!) {
      const startMs = hour * HOUR_MS;
      if (startMs >= toMs || startMs + HOUR_MS <= fromMs) continue;
      matches.length = 0;
      this.#arena.collect(chain, keyHash, matches);
      for (const { stream, offset, msInHour } of matches) {
        const atMs = startMs + msInHour;
        if (atMs < fromMs || atMs >= toMs) continue;
        found.push({ keyHash, atMs, position: this.#streams.position(stream, offset) });
      }
    }
    return eachOnce(found);
  }
}

function fullError(bytesMax: number): WindowStoreError {
  const text = `The windows may take ${bytesMax} bytes and are full. Shorten the window, or allow more memory.`;
  return new WindowStoreError('windows-full', text);
}

/** Facts by topic, partition and offset, each position once. */
function eachOnce(facts: WindowFact[]): readonly WindowFact[] {
  if (facts.length < 2) return facts;
  facts.sort((one, other) => compare(one.position, other.position));
  return facts.filter((fact, index) => index === 0 || compare(fact.position, facts[index - 1]!.position) !== 0);
}

function compare(one: LogPosition, other: LogPosition): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition || one.offset - other.offset;
}

/** The types of the port promise whole numbers in range; anything else is the caller's mistake. */
function assertFact({ keyHash, atMs, position }: WindowFact): void {
  const { offset } = position;
  const sound = keyHash >>> 0 === keyHash && Number.isSafeInteger(atMs) && Number.isSafeInteger(offset);
  if (!sound || offset < 0 || offset > OFFSET_MAX)
    throw new TypeError('A fact needs a 32-bit hash, a whole time and a whole offset.');
}

function assertVersions(seen: MarkVersions, bucketCount: number): void {
  if (seen.length !== bucketCount) throw new TypeError(`There are ${bucketCount} buckets, not ${seen.length}.`);
}
