import { utf8Bytes } from './utf8.ts';

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/**
 * MurmurHash2 as Kafka's partitioner computes it, over bytes that first pass through a table of 256. Results are
 * unsigned 32 bits.
 */
export interface Murmur2 {
  /** Hash of the text's char codes, each cut to 8 bits; no bytes are copied. */
  ofText(text: string): number;
  /** Hash of `bytes[start..end)`; a range outside the array is cut to it. */
  ofBytes(bytes: Uint8Array, start: number, end: number): number;
}

export function createMurmur2(table: Uint8Array): Murmur2 {
  const mapped = (code: number): number => table[code & 0xff]!;

  function ofText(text: string): number {
    const { length } = text;
    let hash = (SEED ^ length) | 0;
    let index = 0;
    for (; index + 4 <= length; index += 4) {
      const low = mapped(text.charCodeAt(index)) | (mapped(text.charCodeAt(index + 1)) << 8);
      const high = (mapped(text.charCodeAt(index + 2)) << 16) | (mapped(text.charCodeAt(index + 3)) << 24);
      hash = mix(hash, low | high);
    }
    const left = length - index;
    if (left >= 3) hash ^= mapped(text.charCodeAt(index + 2)) << 16;
    if (left >= 2) hash ^= mapped(text.charCodeAt(index + 1)) << 8;
    if (left >= 1) hash = Math.imul(hash ^ mapped(text.charCodeAt(index)), MULTIPLIER);
    return finish(hash);
  }

  function ofBytes(bytes: Uint8Array, start: number, end: number): number {
    const first = Math.max(0, start);
    const last = Math.max(first, Math.min(bytes.length, end));
    let hash = (SEED ^ (last - first)) | 0;
    let index = first;
    for (; index + 4 <= last; index += 4) {
      const low = mapped(bytes[index]!) | (mapped(bytes[index + 1]!) << 8);
      const high = (mapped(bytes[index + 2]!) << 16) | (mapped(bytes[index + 3]!) << 24);
      hash = mix(hash, low | high);
    }
    const left = last - index;
    if (left >= 3) hash ^= mapped(bytes[index + 2]!) << 16;
    if (left >= 2) hash ^= mapped(bytes[index + 1]!) << 8;
    if (left >= 1) hash = Math.imul(hash ^ mapped(bytes[index]!), MULTIPLIER);
    return finish(hash);
  }

  return { ofText, ofBytes };
}

function mix(hash: number, word: number): number {
  let mixed = Math.imul(word, MULTIPLIER);
  mixed ^= mixed >>> 24;
  return Math.imul(hash, MULTIPLIER) ^ Math.imul(mixed, MULTIPLIER);
}

function finish(hash: number): number {
  let last = hash ^ (hash >>> 13);
  last = Math.imul(last, MULTIPLIER);
  return (last ^ (last >>> 15)) >>> 0;
}

const plain = createMurmur2(Uint8Array.from({ length: 256 }, (_, code) => code));

/**
 * Kafka's murmur2 of a key, unsigned 32 bits: of the bytes themselves, or of a text's UTF-8. The partition of a key is
 * `(murmur2(key) & 0x7fffffff) % partitions`, as Kafka's own clients place it.
 */
export function murmur2(key: Uint8Array | string): number {
  if (typeof key !== 'string') return plain.ofBytes(key, 0, key.length);
  for (let index = 0; index < key.length; index += 1) {
    if (key.charCodeAt(index) > 0x7f) return murmur2(utf8Bytes(key));
  }
  return plain.ofText(key);
}
