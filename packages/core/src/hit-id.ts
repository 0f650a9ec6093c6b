import { hash128 } from './hash128.ts';
import { compareText } from './match.ts';

export interface HitIdentity {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly entryId: string;
  /** Ids of the facts that the hit rests on, in any order; a repeated id counts once. */
  readonly evidenceIds: readonly string[];
}

/**
 * The id of a hit, 32 hex digits: a function of the rule, its version, the entry and the set of facts, so that a hit
 * found twice is one hit, whoever finds it and in whatever order. Each part goes in with its length before it: no two
 * identities give the same text.
 */
export function hitId(identity: HitIdentity): string {
  const evidenceIds = [...new Set(identity.evidenceIds)].toSorted(compareText);
  const parts = [identity.ruleId, String(identity.ruleVersion), identity.entryId, ...evidenceIds];
  return hash128(parts.map((part) => `${part.length}:${part}`).join(''));
}
