import { sha256 } from './sha256.ts';
import { utf8Bytes } from './utf8.ts';

/**
 * The first 128 bits of the SHA-256 of a text, as 32 hex digits. A cryptographic hash, since plates come from the
 * world: nobody can craft two facts whose hits share an id and so hide one behind the other.
 */
export function hash128(text: string): string {
  const digest = sha256(utf8Bytes(text));
  let hex = '';
  for (let index = 0; index < 16; index += 1) hex += digest[index]!.toString(16).padStart(2, '0');
  return hex;
}
