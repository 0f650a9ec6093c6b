import type { Level } from '@landfall/core';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';

const PRIORITY_WORD = /(?<![a-z])(high|medium|med|low)(?![a-z])/gi;

/**
 * The priority that an Action names. A priority is never guessed: an Action that names none, or several without beginning with one, is
 * refused.
 *
 * | Action                       | priority           |
 * |------------------------------|--------------------|
 * | `HIGH - STOP`, `Stop (HIGH)` | HIGH               |
 * | `LOW, was HIGH until May`    | LOW                |
 * | `Was HIGH, now LOW`          | priority-ambiguous |
 * | `Silent`, `1`, `Highway`     | priority-unknown   |
 */
export function priorityOf(action: string): Result<Level> {
  const matches = [...action.matchAll(PRIORITY_WORD)];
  const [first] = matches;
  if (first === undefined) return refuse('priority-unknown', `It says "${action.slice(0, 40)}".`);
  const levels = new Set(matches.map((match) => levelOfWord(match[0])));
  const leads = action.slice(0, first.index).trim() === '';
  return levels.size > 1 && !leads ? refuse('priority-ambiguous') : accept(levelOfWord(first[0]));
}

function levelOfWord(word: string): Level {
  switch (word.toUpperCase()) {
    case 'HIGH':
      return 'HIGH';
    case 'LOW':
      return 'LOW';
    default:
      return 'MEDIUM';
  }
}
