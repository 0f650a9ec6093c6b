/**
 * Rejects key hashes that nobody watches, which is 99 of 100, with one look at memory that stays in the cache.
 *
 * Guarantee: a hash that was added since the last clear is never rejected. Three bits in one 32-bit word stand for a
 * hash (a blocked Bloom filter), so a rejection costs one read whatever the number of entries. The smallest filter is
 * 2 MB: with a million keys it lets 1 in 100 of the others through; at two million, when it lets 4 through, it doubles.
 */
export interface KeyFilter {
  mayHold(hash: number): boolean;
  add(hash: number): void;
  /** Forgets everything, and makes room for so many keys: the caller adds again those that it still has. */
  clear(keys: number): void;
  /** Keys that fit before the filter lets too much through. */
  readonly capacity: number;
  readonly bytes: number;
}

const WORD_BITS_MIN = 19;
const KEYS_PER_WORD_MAX = 4;

export function createKeyFilter(): KeyFilter {
  let shift = 32 - WORD_BITS_MIN;
  let words = new Int32Array(1 << WORD_BITS_MIN);

  return {
    mayHold(hash) {
      const wanted = bitsOf(hash);
      return (words[hash >>> shift]! & wanted) === wanted;
    },
    add(hash) {
      const word = hash >>> shift;
      words[word] = words[word]! | bitsOf(hash);
    },
    clear(keys) {
      let bits = WORD_BITS_MIN;
      while (bits < 26 && keys > (1 << bits) * KEYS_PER_WORD_MAX) bits += 1;
      shift = 32 - bits;
      if (words.length === 1 << bits) words.fill(0);
      else words = new Int32Array(1 << bits);
    },
    get capacity() {
      return words.length * KEYS_PER_WORD_MAX;
    },
    get bytes() {
      return words.byteLength;
    },
  };
}

/** Three bits of a word, from those bits of the hash that do not choose the word, and from all of them mixed. */
function bitsOf(hash: number): number {
  return (1 << hash) | (1 << (hash >>> 5)) | (1 << (Math.imul(hash, 0x9e37_79b1) >>> 27));
}
