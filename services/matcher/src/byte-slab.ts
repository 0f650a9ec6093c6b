/**
 * Many small byte arrays without an object each: they lie in slabs of 1 MiB, and a handle says where. A slab is freed when its last
 * array is removed.
 */
export interface ByteSlab {
  add(bytes: Uint8Array): number;
  /** A view, valid until the handle is removed. */
  get(handle: number): Buffer;
  remove(handle: number): void;
  readonly bytes: number;
}

interface Slab {
  readonly buffer: Buffer;
  used: number;
  live: number;
}

const SLAB_BYTES = 1024 * 1024;
const LENGTH_BYTES = 4;
/** A handle is slab number times this, plus the place within it; exact in a double. */
const HANDLE_FACTOR = 2 ** 31;

export function byteSlab(): ByteSlab {
  const slabs: (Slab | undefined)[] = [];
  const freeNumbers: number[] = [];
  let current = -1;

  const open = (bytes: number): number => {
    const number = freeNumbers.pop() ?? slabs.length;
    slabs[number] = { buffer: Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, bytes)), used: 0, live: 0 };
    return number;
  };

  return {
    add(bytes) {
      const needed = bytes.length + LENGTH_BYTES;
      const room = slabs[current];
      if (room === undefined || room.used + needed > room.buffer.length) current = open(needed);
      const slab = slabs[current]!;
      const at = slab.used;
      slab.buffer.writeUInt32LE(bytes.length, at);
      slab.buffer.set(bytes, at + LENGTH_BYTES);
      slab.used += needed;
      slab.live += 1;
      return current * HANDLE_FACTOR + at;
    },
    get(handle) {
      const slab = slabs[Math.floor(handle / HANDLE_FACTOR)]!;
      const at = handle % HANDLE_FACTOR;
      return slab.buffer.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + slab.buffer.readUInt32LE(at));
    },
    remove(handle) {
      const number = Math.floor(handle / HANDLE_FACTOR);
      const slab = slabs[number]!;
      slab.live -= 1;
      if (slab.live > 0 || number === current) return;
      slabs[number] = undefined;
      freeNumbers.push(number);
    },
    get bytes() {
      return slabs.reduce((sum, slab) => sum + (slab?.buffer.length ?? 0), 0);
    },
  };
}
