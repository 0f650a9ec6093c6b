import type { MarkGrammar } from './words.ts';
import { classifyMark } from './grammar.ts';

/** Longest normalised mark, characters. */
export const MARK_LENGTH_MAX = 16;

/** Longest plate text that is looked at, UTF-16 units; a longer one is no plate, whatever it holds. */
export const RAW_PLATE_LENGTH_MAX = 64;

/**
 * Letters of other scripts, and Latin letters that Unicode does not decompose, which look like the Latin letter beside
 * them.
 */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [
    'АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЅS ЈJ',
    'ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX',
    'ØO ŁL ĐD ĦH ŦT ıI',
  ].flatMap((line) => line.split(' ').map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)])),
);

/**
 * The normalised mark of a plate as sent: upper case, `A-Z` and `0-9` only, at most 16 characters; '' when nothing
 * remains or too much.
 *
 * Compatibility forms (full-width, circled, superscript) become plain characters; accents go (`Ü` is `U`); Cyrillic and
 * Greek letters become the Latin letter that looks the same and are dropped otherwise; so is everything else,
 * separators included. Idempotent and total. The cost is bounded: a plate of more than 64 characters is refused by its
 * length alone.
 */
export function normaliseMark(rawPlate: string): string {
  if (rawPlate.length > RAW_PLATE_LENGTH_MAX) return '';
  const mark = isAscii(rawPlate) ? markOfAscii(rawPlate) : markOfAscii(latinLetters(rawPlate));
  return mark.length > MARK_LENGTH_MAX ? '' : mark;
}

/**
 * The mark of a plate and the grammar that it satisfies. The mark is '' exactly when the grammar is REFUSED: nothing
 * was there, it is too long, or it is a word such as TRUCK that somebody put in place of a mark.
 */
export function readPlate(rawPlate: string): { readonly mark: string; readonly grammar: MarkGrammar } {
  const mark = normaliseMark(rawPlate);
  const grammar = classifyMark(mark);
  return { mark: grammar === 'REFUSED' ? '' : mark, grammar };
}

/**
 * Text in Latin capitals where a character looks like one, for texts of bounded length: other characters stay as they
 * are.
 */
export function latinLetters(text: string): string {
  let latin = '';
  for (const character of text.normalize('NFKD').toUpperCase()) latin += LOOKALIKES.get(character) ?? character;
  return latin;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function markOfAscii(text: string): string {
  if (isMark(text)) return text;
  let mark = '';
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isMarkCode(code)) mark += text.charAt(index);
    else if (code >= 0x61 && code <= 0x7a) mark += String.fromCharCode(code - 0x20);
  }
  return mark;
}

function isMark(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!isMarkCode(text.charCodeAt(index))) return false;
  }
  return true;
}

/** True for the char codes of `A-Z` and `0-9`. */
export function isMarkCode(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}
