/**
 * The words of the system as TypeScript types. They mirror `schemas/*.avsc` field by field (a codec test holds them together);
 * the schemas carry the documentation. Times are epoch milliseconds, dates are days since 1970-01-01, absent is null.
 */

import type {
  ActionKind,
  Approval,
  Candidate,
  ClockReading,
  ClockState,
  EntryState,
  ForgivenCharacter,
  Identifier,
  IdentifierKind,
  Level,
  MarkGrammar,
  MatchKind,
  MovementDirection,
  MovementFormat,
  MovementKind,
  Position,
  ReadFormat,
  Registration,
  Theme,
  VehicleDescription,
} from './words.ts';

export interface AnprRead {
  readonly readId: string;
  readonly mark: string;
  readonly capturedAt: number;
  readonly receivedAt: number;
  readonly sourceId: string;
  readonly cameraId: string;
  readonly rawPlate: string;
  readonly confidence: number | null;
  readonly grammar: MarkGrammar;
  readonly candidates: readonly Candidate[];
  readonly clocks: readonly ClockReading[];
  readonly clockState: ClockState;
  readonly lane: number | null;
  readonly bearingDeg: number | null;
  readonly motion: 'UNKNOWN' | 'APPROACHING' | 'RECEDING';
  readonly position: Position | null;
  readonly country: string | null;
  readonly vehicle: VehicleDescription | null;
  readonly vendorEventId: string | null;
  readonly retransmitted: boolean;
  readonly format: ReadFormat;
}

export interface PortMovement {
  readonly movementId: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly sourceId: string;
  readonly kind: MovementKind;
  readonly direction: MovementDirection;
  readonly vehicle: Registration | null;
  readonly trailers: readonly Registration[];
  readonly containers: readonly Registration[];
  readonly unaccompanied: boolean;
  readonly portUnlocode: string | null;
  readonly portName: string | null;
  readonly portTimeZone: string | null;
  readonly otherPortUnlocode: string | null;
  readonly otherPortName: string | null;
  readonly position: Position | null;
  readonly carrier: string | null;
  readonly routeId: string | null;
  readonly expectedArrivalAt: number | null;
  readonly localArrival: string | null;
  readonly localArrivalRepeats: boolean;
  readonly timeBasis: 'UNKNOWN' | 'SOURCE_UTC' | 'PORT_LOCAL' | 'RECEIVED';
  readonly updatedAt: number | null;
  readonly inspectionRequired: boolean | null;
  readonly readyToEmbark: boolean | null;
  readonly vendorEventId: string | null;
  readonly format: MovementFormat;
}

export interface WatchEntry {
  readonly entryId: string;
  readonly revision: number;
  readonly state: EntryState;
  readonly listId: string;
  readonly identifiers: readonly Identifier[];
  readonly theme: Theme;
  readonly ocgId: string | null;
  readonly priority: Level;
  readonly risk: Level;
  readonly action: string;
  readonly reason: string;
  readonly warningMarkers: string;
  readonly handlingCode: string;
  readonly protectiveMarking: string;
  readonly ownerForce: string;
  readonly contact: string;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly pncId: string | null;
  readonly cadReference: string | null;
  readonly operationalInstructions: string | null;
  readonly sourceReference: string | null;
  readonly validFrom: number;
  readonly validTo: number | null;
  readonly lookBackMs: number;
  readonly forgivenCharactersMax: number;
  readonly missingSince: number | null;
  readonly weedDate: number;
  readonly reviewDate: number | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
  readonly approvals: readonly Approval[];
  readonly approvalReasons: readonly string[];
}

export interface OcgGroup {
  readonly ocgId: string;
  readonly revision: number;
  readonly name: string;
  readonly ownerForce: string;
  readonly harmScore: number;
  readonly leadResponsibleOfficer: string;
  readonly strands: readonly ('UNKNOWN' | 'PURSUE' | 'PREVENT' | 'PROTECT' | 'PREPARE')[];
  readonly archived: boolean;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

export interface Rule {
  readonly ruleId: string;
  readonly version: number;
  readonly kind: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly themes: readonly string[];
  readonly area: string | null;
  readonly severity: Level;
  readonly effectiveFrom: number;
  readonly enabled: boolean;
  readonly updatedBy: string;
}

export interface Evidence {
  readonly factId: string;
  readonly kind: 'UNKNOWN' | 'READ' | 'MOVEMENT';
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly sourceId: string;
  readonly rawPlate: string;
  readonly mark: string;
  readonly confidence: number | null;
  readonly cameraId: string | null;
  readonly lane: number | null;
  readonly bearingDeg: number | null;
  readonly clockState: ClockState;
  readonly movementKind: MovementKind | null;
  readonly direction: MovementDirection | null;
  readonly portUnlocode: string | null;
  readonly placeName: string | null;
  readonly carrier: string | null;
  readonly position: Position | null;
  readonly clocks: readonly ClockReading[];
}

export interface Hit {
  readonly hitId: string;
  readonly state: 'UNKNOWN' | 'RAISED' | 'RETRACTED';
  readonly stateReason: string;
  readonly stateVersion: number;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleKind: string;
  readonly severity: Level;
  readonly vehicleMark: string;
  readonly identifierKind: IdentifierKind;
  readonly identifierMark: string;
  readonly entryId: string;
  readonly entryRevision: number;
  readonly listId: string;
  readonly theme: Theme;
  readonly priority: Level;
  readonly risk: Level;
  readonly ocgId: string | null;
  readonly ocgHarmScore: number | null;
  readonly action: string;
  readonly reason: string;
  readonly warningMarkers: string;
  readonly handlingCode: string;
  readonly ownerForce: string;
  readonly contact: string;
  readonly missingSince: number | null;
  readonly pastReview: boolean;
  readonly matchKind: MatchKind;
  readonly forgiven: readonly ForgivenCharacter[];
  readonly found: 'UNKNOWN' | 'LIVE' | 'LOOK_BACK';
  readonly late: boolean;
  readonly evidence: readonly Evidence[];
  readonly capturedAt: number;
  readonly receivedAt: number;
  readonly matchedAt: number;
  readonly publishedAt: number;
}

export interface IncidentAction {
  readonly actionId: string;
  readonly vehicleMark: string;
  readonly kind: ActionKind;
  readonly hitIds: readonly string[];
  readonly name: string;
  readonly note: string;
  readonly at: number;
}

export interface AuditEvent {
  readonly auditId: string;
  readonly at: number;
  readonly actor: string;
  readonly service: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly details: Readonly<Record<string, string>>;
}

export interface DeadLetter {
  readonly deadLetterId: string;
  readonly at: number;
  readonly service: string;
  readonly code: string;
  readonly detail: string;
  readonly sourceId: string;
  readonly route: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly byteLength: number;
  readonly truncated: boolean;
  readonly topic: string | null;
  readonly partition: number | null;
  readonly offset: number | null;
  readonly replayOf: string | null;
  readonly resolution: 'OPEN' | 'REPLAYED';
}

export interface ReferenceDocument {
  readonly documentId: string;
  readonly receivedAt: number;
  readonly suppliedBy: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Every topic and the event that it carries; `schemas/topics.yaml` says the rest. */
export interface LateFact {
  readonly factId: string;
  readonly kind: Evidence['kind'];
  readonly entryId: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly sourceId: string;
  readonly cameraId: string | null;
  readonly rules: readonly string[];
  readonly judgedFrom: number;
}

export interface EventByTopic {
  readonly 'anpr.reads': AnprRead;
  readonly 'port.movements': PortMovement;
  readonly 'watchlist.entries': WatchEntry;
  readonly 'ocg.registry': OcgGroup;
  readonly rules: Rule;
  readonly hits: Hit;
  readonly 'incident.actions': IncidentAction;
  readonly audit: AuditEvent;
  readonly 'dead-letters': DeadLetter;
  readonly 'reference.documents': ReferenceDocument;
  readonly 'late.facts': LateFact;
}

export type Topic = keyof EventByTopic;
