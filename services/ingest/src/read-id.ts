import { hash } from 'node:crypto';

const ID_CHARACTERS = 16;

/**
 * Identity from parts: 96 bits of SHA-256, base64url, 16 characters. Each part carries its length, so that no two lists of parts
 * give one text. The same parts give the same id in every process and for ever: changing this makes resends look new.
 */
export function idOf(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return hash('sha256', text, 'base64url').slice(0, ID_CHARACTERS);
}

/** The same of bytes, with parts that tell apart what happens to have the same bytes. */
export function idOfBytes(parts: readonly string[], bytes: Uint8Array): string {
  return idOf([...parts, hash('sha256', bytes, 'base64url')]);
}
