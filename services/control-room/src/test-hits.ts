import type { Evidence, Hit, IncidentAction } from '@landfall/core';

function testEvidence(hitId: string, capturedAt: number): Evidence {
  return {
    factId: `fact-${hitId}`,
    kind: 'READ',
    occurredAt: capturedAt,
    receivedAt: capturedAt + 400,
    sourceId: 'kent',
    rawPlate: 'GK19 ODX',
    mark: 'GK19ODX',
    confidence: 0.9,
    cameraId: 'm20-9',
    lane: 1,
    bearingDeg: 300,
    clockState: 'PLAUSIBLE',
    movementKind: null,
    direction: null,
    portUnlocode: null,
    placeName: null,
    carrier: null,
    position: null,
    clocks: [],
  };
}

/** A live hit at second `at` after the epoch, on the M20. */
export function testHit(change: Partial<Hit> & Pick<Hit, 'hitId'>): Hit {
  const capturedAt = change.capturedAt ?? 1000;
  return {
    ruleId: 'watch-hit',
    ruleVersion: 1,
    ruleKind: 'watch-hit',
    severity: 'UNKNOWN',
    state: 'RAISED',
    stateReason: '',
    stateVersion: 0,
    missingSince: null,
    vehicleMark: 'GK19ODX',
    identifierKind: 'VRM',
    identifierMark: 'GK19ODX',
    entryId: 'entry-1',
    entryRevision: 1,
    listId: 'VOI',
    theme: 'GANGS_AND_COUNTY_LINES',
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    ocgId: null,
    ocgHarmScore: null,
    action: 'Observe.',
    reason: 'County line.',
    warningMarkers: '',
    handlingCode: 'P3',
    ownerForce: 'Kent Police',
    contact: 'DS Harper',
    pastReview: false,
    matchKind: 'EXACT',
    forgiven: [],
    found: 'LIVE',
    late: false,
    evidence: [testEvidence(change.hitId, capturedAt)],
    capturedAt,
    receivedAt: capturedAt + 400,
    matchedAt: capturedAt + 410,
    publishedAt: capturedAt + 420,
    ...change,
  };
}

export function testAction(change: Partial<IncidentAction> & Pick<IncidentAction, 'kind' | 'hitIds'>): IncidentAction {
  const base = { actionId: 'action-0000000001', vehicleMark: 'GK19ODX', name: 'PC Lunn', note: '', at: 5000 };
  return { ...base, ...change };
}
