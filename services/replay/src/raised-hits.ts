import type { HitRecordOrder } from '@landfall/core';
import { CAPTURED_AHEAD_MAX_MS, compareHitRecords } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import type { HitNote } from './hit-note.ts';
import { hitNote } from './hit-note.ts';
import { ReplayError } from './replay-error.ts';
import type { TimeRange } from './read-time-option.ts';

const BATCH_MAX = 1000;

/**
 * The hits that were raised on facts of the range and not taken back since, each once: of every list, or of one. A hit is published at
 * most a day before its event time, by a clock that runs ahead, and any time after it, by look-back; so the log is read from there to its
 * end.
 */
export async function raisedHits(
  { log, codec }: Pick<Platform, 'log' | 'codec'>,
  wanted: { readonly range: TimeRange; readonly listId: string | null; readonly hitsMax: number },
): Promise<ReadonlyMap<string, HitNote>> {
  const { range, listId, hitsMax } = wanted;
  const hits = new Map<string, HitNote>();
  const counting = new Map<string, HitRecordOrder>();
  const from = await log.offsetsAt('hits', range.fromMs - CAPTURED_AHEAD_MAX_MS);
  for await (const batch of log.scan({ topic: 'hits', from, batchMax: BATCH_MAX })) {
    await codec.load(batch.records);
    for (const { value } of batch.records) {
      const hit = codec.decode('hits', value);
      const inRange = hit.capturedAt >= range.fromMs && hit.capturedAt < range.toMs;
      if (!inRange || (listId !== null && hit.listId !== listId)) continue;
      const { hitId, state, entryRevision, stateVersion } = hit;
      const before = counting.get(hitId);
      if (before !== undefined && compareHitRecords(hit, before) > 0) continue;
      counting.set(hitId, { state, entryRevision, stateVersion });
      if (state === 'RETRACTED') hits.delete(hitId);
      else hits.set(hitId, hitNote(hit));
      if (hits.size > hitsMax)
        throw new ReplayError(
          'too-many-hits',
          `More than ${hitsMax} hits were raised, which is the bound. Shorten the range.`,
        );
    }
  }
  return hits;
}
