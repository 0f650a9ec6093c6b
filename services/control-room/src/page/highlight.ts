import type { ForgivenCharacter } from '@landfall/core';

/** A run of characters that were all forgiven, or all read as listed. */
export interface Segment {
  readonly text: string;
  readonly forgiven: boolean;
}

const MARK_CHARACTER = /^[A-Z0-9]$/u;

/** The listed mark in runs. */
export function listedSegments(mark: string, forgiven: readonly ForgivenCharacter[]): readonly Segment[] {
  const indexes = new Set(forgiven.map((character) => character.index));
  return joinRuns(Array.from(mark, (text, index) => ({ text, forgiven: indexes.has(index) })));
}

/**
 * The raw read in runs. Its spaces, hyphens and the like carry no index: only characters that reach the mark are counted, in
 * the same way as the mark was made (compatibility forms and case folded).
 */
export function rawSegments(rawPlate: string, forgiven: readonly ForgivenCharacter[]): readonly Segment[] {
  const indexes = new Set(forgiven.map((character) => character.index));
  let index = 0;
  const characters: Segment[] = [];
  for (const text of rawPlate) {
    const reaches = MARK_CHARACTER.test(text.normalize('NFKC').toUpperCase());
    characters.push({ text, forgiven: reaches && indexes.has(index) });
    if (reaches) index += 1;
  }
  return joinRuns(characters);
}

/** `read O, listed 0 (character 3)`, for people who do not see the highlight. */
export function forgivenWords(forgiven: readonly ForgivenCharacter[]): string {
  return forgiven
    .map(({ index, read, listed }) => `character ${index + 1} was read ${read} and is listed ${listed}`)
    .join('; ');
}

function joinRuns(characters: readonly Segment[]): readonly Segment[] {
  const runs: Segment[] = [];
  for (const character of characters) {
    const last = runs.at(-1);
    if (last !== undefined && last.forgiven === character.forgiven) {
      runs[runs.length - 1] = { text: last.text + character.text, forgiven: last.forgiven };
    } else runs.push(character);
  }
  return runs;
}
