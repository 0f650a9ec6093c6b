import type { Evidence, Hit } from '@landfall/core';

/** Where a recogniser does not say: what makers claim. A movement is typed, not read. */
const ACCURACY_CLAIMED = 0.97;

/** What a comparison keeps of a hit: about 300 bytes. */
export interface HitNote {
  readonly hitId: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly theme: Hit['theme'];
  readonly matchKind: Hit['matchKind'];
  readonly found: Hit['found'];
  readonly entryId: string;
  readonly entryRevision: number;
  readonly identifierKind: Hit['identifierKind'];
  readonly identifierMark: string;
  readonly vehicleMark: string;
  readonly forgiven: number;
  /** Camera, or port and name of a movement, of the latest fact. */
  readonly place: string;
  readonly isMovement: boolean;
  /** Event time of the latest fact, epoch milliseconds. */
  readonly atMs: number;
  /** How likely it is that every plate of the evidence was read right, by the recognisers' own confidence. */
  readonly readRight: number;
  /** Receipt of the earliest fact. */
  readonly firstReceivedMs: number;
}

export function hitNote(hit: Hit): HitNote {
  const latest = hit.evidence.at(-1);
  return {
    hitId: hit.hitId,
    ruleId: hit.ruleId,
    ruleVersion: hit.ruleVersion,
    theme: hit.theme,
    matchKind: hit.matchKind,
    found: hit.found,
    entryId: hit.entryId,
    entryRevision: hit.entryRevision,
    identifierKind: hit.identifierKind,
    identifierMark: hit.identifierMark,
    vehicleMark: hit.vehicleMark,
    forgiven: hit.forgiven.length,
    place: latest?.cameraId ?? latest?.placeName ?? latest?.portUnlocode ?? '',
    isMovement: latest?.kind === 'MOVEMENT',
    atMs: hit.capturedAt,
    readRight: hit.evidence.reduce((product, fact) => product * rightness(fact), 1),
    firstReceivedMs: Math.min(...hit.evidence.map(({ receivedAt }) => receivedAt)),
  };
}

function rightness({ kind, confidence }: Evidence): number {
  return kind === 'READ' ? (confidence ?? ACCURACY_CLAIMED) : 1;
}
