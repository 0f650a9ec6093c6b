import type { AnprRead, Evidence, Hit, Match, PortMovement, Registration, WatchEntry } from '@landfall/core';
import { buildHit, evidenceOfMovement, evidenceOfRead } from '@landfall/core';
import type { OcgTable } from './ocg-table.ts';

const DAY_MS = 86_400_000;

export interface Judgement {
  readonly match: Match;
  readonly entry: WatchEntry;
  readonly found: 'LIVE' | 'LOOK_BACK';
  readonly late: boolean;
  readonly nowMs: number;
}

export function hitOnRead(judgement: Judgement, read: AnprRead, ocgs: OcgTable): Hit {
  return hitOn(judgement, evidenceOfRead(read), ocgs);
}

export function hitOnMovement(
  judgement: Judgement,
  fact: { readonly movement: PortMovement; readonly registration: Registration },
  ocgs: OcgTable,
): Hit {
  return hitOn(judgement, evidenceOfMovement(fact.movement, fact.registration), ocgs);
}

function hitOn(judgement: Judgement, evidence: Evidence, ocgs: OcgTable): Hit {
  const { match, entry, found, late, nowMs } = judgement;
  return buildHit({
    match,
    entry,
    entryOcg: entry.ocgId === null ? null : ocgs.group(entry.ocgId),
    evidence: [evidence],
    found,
    late,
    matchedAt: nowMs,
    today: Math.floor(nowMs / DAY_MS),
  });
}
