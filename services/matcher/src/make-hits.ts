import type { Evidence, Hit, HitRule, Match, WatchEntry } from '@landfall/core';
import { buildHit, evidenceOfMovement, evidenceOfRead } from '@landfall/core';
import type { Codec } from '@landfall/codec';
import type { FactInHand } from './fact-views.ts';
import type { OcgTable } from './ocg-table.ts';

const DAY_MS = 86_400_000;

export interface Judgement {
  readonly rule: HitRule;
  readonly match: Match;
  readonly entry: WatchEntry;
  readonly evidence: readonly Evidence[];
  /** As of a finding. */
  readonly period?: string;
  readonly found: 'LIVE' | 'LOOK_BACK';
  readonly late: boolean;
  readonly nowMs: number;
}

export function makeHit(judgement: Judgement, ocgs: OcgTable): Hit {
  const { entry, nowMs } = judgement;
  return buildHit({
    ...judgement,
    entryOcg: entry.ocgId === null ? null : ocgs.group(entry.ocgId),
    matchedAt: nowMs,
    today: Math.floor(nowMs / DAY_MS),
  });
}

/** The whole of a fact, as hits show it and rules ask for it. */
export function evidenceOf(codec: Codec, { record, registration }: FactInHand): Evidence {
  if (registration === null) return evidenceOfRead(codec.decode('anpr.reads', record.value));
  return evidenceOfMovement(codec.decode('port.movements', record.value), registration);
}
