import type { FactView, Match } from './match.ts';
import { isMarkCode, MARK_LENGTH_MAX } from './plate.ts';
import { matchesPattern } from './pattern.ts';

/** A listed pattern and when it holds (event time, start inclusive, end exclusive, epoch milliseconds). */
interface ListedPattern {
  readonly ref: number;
  readonly pattern: string;
  readonly holdsFromMs: number;
  readonly holdsToMs: number;
}

/**
 * The listed patterns, which no hash can find. A pattern is filed under its first character, or under its last when it
 * begins with a wildcard, or in a third place when it has wildcards at both ends; so a mark is compared with its own
 * few. Before a pattern is tried, its length and the set of its characters must fit.
 *
 * Bounds: a fact costs the patterns filed under its two end characters and all of those open at both ends.
 */
export interface PatternList {
  add(listed: ListedPattern): void;
  /** Removes all patterns of a ref. */
  remove(ref: number): void;
  /** Appends the matches of a registration to `found`, making the array when it is needed. */
  collect(fact: FactView, found: Match[] | null, atAnyTime: boolean): Match[] | null;
  readonly size: number;
  readonly bytes: number;
}

interface Filed extends ListedPattern {
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly characters: number;
}

/** Estimate of an object with its text, its place in a file and in the map of refs. */
const BYTES_PER_PATTERN = 240;

export function createPatternList(): PatternList {
  const byFirst = emptyFiles();
  const byLast = emptyFiles();
  const open: Filed[] = [];
  const byRef = new Map<number, Filed[]>();
  let size = 0;

  function fileOf(pattern: string): Filed[] {
    const first = pattern.charCodeAt(0);
    const last = pattern.charCodeAt(pattern.length - 1);
    if (isMarkCode(first)) return byFirst[first]!;
    return isMarkCode(last) ? byLast[last]! : open;
  }

  return {
    add(listed) {
      const filed = { ...listed, ...shapeOf(listed.pattern) };
      fileOf(listed.pattern).push(filed);
      const ofRef = byRef.get(listed.ref);
      if (ofRef === undefined) byRef.set(listed.ref, [filed]);
      else ofRef.push(filed);
      size += 1;
    },
    remove(ref) {
      for (const filed of byRef.get(ref) ?? []) {
        const file = fileOf(filed.pattern);
        file.splice(file.indexOf(filed), 1);
        size -= 1;
      }
      byRef.delete(ref);
    },
    collect(fact, found, atAnyTime) {
      const { mark } = fact;
      if (mark.length === 0 || mark.length > MARK_LENGTH_MAX) return found;
      const first = byFirst[mark.charCodeAt(0) & 0x7f]!;
      const last = byLast[mark.charCodeAt(mark.length - 1) & 0x7f]!;
      if (first.length + last.length + open.length === 0) return found;
      const view = { mark, atMs: fact.atMs, atAnyTime, characters: characterSet(mark) };
      return collectFrom(open, view, collectFrom(last, view, collectFrom(first, view, found)));
    },
    get size() {
      return size;
    },
    get bytes() {
      return size * BYTES_PER_PATTERN;
    },
  };
}

function emptyFiles(): Filed[][] {
  return Array.from({ length: 128 }, () => []);
}

interface View {
  readonly mark: string;
  readonly atMs: number;
  readonly atAnyTime: boolean;
  readonly characters: number;
}

const NONE_FORGIVEN: Match['forgiven'] = Object.freeze([]);

function collectFrom(file: readonly Filed[], view: View, found: Match[] | null): Match[] | null {
  const { mark, atMs, atAnyTime, characters } = view;
  const { length } = mark;
  let matches = found;
  for (let index = 0; index < file.length; index += 1) {
    const filed = file[index]!;
    if ((filed.characters & ~characters) !== 0 || length < filed.lengthMin || length > filed.lengthMax) continue;
    const holds = atAnyTime || (filed.holdsFromMs <= atMs && atMs < filed.holdsToMs);
    if (!holds || !matchesPattern(filed.pattern, mark)) continue;
    const { ref, pattern } = filed;
    matches ??= [];
    matches.push({ ref, kind: 'PARTIAL_VRM', mark: pattern, matchKind: 'WILDCARD', forgiven: NONE_FORGIVEN });
  }
  return matches;
}

function shapeOf(pattern: string): { lengthMin: number; lengthMax: number; characters: number } {
  const stars = pattern.split('*').length - 1;
  const lengthMin = pattern.length - stars;
  return { lengthMin, lengthMax: stars > 0 ? MARK_LENGTH_MAX : lengthMin, characters: characterSet(pattern) };
}

/** A set of characters as 32 bits: one bit for each letter, six that the ten digits share. Wildcards are not in it. */
function characterSet(text: string): number {
  let bits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x41) bits |= 1 << (code - 0x41);
    else if (code >= 0x30 && code <= 0x39) bits |= 1 << (26 + ((code - 0x30) % 6));
  }
  return bits;
}
