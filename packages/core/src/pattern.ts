import { isMarkCode, latinLetters, MARK_LENGTH_MAX, RAW_PLATE_LENGTH_MAX } from './plate.ts';

/** Fewest letters and digits that a pattern names: with fewer it would match a good part of the traffic. */
export const PATTERN_LITERALS_MIN = 3;

export type PatternProblem = 'pattern-too-broad' | 'pattern-invalid';

export type ParsedPattern =
  { readonly ok: true; readonly pattern: string } | { readonly ok: false; readonly code: PatternProblem };

const SEPARATORS = /[\s.·-]/u;
const COMBINING_MARK = /\p{M}/u;

/**
 * Reads a partial mark as people write it: `?` stands for one character, `*` for any number, none included. The pattern
 * comes back in its one normal form (capitals, no separators, in a run of wildcards first the `?` and then at most one
 * `*`), so that equal patterns are equal texts. Spaces, hyphens and dots are dropped; any other character is refused,
 * since it may have been meant as a wildcard.
 */
export function parsePattern(raw: string): ParsedPattern {
  if (raw.length > RAW_PLATE_LENGTH_MAX) return { ok: false, code: 'pattern-invalid' };
  let pattern = '';
  let literals = 0;
  let ones = 0;
  let any = false;
  let atLeast = 0;
  for (const character of latinLetters(raw)) {
    if (SEPARATORS.test(character) || COMBINING_MARK.test(character)) continue;
    if (character === '*') any = true;
    else if (character === '?') ones += 1;
    else if (character.length === 1 && isMarkCode(character.charCodeAt(0))) {
      pattern += wildcards(ones, any) + character;
      atLeast += ones + 1;
      literals += 1;
      ones = 0;
      any = false;
    } else return { ok: false, code: 'pattern-invalid' };
  }
  if (literals === 0 && ones === 0 && !any) return { ok: false, code: 'pattern-invalid' };
  if (atLeast + ones > MARK_LENGTH_MAX) return { ok: false, code: 'pattern-invalid' };
  if (literals < PATTERN_LITERALS_MIN) return { ok: false, code: 'pattern-too-broad' };
  return { ok: true, pattern: pattern + wildcards(ones, any) };
}

function wildcards(ones: number, any: boolean): string {
  return '?'.repeat(ones) + (any ? '*' : '');
}

const ONE = 0x3f;
const ANY = 0x2a;

/**
 * True when the pattern covers the whole mark. After a mismatch only the newest `*` takes one character more, so that
 * the work is at most the pattern's length times the 16 characters of a mark: linear in the pattern. Text longer than a
 * mark matches nothing.
 */
export function matchesPattern(pattern: string, mark: string): boolean {
  if (mark.length > MARK_LENGTH_MAX) return false;
  let inPattern = 0;
  let inMark = 0;
  let resumePattern = -1;
  let resumeMark = 0;
  while (inMark < mark.length) {
    const wanted = inPattern < pattern.length ? pattern.charCodeAt(inPattern) : -1;
    if (wanted === ANY) {
      inPattern += 1;
      resumePattern = inPattern;
      resumeMark = inMark;
    } else if (wanted === ONE || wanted === mark.charCodeAt(inMark)) {
      inPattern += 1;
      inMark += 1;
    } else if (resumePattern >= 0) {
      resumeMark += 1;
      inMark = resumeMark;
      inPattern = resumePattern;
    } else return false;
  }
  while (inPattern < pattern.length && pattern.charCodeAt(inPattern) === ANY) inPattern += 1;
  return inPattern === pattern.length;
}
