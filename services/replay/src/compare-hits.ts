import type { HitNote } from './hit-note.ts';

/**
 * What became of one hit.
 *
 * | class            | replay raises it | was raised | a difference |                                                          |
 * |------------------|------------------|------------|--------------|----------------------------------------------------------|
 * | `unchanged`      | yes              | yes        | no           |                                                          |
 * | `new`            | yes              | no         | yes          |                                                          |
 * | `gone`           | no               | yes        | yes          |                                                          |
 * | `other-revision` | no               | yes        | no           | under a revision of its entry that is not in force now   |
 * | `out-of-reach`   | no               | yes        | no           | retention has removed its facts                          |
 *
 * The set of hits is a function of the set of facts, in which an entry counts by its newest revision: what that does not support is taken
 * back, and is not among the hits that were raised. An earlier revision's hit is found here while the matcher has yet to take it back,
 * and when its entry was weeded, which takes back nothing: it is not told as a difference.
 */
export type HitClass = 'unchanged' | 'new' | 'gone' | 'other-revision' | 'out-of-reach';

export interface Comparison {
  readonly unchanged: readonly HitNote[];
  readonly new: readonly HitNote[];
  readonly gone: readonly HitNote[];
  readonly 'other-revision': readonly HitNote[];
  readonly 'out-of-reach': readonly HitNote[];
}

export interface ComparisonInput {
  readonly replayed: ReadonlyMap<string, HitNote>;
  readonly raised: ReadonlyMap<string, HitNote>;
  /** Whether a hit that is not raised now was raised under a revision that is no longer, or not yet, judged by. */
  readonly isOfOtherRevision: (hit: HitNote) => boolean;
  /** Since when the log holds every fact; null while it has lost none. */
  readonly logBeginsMs: number | null;
}

/** Each hit in one class, oldest event first. */
export function compareHits({ replayed, raised, isOfOtherRevision, logBeginsMs }: ComparisonInput): Comparison {
  const classOf = (hit: HitNote): HitClass => {
    if (replayed.has(hit.hitId)) return 'unchanged';
    if (logBeginsMs !== null && hit.firstReceivedMs < logBeginsMs) return 'out-of-reach';
    return isOfOtherRevision(hit) ? 'other-revision' : 'gone';
  };
  const classes: Record<HitClass, HitNote[]> = {
    unchanged: [],
    new: [...replayed.values()].filter(({ hitId }) => !raised.has(hitId)),
    gone: [],
    'other-revision': [],
    'out-of-reach': [],
  };
  for (const hit of raised.values()) classes[classOf(hit)].push(hit);
  for (const hits of Object.values(classes)) {
    hits.sort((a, b) => a.atMs - b.atMs || (a.hitId < b.hitId ? -1 : 1));
  }
  return classes;
}
