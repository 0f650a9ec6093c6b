import type { ForgivenCharacter } from './words.ts';
import { createMurmur2 } from './murmur2.ts';

/**
 * Which characters a recogniser takes for one another, and the one character that stands for the class.
 *
 *     class    folded  why it is here
 *     0 O D Q  0       round outlines; a bolt, a tow bar or dirt closes D and opens Q
 *     1 I L    1       one upright; the foot of L goes under a frame
 *     8 B      8       two bowls
 *     5 S      5       same turn
 *     2 Z      2       same turn
 *     6 G      6       one bowl with an open top
 *
 * Left out: C/G, M/N, U/V, V/Y, E/F, 4/A, 7/T. They are confused far less often than the classes above, mostly letter
 * for letter, where the grammar of a mark cannot tell which one is right, so each would put wrong vehicles in front of
 * people for few that were missed.
 *
 * Folding only finds candidates. It never decides: two marks with one fold are different marks, and a match between
 * them names the characters that were forgiven, of which an entry allows one unless it says otherwise
 * (`forgivenCharactersMax`).
 */
export const CONFUSION_CLASSES: readonly string[] = ['0ODQ', '1IL', '8B', '5S', '2Z', '6G'];

/** How many confused characters a match forgives when nobody says otherwise. */
export const FORGIVEN_CHARACTERS_DEFAULT = 1;

const foldTable = Uint8Array.from({ length: 256 }, (_, code) => code);
for (const members of CONFUSION_CLASSES) {
  for (let index = 0; index < members.length; index += 1) foldTable[members.charCodeAt(index)] = members.charCodeAt(0);
}

const folded = createMurmur2(foldTable);

function foldCode(code: number): number {
  return code < 128 ? foldTable[code]! : code;
}

/**
 * Replaces each character of a normalised mark by the one that stands for its class. Same length; other characters
 * stay.
 */
export function foldMark(mark: string): string {
  let start = 0;
  let out = '';
  for (let index = 0; index < mark.length; index += 1) {
    const code = mark.charCodeAt(index);
    const to = foldCode(code);
    if (to === code) continue;
    out += mark.slice(start, index) + String.fromCharCode(to);
    start = index + 1;
  }
  return start === 0 ? mark : out + mark.slice(start);
}

/** Unsigned 32-bit murmur2 (Kafka's) of `foldMark(mark)` for a normalised mark, without making that string. */
export function foldedKeyHash(mark: string): number {
  return folded.ofText(mark);
}

/** `foldedKeyHash` of the normalised mark whose ASCII bytes are `bytes[start..end)`. */
export function foldedKeyHashOfBytes(bytes: Uint8Array, start: number, end: number): number {
  return folded.ofBytes(bytes, start, end);
}

/** True for two different characters of one confusion class. */
export function confusable(a: string, b: string): boolean {
  return a.length === 1 && b.length === 1 && confusableCodes(a.charCodeAt(0), b.charCodeAt(0));
}

/** `confusable` for two char codes. */
export function confusableCodes(a: number, b: number): boolean {
  return a !== b && foldCode(a) === foldCode(b);
}

const NONE_FORGIVEN: readonly ForgivenCharacter[] = Object.freeze([]);

/**
 * The characters in which a read differs from a listed mark, when each of them is a confusion and there are at most
 * `max`: `[]` when the marks are equal, null when they do not match. Marks of different length never match.
 */
export function forgivenCharacters(read: string, listed: string, max: number): readonly ForgivenCharacter[] | null {
  if (read === listed) return NONE_FORGIVEN;
  if (read.length !== listed.length) return null;
  const forgiven: ForgivenCharacter[] = [];
  for (let index = 0; index < read.length; index += 1) {
    const readCode = read.charCodeAt(index);
    const listedCode = listed.charCodeAt(index);
    if (readCode === listedCode) continue;
    if (!(forgiven.length < max) || !confusableCodes(readCode, listedCode)) return null;
    forgiven.push({ index, read: read.charAt(index), listed: listed.charAt(index) });
  }
  return forgiven;
}
