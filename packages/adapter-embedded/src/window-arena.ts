/**
 * The memory of the window store: facts in blocks of 16, blocks in slabs, a chain of blocks for each bucket and hour.
 *
 * A fact takes 14 bytes: its hash (32 bits), its offset (48), its milliseconds within the hour (22) and the number of
 * its stream, which is a topic's partition (10). Blocks make chains cheap to begin, so that facts with strange times
 * cost at most a block each, and slabs keep the number of objects small. Blocks of an expired chain are used again;
 * slabs are never given back.
 */

const BLOCK_BITS = 4;
const BLOCK_FACTS = 1 << BLOCK_BITS;
const SLAB_BITS = 16;
const SLAB_FACTS = 1 << SLAB_BITS;
const SLAB_MASK = SLAB_FACTS - 1;
const SLAB_BLOCKS = SLAB_FACTS / BLOCK_FACTS;
const SLAB_BYTES = SLAB_FACTS * 14 + SLAB_BLOCKS * 4;

const STREAM_BITS = 10;
const STREAM_MASK = (1 << STREAM_BITS) - 1;
const OFFSET_HIGH = 0x1_0000_0000;

/** What a chain costs beside its blocks: an object and its place in a map, as measured. */
const CHAIN_BYTES = 96;
export const STREAMS_MAX = 1 << STREAM_BITS;
export const OFFSET_MAX = 2 ** 48 - 1;

/** The facts of one bucket and hour: blocks by number, from head to tail, all full but the last. */
export interface Chain {
  head: number;
  tail: number;
  count: number;
}

export interface StoredFact {
  readonly stream: number;
  readonly offset: number;
  readonly msInHour: number;
}

interface Slab {
  readonly hashes: Uint32Array;
  readonly offsetsLow: Uint32Array;
  readonly offsetsHigh: Uint16Array;
  readonly timesAndStreams: Uint32Array;
  /** The block after each block, or -1. */
  readonly following: Int32Array;
}

export class FactArena {
  readonly #mayGrow: (bytes: number) => boolean;
  readonly #slabs: Slab[] = [];
  #chains = 0;
  /** Blocks that were given back, as a chain, or -1. */
  #free = -1;
  #unused = 0;

  /** Room is asked for with the bytes that would be added; the answer false means "full". */
  constructor(mayGrow: (bytes: number) => boolean) {
    this.#mayGrow = mayGrow;
  }

  /** Begins a chain; null when there is no room. */
  begin(): Chain | null {
    const block = this.#mayGrow(CHAIN_BYTES) ? this.#takeBlock() : -1;
    if (block < 0) return null;
    this.#chains += 1;
    return { head: block, tail: block, count: 0 };
  }

  /** Adds a fact; false when there is no room, and then nothing has changed. */
  add(chain: Chain, keyHash: number, fact: StoredFact): boolean {
    const within = chain.count & (BLOCK_FACTS - 1);
    if (within === 0 && chain.count > 0) {
      const block = this.#takeBlock();
      if (block < 0) return false;
      this.#slabOf(chain.tail).following[indexOf(chain.tail)] = block;
      chain.tail = block;
    }
    const slab = this.#slabOf(chain.tail);
    const at = startOf(chain.tail) + within;
    slab.hashes[at] = keyHash;
    slab.offsetsLow[at] = fact.offset % OFFSET_HIGH;
    slab.offsetsHigh[at] = fact.offset / OFFSET_HIGH;
    slab.timesAndStreams[at] = (fact.msInHour << STREAM_BITS) | fact.stream;
    chain.count += 1;
    return true;
  }

  /** The facts of the chain that have this hash, appended to `into`. */
  collect(chain: Chain, keyHash: number, into: StoredFact[]): void {
    let left = chain.count;
    for (let block = chain.head; left > 0; left -= BLOCK_FACTS) {
      const slab = this.#slabOf(block);
      const start = startOf(block);
      const stop = start + Math.min(left, BLOCK_FACTS);
      for (let at = start; at < stop; at += 1) if (slab.hashes[at] === keyHash) into.push(readFact(slab, at));
      block = slab.following[indexOf(block)]!;
    }
  }

  /** Gives the chain's blocks back. */
  release(chain: Chain): void {
    this.#slabOf(chain.tail).following[indexOf(chain.tail)] = this.#free;
    this.#free = chain.head;
    this.#chains -= 1;
  }

  bytes(): number {
    return this.#slabs.length * SLAB_BYTES + this.#chains * CHAIN_BYTES;
  }

  #slabOf(block: number): Slab {
    return this.#slabs[block >>> (SLAB_BITS - BLOCK_BITS)]!;
  }

  #takeBlock(): number {
    let block = this.#free;
    if (block >= 0) {
      this.#free = this.#slabOf(block).following[indexOf(block)]!;
    } else {
      if (this.#unused === this.#slabs.length * SLAB_BLOCKS) {
        if (!this.#mayGrow(SLAB_BYTES)) return -1;
        this.#slabs.push(newSlab());
      }
      block = this.#unused++;
    }
    this.#slabOf(block).following[indexOf(block)] = -1;
    return block;
  }
}

function indexOf(block: number): number {
  return block & (SLAB_BLOCKS - 1);
}

function startOf(block: number): number {
  return (block << BLOCK_BITS) & SLAB_MASK;
}

function newSlab(): Slab {
  return {
    hashes: new Uint32Array(SLAB_FACTS),
    offsetsLow: new Uint32Array(SLAB_FACTS),
    offsetsHigh: new Uint16Array(SLAB_FACTS),
    timesAndStreams: new Uint32Array(SLAB_FACTS),
    following: new Int32Array(SLAB_BLOCKS),
  };
}

function readFact(slab: Slab, at: number): StoredFact {
  const timeAndStream = slab.timesAndStreams[at]!;
  return {
    stream: timeAndStream & STREAM_MASK,
    offset: slab.offsetsHigh[at]! * OFFSET_HIGH + slab.offsetsLow[at]!,
    msInHour: timeAndStream >>> STREAM_BITS,
  };
}
