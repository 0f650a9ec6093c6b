import type { WindowMark } from '@landfall/ports';

/** The place of patterns, which belong to every bucket. */
export const EVERYWHERE = 0xffff;

const HEAD_BYTES = 31;
const HAS_BYTES = 1;
const HAS_HASH = 2;

/**
 * A mark as it stands in Redis: revision (double), place (16 bits: its bucket or EVERYWHERE), flags (8 bits), key hash (32 bits), from
 * and to (doubles), all big-endian, then the entry's bytes. The scripts read revision, place and the first flag.
 */
export function packMark(mark: WindowMark, bucketCount: number): Buffer {
  const { keyHash } = mark;
  if (keyHash !== null && keyHash >>> 0 !== keyHash) throw new TypeError('A mark needs a 32-bit hash, or null.');
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeDoubleBE(mark.revision, 0);
  head.writeUInt16BE(placeOf(keyHash, bucketCount), 8);
  head.writeUInt8((mark.bytes === null ? 0 : HAS_BYTES) + (keyHash === null ? 0 : HAS_HASH), 10);
  head.writeUInt32BE(keyHash ?? 0, 11);
  head.writeDoubleBE(mark.fromMs, 15);
  head.writeDoubleBE(mark.toMs, 23);
  return mark.bytes === null ? head : Buffer.concat([head, mark.bytes]);
}

function placeOf(keyHash: number | null, bucketCount: number): number {
  return keyHash === null ? EVERYWHERE : keyHash % bucketCount;
}

export function unpackMark(markId: string, body: Buffer): WindowMark {
  const flags = body.readUInt8(10);
  return {
    markId,
    revision: body.readDoubleBE(0),
    keyHash: (flags & HAS_HASH) === 0 ? null : body.readUInt32BE(11),
    bytes: (flags & HAS_BYTES) === 0 ? null : new Uint8Array(body.subarray(HEAD_BYTES)),
    fromMs: body.readDoubleBE(15),
    toMs: body.readDoubleBE(23),
  };
}

/** The bucket in which a mark is kept: by its id, so that a mark that moves between buckets is still found in one place. */
export function homeOf(markId: string, bucketCount: number): number {
  let hash = 0x811c_9dc5;
  for (const byte of Buffer.from(markId)) hash = Math.imul(hash ^ byte, 0x0100_0193) >>> 0;
  return hash % bucketCount;
}

/** The token that a put returned: when the write was (8 bytes), then the places that must hear of it, 16 bits each. */
export function pendingPlaces(token: Buffer): number[] {
  const places: number[] = [];
  for (let at = 8; at + 2 <= token.length; at += 2) places.push(token.readUInt16BE(at));
  return places;
}
