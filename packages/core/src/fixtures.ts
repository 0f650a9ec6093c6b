import type { AnprRead, Hit, IncidentAction, OcgGroup, PortMovement, WatchEntry } from './events.ts';

/* Events for tests of this package, each a plain case to be varied by what it is given. */

/** Thursday 5 November 2026, noon UTC. */
export const NOON = Date.UTC(2026, 10, 5, 12);
export const HOUR = 3_600_000;
export const TODAY = Math.floor(NOON / 86_400_000);

/** An active entry of the trafficking list: GK66 ABC, from noon, looking back six hours, one confusion forgiven. */
export function sampleEntry(given: Partial<WatchEntry> = {}): WatchEntry {
  return {
    entryId: 'entry-7',
    revision: 3,
    state: 'ACTIVE',
    listId: 'kent-msht',
    identifiers: [{ kind: 'VRM', raw: 'GK66 ABC', mark: 'GK66ABC' }],
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    ocgId: 'ocg-12',
    priority: 'HIGH',
    risk: 'HIGH',
    action: 'Stop',
    reason: 'Seen with victims',
    warningMarkers: 'Violent',
    handlingCode: '5x5x5',
    protectiveMarking: 'OFFICIAL-SENSITIVE',
    ownerForce: 'Kent Police',
    contact: 'Duty officer',
    make: 'Ford',
    model: 'Transit',
    colour: 'White',
    pncId: null,
    cadReference: null,
    operationalInstructions: null,
    sourceReference: null,
    validFrom: NOON,
    validTo: NOON + 8 * HOUR,
    lookBackMs: 6 * HOUR,
    forgivenCharactersMax: 1,
    missingSince: null,
    weedDate: TODAY + 90,
    reviewDate: TODAY + 30,
    createdAt: NOON,
    createdBy: 'analyst',
    updatedAt: NOON,
    updatedBy: 'analyst',
    approvals: [],
    approvalReasons: [],
    ...given,
  };
}

/** The group of the sample entry, harm 80. */
export const SAMPLE_GROUP: OcgGroup = {
  ocgId: 'ocg-12',
  revision: 1,
  name: 'Group 12',
  ownerForce: 'Kent Police',
  harmScore: 80,
  leadResponsibleOfficer: 'DI Example',
  strands: ['PURSUE'],
  archived: false,
  updatedAt: NOON,
  updatedBy: 'analyst',
};

/** GK66 ABC on the A20, half an hour after noon. */
export function sampleRead(given: Partial<AnprRead> = {}): AnprRead {
  return {
    readId: 'read-1',
    mark: 'GK66ABC',
    capturedAt: NOON + HOUR / 2,
    receivedAt: NOON + HOUR / 2 + 400,
    sourceId: 'kent-roads',
    cameraId: 'A20-03',
    rawPlate: 'GK66 ABC',
    confidence: 0.934,
    grammar: 'UK_CURRENT',
    candidates: [],
    clocks: [{ name: 'dateTime', text: '2026-11-05T12:30:00Z', at: NOON + HOUR / 2 }],
    clockState: 'PLAUSIBLE',
    lane: 2,
    bearingDeg: 290,
    motion: 'APPROACHING',
    position: { latitudeDeg: 51.12, longitudeDeg: 1.3 },
    country: 'GB',
    vehicle: null,
    vendorEventId: null,
    retransmitted: false,
    format: 'LANDFALL_JSON',
    ...given,
  };
}

/** An unaccompanied trailer that arrived at Dover. */
export function sampleMovement(given: Partial<PortMovement> = {}): PortMovement {
  return {
    movementId: 'movement-1',
    occurredAt: NOON,
    receivedAt: NOON + 1000,
    sourceId: 'gvms-dover',
    kind: 'ARRIVED',
    direction: 'UK_INBOUND',
    vehicle: null,
    trailers: [{ raw: 'TR-1234', mark: 'TR1234' }],
    containers: [],
    unaccompanied: true,
    portUnlocode: 'GBDVR',
    portName: 'Dover',
    portTimeZone: 'Europe/London',
    otherPortUnlocode: 'FRCQF',
    otherPortName: 'Calais',
    position: null,
    carrier: 'Example Ferries',
    routeId: '19',
    expectedArrivalAt: NOON,
    localArrival: '2026-11-05T12:00',
    localArrivalRepeats: false,
    timeBasis: 'PORT_LOCAL',
    updatedAt: NOON - 60_000,
    inspectionRequired: null,
    readyToEmbark: null,
    vendorEventId: 'GMRA00KDSD01',
    format: 'HMRC_GVMS',
    ...given,
  };
}

/** A hit on GK66ABC; each field as a matcher could have set it. */
export function sampleHit(given: Partial<Hit> = {}): Hit {
  return {
    hitId: 'hit-1',
    state: 'RAISED',
    stateReason: '',
    stateVersion: 0,
    ruleId: 'watch-hit',
    ruleVersion: 1,
    ruleKind: 'watch-hit',
    severity: 'UNKNOWN',
    missingSince: null,
    vehicleMark: 'GK66ABC',
    identifierKind: 'VRM',
    identifierMark: 'GK66ABC',
    entryId: 'entry-7',
    entryRevision: 3,
    listId: 'kent-msht',
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    ocgId: null,
    ocgHarmScore: null,
    action: '',
    reason: '',
    warningMarkers: '',
    handlingCode: '',
    ownerForce: 'Kent Police',
    contact: '',
    pastReview: false,
    matchKind: 'EXACT',
    forgiven: [],
    found: 'LIVE',
    late: false,
    evidence: [],
    capturedAt: NOON,
    receivedAt: NOON + 400,
    matchedAt: NOON + 410,
    publishedAt: NOON + 411,
    ...given,
  };
}

/** Somebody acknowledges the sample hit. */
export function sampleAction(given: Partial<IncidentAction> = {}): IncidentAction {
  return {
    actionId: 'action-1',
    vehicleMark: 'GK66ABC',
    kind: 'ACKNOWLEDGED',
    hitIds: ['hit-1'],
    name: 'Operator',
    note: '',
    at: NOON + 60_000,
    ...given,
  };
}
