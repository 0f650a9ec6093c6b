import { CodecError } from './codec-error.ts';

/** The registry's wire format: byte 0, then the schema id, 4 bytes, big-endian. */
export const HEADER_BYTES = 5;

/** The schema id, or -1 for a header that is none when `strict` is false. Throws CodecError `header-invalid` when strict. */
export function schemaIdOf(bytes: Uint8Array, strict = true): number {
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0) {
    if (!strict) return -1;
    throw new CodecError('header-invalid', 'The value does not begin with the 5-byte schema header.');
  }
  return ((bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!) >>> 0;
}

export function writeHeader(buffer: Buffer, schemaId: number): void {
  buffer[0] = 0;
  buffer.writeUInt32BE(schemaId, 1);
}
