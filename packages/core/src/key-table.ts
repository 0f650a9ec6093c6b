/**
 * A map from key hashes (32 bits) to the first row of a chain, in one Int32Array of pairs (hash, row + 1), so that a
 * look touches one line of memory. Linear probing at no more than half full; removal closes the gap, so no tombstones
 * gather however often keys come and go.
 */
export interface KeyTable {
  /** The row of a hash, or -1. */
  get(hash: number): number;
  set(hash: number, row: number): void;
  delete(hash: number): void;
  forEachKey(visit: (hash: number) => void): void;
  readonly size: number;
  readonly bytes: number;
}

interface Slots {
  /** Hash at 2 * slot, row + 1 behind it; 0 there marks an empty slot. */
  pairs: Int32Array;
  /** Slots less one; their number is a power of two. */
  mask: number;
  size: number;
}

const SLOTS_MIN = 1024;

export function createKeyTable(): KeyTable {
  const slots: Slots = { pairs: new Int32Array(SLOTS_MIN * 2), mask: SLOTS_MIN - 1, size: 0 };
  return {
    get: (hash) => slots.pairs[slotOf(slots, hash | 0) * 2 + 1]! - 1,
    set(hash, row) {
      let slot = slotOf(slots, hash | 0);
      if (slots.pairs[slot * 2 + 1] === 0) {
        slots.size += 1;
        if (slots.size * 2 > slots.mask + 1) {
          grow(slots);
          slot = slotOf(slots, hash | 0);
        }
      }
      slots.pairs[slot * 2] = hash;
      slots.pairs[slot * 2 + 1] = row + 1;
    },
    delete(hash) {
      const slot = slotOf(slots, hash | 0);
      if (slots.pairs[slot * 2 + 1] === 0) return;
      slots.size -= 1;
      closeGap(slots, slot);
    },
    forEachKey(visit) {
      const { pairs } = slots;
      for (let at = 0; at < pairs.length; at += 2) if (pairs[at + 1] !== 0) visit(pairs[at]!);
    },
    get size() {
      return slots.size;
    },
    get bytes() {
      return slots.pairs.byteLength;
    },
  };
}

/** The slot that holds the hash (a signed 32-bit number), or the empty slot where it belongs. */
function slotOf(slots: Slots, hash: number): number {
  const { pairs, mask } = slots;
  let slot = hash & mask;
  while (pairs[slot * 2 + 1] !== 0 && pairs[slot * 2] !== hash) slot = (slot + 1) & mask;
  return slot;
}

function grow(slots: Slots): void {
  const old = slots.pairs;
  slots.mask = slots.mask * 2 + 1;
  slots.pairs = new Int32Array(old.length * 2);
  for (let at = 0; at < old.length; at += 2) {
    if (old[at + 1] === 0) continue;
    const slot = slotOf(slots, old[at]!);
    slots.pairs[slot * 2] = old[at]!;
    slots.pairs[slot * 2 + 1] = old[at + 1]!;
  }
}

/** Moves back every pair that could only be found by probing over the slot that is emptied. */
function closeGap(slots: Slots, from: number): void {
  const { pairs, mask } = slots;
  let gap = from;
  for (let slot = (gap + 1) & mask; pairs[slot * 2 + 1] !== 0; slot = (slot + 1) & mask) {
    const home = pairs[slot * 2]! & mask;
    if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
    pairs[gap * 2] = pairs[slot * 2]!;
    pairs[gap * 2 + 1] = pairs[slot * 2 + 1]!;
    gap = slot;
  }
  pairs[gap * 2] = 0;
  pairs[gap * 2 + 1] = 0;
}
