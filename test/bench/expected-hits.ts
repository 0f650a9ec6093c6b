import { createWatchIndex, decide, foldedKeyHash } from '@landfall/core';
import { markAt } from './marks.ts';
import type { BatchPlan } from './read-lines.ts';
import { batchMarks } from './read-lines.ts';

/**
 * How many hits of the rule "a listed vehicle was here" the reads of a plan must give: one for each read that matches, since every listed
 * mark has one entry.
 */
export function expectedHits(plan: BatchPlan): number {
  const index = createWatchIndex();
  for (let ref = 0; ref < plan.traffic.listed; ref += 1) {
    index.add({ ref, kind: 'VRM', mark: markAt(ref), holdsFromMs: 0, holdsToMs: Infinity, forgivenMax: 1 });
  }
  const nextMark = batchMarks(plan);
  let hits = 0;
  for (let read = 0; read < plan.reads; read += 1) {
    const mark = nextMark();
    hits += decide({ mark, keyHash: foldedKeyHash(mark), atMs: 1, subject: 'registration' }, { index }).length;
  }
  return hits;
}
