import type { Level } from './words.ts';
import { assertNever } from './assert.ts';

/** The levels in rising order. */
export const LEVELS: readonly Level[] = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH'];

/** 0 for UNKNOWN, up to 3 for HIGH. */
export function levelOrdinal(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The higher of two levels. */
export function higherLevel(a: Level, b: Level): Level {
  return levelOrdinal(a) >= levelOrdinal(b) ? a : b;
}

const WORDS: ReadonlyMap<string, Level> = new Map([
  ['HIGH', 'HIGH'],
  ['H', 'HIGH'],
  ['MEDIUM', 'MEDIUM'],
  ['MED', 'MEDIUM'],
  ['M', 'MEDIUM'],
  ['STANDARD', 'MEDIUM'],
  ['LOW', 'LOW'],
  ['L', 'LOW'],
  ['', 'UNKNOWN'],
  ['UNKNOWN', 'UNKNOWN'],
]);

/** The level that a word of a list means, whatever its case; '' is UNKNOWN; null for a word that is no level. */
export function levelOf(text: string): Level | null {
  return text.length > 32 ? null : (WORDS.get(text.trim().toUpperCase()) ?? null);
}

/**
 * What a priority asks of the person who sees the hit, in one sentence: nobody has to know the level's name by heart.
 */
export function levelMeaning(level: Level): string {
  switch (level) {
    case 'HIGH':
      return 'Act at once: stop or follow the vehicle as the entry says, and tell the nominated contact now.';
    case 'MEDIUM':
      return 'Act when a unit is free: answer the hit this shift, and act at once if the vehicle keeps being seen.';
    case 'LOW':
      return 'For intelligence: note where the vehicle was; no stop is asked for.';
    case 'UNKNOWN':
      return 'The list did not say: read the entry and ask the nominated contact before acting.';
    default:
      return assertNever(level);
  }
}
