/**
 * The UTF-8 bytes of a text. A surrogate without its partner is encoded as if it were a character (three bytes), so
 * that two different texts never give the same bytes: ids are hashed from these.
 */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index)!;
    if (point > 0xffff) index += 1;
    length = writePoint(bytes, length, point);
  }
  return bytes.subarray(0, length);
}

function writePoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    bytes[at] = point;
    return at + 1;
  }
  if (point < 0x800) {
    bytes[at] = 0xc0 | (point >>> 6);
    bytes[at + 1] = 0x80 | (point & 0x3f);
    return at + 2;
  }
  if (point < 0x10000) {
    bytes[at] = 0xe0 | (point >>> 12);
    bytes[at + 1] = 0x80 | ((point >>> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (point & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (point >>> 18);
  bytes[at + 1] = 0x80 | ((point >>> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((point >>> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (point & 0x3f);
  return at + 4;
}
