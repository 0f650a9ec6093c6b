import type { Identifier } from '@landfall/core';
import { CONFUSION_CLASSES, forgivenCharacters, matchesPattern } from '@landfall/core';

/** What an entry would look for, if it were made. */
export interface Wanted {
  readonly identifier: Pick<Identifier, 'kind' | 'mark'>;
  readonly forgivenCharactersMax: number;
}

/** How a mark that was read would match: the number of characters forgiven, 0 for exact and for a pattern; null when it would not. */
export function wouldMatch({ identifier, forgivenCharactersMax }: Wanted, markRead: string): number | null {
  if (identifier.kind === 'PARTIAL_VRM') return matchesPattern(identifier.mark, markRead) ? 0 : null;
  return forgivenCharacters(markRead, identifier.mark, forgivenCharactersMax)?.length ?? null;
}

/** One character of the listed mark, and what may be read in its place. */
export interface Alternative {
  readonly index: number;
  readonly listed: string;
  readonly alsoRead: string;
}

/** Which characters may be confused, and how many marks are accepted in all; a pattern has no such number. */
export function accepted({ identifier, forgivenCharactersMax }: Wanted): {
  readonly alternatives: readonly Alternative[];
  readonly marks: number | null;
} {
  if (identifier.kind === 'PARTIAL_VRM') return { alternatives: [], marks: null };
  const alternatives = Array.from(identifier.mark).flatMap((listed, index): Alternative[] => {
    const others = CONFUSION_CLASSES.find((members) => members.includes(listed))?.replace(listed, '') ?? '';
    return others === '' ? [] : [{ index, listed, alsoRead: others }];
  });
  if (forgivenCharactersMax === 0) return { alternatives: [], marks: 1 };
  return { alternatives, marks: waysToForgive(alternatives, forgivenCharactersMax) };
}

/** The number of marks that differ in at most `max` of the characters: ways[k] of choosing k of them, each by one of its others. */
function waysToForgive(alternatives: readonly Alternative[], max: number): number {
  const ways = [1, ...Array.from({ length: max }, () => 0)];
  for (const { alsoRead } of alternatives) {
    for (let forgiven = max; forgiven > 0; forgiven -= 1) ways[forgiven]! += ways[forgiven - 1]! * alsoRead.length;
  }
  return ways.reduce((sum, count) => sum + count, 0);
}
