import type { AnprRead, Hit, IncidentAction, PortMovement, Rule, WatchEntry } from '@landfall/core';
import { foldMark } from '@landfall/core';

/** Monday 5 October 2026, 08:00 UTC: where test days begin. */
export const T0 = Date.UTC(2026, 9, 5, 8);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function aRead(overrides: Partial<AnprRead> & { readonly mark: string }): AnprRead {
  const capturedAt = overrides.capturedAt ?? T0;
  const cameraId = overrides.cameraId ?? 'M20-J9-E';
  return {
    readId: `${foldMark(overrides.mark)}-${cameraId}-${capturedAt}-${overrides.mark}`,
    capturedAt,
    receivedAt: capturedAt + 200,
    sourceId: 'kent',
    cameraId,
    rawPlate: overrides.mark,
    confidence: 0.97,
    grammar: 'UK_CURRENT',
    candidates: [],
    clocks: [{ name: 'capturedAt', text: new Date(capturedAt).toISOString(), at: capturedAt }],
    clockState: 'PLAUSIBLE',
    lane: 2,
    bearingDeg: 114.5,
    motion: 'APPROACHING',
    position: { latitudeDeg: 51.14, longitudeDeg: 0.9 },
    country: 'GBR',
    vehicle: { make: 'FORD', model: 'TRANSIT', colour: 'white', bodyType: null },
    vendorEventId: null,
    retransmitted: false,
    format: 'LANDFALL_JSON',
    ...overrides,
  };
}

export function aMovement(overrides: Partial<PortMovement> = {}): PortMovement {
  return {
    movementId: 'movement-1',
    occurredAt: T0,
    receivedAt: T0 + 500,
    sourceId: 'gvms',
    kind: 'CONTROLLED',
    direction: 'UK_INBOUND',
    vehicle: { raw: 'KL58 FEM', mark: 'KL58FEM' },
    trailers: [],
    containers: [],
    unaccompanied: false,
    portUnlocode: 'GBDVR',
    portName: 'Dover',
    portTimeZone: 'Europe/London',
    otherPortUnlocode: 'FRCQF',
    otherPortName: 'Calais',
    position: { latitudeDeg: 51.125, longitudeDeg: 1.313 },
    carrier: 'DFDS Seaways',
    routeId: '103',
    expectedArrivalAt: T0,
    localArrival: '2026-10-05T09:00',
    localArrivalRepeats: false,
    timeBasis: 'PORT_LOCAL',
    updatedAt: null,
    inspectionRequired: null,
    readyToEmbark: null,
    vendorEventId: 'GMRA0000028D',
    format: 'HMRC_GVMS',
    ...overrides,
  };
}

export function anEntry(
  overrides: Partial<WatchEntry> & { readonly entryId: string; readonly mark?: string },
): WatchEntry {
  const { mark = 'AB12CDE', ...rest } = overrides;
  return {
    revision: 1,
    state: 'ACTIVE',
    listId: 'kent-voi',
    identifiers: [{ kind: 'VRM', raw: mark, mark }],
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    ocgId: null,
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    action: 'Stop and check the load',
    reason: 'Seen with a trafficking group',
    warningMarkers: 'Violent',
    handlingCode: 'B/2/1',
    protectiveMarking: 'OFFICIAL-SENSITIVE',
    ownerForce: 'Kent Police',
    contact: 'Serious Crime Directorate',
    make: null,
    model: null,
    colour: null,
    pncId: null,
    cadReference: null,
    operationalInstructions: null,
    sourceReference: null,
    validFrom: T0,
    validTo: null,
    lookBackMs: DAY_MS,
    forgivenCharactersMax: 1,
    missingSince: null,
    weedDate: Math.floor(T0 / DAY_MS) + 90,
    reviewDate: null,
    createdAt: T0,
    createdBy: 'first-analyst',
    updatedAt: T0,
    updatedBy: 'first-analyst',
    approvals: [],
    approvalReasons: [],
    ...rest,
  };
}

export function aHit(overrides: Partial<Hit> & { readonly hitId: string }): Hit {
  return {
    ruleId: 'watch-hit',
    ruleVersion: 1,
    ruleKind: 'watch-hit',
    severity: 'UNKNOWN',
    state: 'RAISED',
    stateReason: '',
    stateVersion: 0,
    missingSince: null,
    vehicleMark: 'AB12CDE',
    identifierKind: 'VRM',
    identifierMark: 'AB12CDE',
    entryId: 'entry-1',
    entryRevision: 1,
    listId: 'kent-voi',
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    priority: 'HIGH',
    risk: 'HIGH',
    ocgId: 'OCG-7',
    ocgHarmScore: 80,
    action: 'Stop',
    reason: 'Trafficking',
    warningMarkers: '',
    handlingCode: 'B/2/1',
    ownerForce: 'Kent Police',
    contact: 'SCD',
    pastReview: false,
    matchKind: 'CONFUSABLE',
    forgiven: [{ index: 3, read: 'Z', listed: '2' }],
    found: 'LIVE',
    late: false,
    evidence: [
      {
        factId: 'read-1',
        kind: 'READ',
        occurredAt: T0,
        receivedAt: T0 + 100,
        sourceId: 'kent',
        rawPlate: 'AB1Z CDE',
        mark: 'AB1ZCDE',
        confidence: 0.9,
        cameraId: 'M20-J9-E',
        lane: 1,
        bearingDeg: 90,
        clockState: 'PLAUSIBLE',
        movementKind: null,
        direction: null,
        portUnlocode: null,
        placeName: null,
        carrier: null,
        position: { latitudeDeg: 51.1, longitudeDeg: 0.9 },
        clocks: [],
      },
    ],
    capturedAt: T0,
    receivedAt: T0 + 100,
    matchedAt: T0 + 110,
    publishedAt: T0 + 115,
    ...overrides,
  };
}

export function anAction(overrides: Partial<IncidentAction> & { readonly actionId: string }): IncidentAction {
  return {
    vehicleMark: 'AB12CDE',
    kind: 'ACKNOWLEDGED',
    hitIds: [],
    name: 'PC 1234',
    note: '',
    at: T0 + MINUTE_MS,
    ...overrides,
  };
}

/** A definition that judges all times. */
export function aRule(given: Partial<Rule> = {}): Rule {
  return {
    ruleId: 'convoy',
    version: 1,
    kind: 'convoy',
    parameters: {},
    themes: [],
    area: null,
    severity: 'UNKNOWN',
    effectiveFrom: 0,
    enabled: true,
    updatedBy: 'analyst',
    ...given,
  };
}
