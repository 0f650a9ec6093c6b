import type { FactView, Match } from './match.ts';
import { watchHits } from './rules/watch-hit.ts';
import type { WatchIndex } from './watch-index.ts';

export interface DecideContext {
  readonly index: WatchIndex;
}

/**
 * What a fact means, given what is watched: the one entry to all rules. At most one match of each entry, in no
 * particular order; the one shared empty array when there is none. Pure and total: it never throws, whatever the fact
 * holds.
 */
export function decide(fact: FactView, context: DecideContext): readonly Match[] {
  return watchHits(fact, context.index);
}

/** The entries that a fact concerns, whether or not they hold at its time: what the windows of rules keep. As `decide` otherwise. */
export function concerned(fact: FactView, context: DecideContext): readonly Match[] {
  return context.index.matchAtAnyTime(fact);
}
