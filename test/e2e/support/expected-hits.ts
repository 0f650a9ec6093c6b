import type { Evidence, PortMovement } from '@landfall/core';
import { WATCH_HIT_RULE_ID } from '@landfall/core';
import type { TrueHit } from '@landfall/simulator';
import { readTopic } from '../../support/world.ts';
import type { EmbeddedWorld } from '../../support/world.ts';

/**
 * One hit as a line of text, in terms that the simulator and the log share: which entry (its source reference), and which fact. A
 * movement without a time of its own is dated by its receipt, so its report and number stand for it.
 */
function lineOf(
  hit: Pick<TrueHit, 'entryKey' | 'rawPlate' | 'cameraId' | 'gmrId' | 'matchKind'> & { readonly atMs: number | null },
): string {
  const place = hit.cameraId ?? hit.gmrId ?? '?';
  const at = hit.atMs === null ? 'when received' : new Date(hit.atMs).toISOString();
  return [hit.entryKey, place, at, hit.rawPlate, hit.matchKind].join(' | ');
}

export function trueLines(hits: readonly TrueHit[]): readonly string[] {
  return hits.map((hit) => lineOf({ ...hit, atMs: hit.occurredAtMs })).toSorted();
}

/** The hits of a data file that say "a listed vehicle was here", each id once: the simulator's truth knows no rule over several facts. */
export async function hitLinesOf({ platform }: EmbeddedWorld): Promise<readonly string[]> {
  const entries = await readTopic(platform, 'watchlist.entries');
  const entryKeys = new Map(entries.map(({ entryId, sourceReference }) => [entryId, sourceReference ?? entryId]));
  const movements = await readTopic(platform, 'port.movements');
  const movementById = new Map(movements.map((movement) => [movement.movementId, movement]));
  const lines = new Map<string, string>();
  for (const { hitId, ruleKind, entryId, matchKind, evidence } of await readTopic(platform, 'hits')) {
    if (ruleKind !== WATCH_HIT_RULE_ID) continue;
    const fact = evidence.at(-1)!;
    const movement = movementById.get(fact.factId);
    const { rawPlate, cameraId } = fact;
    const gmrId = movement?.vendorEventId ?? null;
    const entryKey = entryKeys.get(entryId) ?? entryId;
    lines.set(
      hitId,
      lineOf({ entryKey, rawPlate, cameraId, gmrId, matchKind: known(matchKind), atMs: timeOf(fact, movement) }),
    );
  }
  return [...lines.values()].toSorted();
}

function timeOf(fact: Evidence, movement: PortMovement | undefined): number | null {
  return movement?.timeBasis === 'RECEIVED' ? null : fact.occurredAt;
}

function known(matchKind: string): TrueHit['matchKind'] {
  if (matchKind === 'EXACT' || matchKind === 'CONFUSABLE' || matchKind === 'WILDCARD') return matchKind;
  throw new Error(`a hit of the kind ${matchKind}`);
}
