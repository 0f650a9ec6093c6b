import type { AnprRead, EventByTopic, Hit, PortMovement, Topic, WatchEntry } from '@landfall/core';
import { HEADER_BYTES, schemaIdOf, writeHeader } from '@landfall/codec';
import avro from 'avsc';

/* The reference workload's four schemas, whose ids are fixed, and what their records mean in our words. */

const READ_ID = 1;
const PORT_ID = 2;
const ENTRY_ID = 3;
const HIT_ID = 4;

const OPTIONAL_TEXT = ['null', 'string'];

const READ = avro.Type.forSchema(
  recordOf('AnprRead', {
    readId: 'string',
    vrm: 'string',
    cameraId: 'string',
    capturedAt: 'long',
    lat: 'double',
    lon: 'double',
    lane: 'int',
    direction: 'string',
    confidence: 'float',
    speed: ['null', 'float'],
    source: 'string',
  }),
  { wrapUnions: 'never' },
);
const PORT = avro.Type.forSchema(
  recordOf('PortEntry', {
    entryId: 'string',
    vrm: 'string',
    portCode: 'string',
    direction: 'string',
    occurredAt: 'long',
    carrier: 'string',
    manifestRef: 'string',
  }),
);
const ENTRY = avro.Type.forSchema(
  recordOf('WatchlistEntry', {
    entryId: 'string',
    vrm: 'string',
    theme: 'string',
    ocgId: OPTIONAL_TEXT,
    harmScore: 'int',
    validFrom: 'long',
    validTo: 'long',
  }),
  { wrapUnions: 'never' },
);
const HIT = avro.Type.forSchema(
  recordOf('Hit', {
    hitId: 'string',
    kind: 'string',
    vrm: 'string',
    entryId: 'string',
    ocgId: OPTIONAL_TEXT,
    theme: 'string',
    eventIds: { type: 'array', items: 'string' },
    occurredAt: 'long',
    detectedAt: 'long',
  }),
  { wrapUnions: 'never' },
);

interface Read {
  readonly readId: string;
  readonly vrm: string;
  readonly cameraId: string;
  readonly capturedAt: number;
  readonly lat: number;
  readonly lon: number;
  readonly lane: number;
  readonly confidence: number;
  readonly source: string;
}

interface Port {
  readonly entryId: string;
  readonly vrm: string;
  readonly portCode: string;
  readonly direction: string;
  readonly occurredAt: number;
  readonly carrier: string;
}

interface Entry {
  readonly entryId: string;
  readonly vrm: string;
  readonly theme: string;
  readonly ocgId: string | null;
  readonly validFrom: number;
  readonly validTo: number;
}

function recordOf(name: string, fields: Readonly<Record<string, unknown>>): avro.Schema {
  return {
    type: 'record',
    name,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  } as never;
}

/** The event that a value of the workload carries; null when it is none of the workload's. */
export function workloadEvent(bytes: Uint8Array): EventByTopic[Topic] | null {
  switch (schemaIdOf(bytes)) {
    case READ_ID:
      return toRead(valueOf(READ, bytes) as Read);
    case PORT_ID:
      return toMovement(valueOf(PORT, bytes) as Port);
    case ENTRY_ID:
      return toEntry(valueOf(ENTRY, bytes) as Entry);
    default:
      return null;
  }
}

function valueOf(type: avro.Type, bytes: Uint8Array): unknown {
  return type.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), HEADER_BYTES).value;
}

function toRead(read: Read): AnprRead {
  return {
    readId: read.readId,
    mark: read.vrm,
    capturedAt: read.capturedAt,
    receivedAt: read.capturedAt,
    sourceId: read.source,
    cameraId: read.cameraId,
    rawPlate: read.vrm,
    confidence: read.confidence,
    grammar: 'UK_CURRENT',
    candidates: [],
    clocks: [],
    clockState: 'PLAUSIBLE',
    lane: read.lane,
    bearingDeg: null,
    motion: 'UNKNOWN',
    position: { latitudeDeg: read.lat, longitudeDeg: read.lon },
    country: 'GB',
    vehicle: null,
    vendorEventId: null,
    retransmitted: false,
    format: 'LANDFALL_JSON',
  };
}

function toMovement(port: Port): PortMovement {
  return {
    movementId: port.entryId,
    occurredAt: port.occurredAt,
    receivedAt: port.occurredAt,
    sourceId: port.portCode,
    kind: 'ARRIVED',
    direction: port.direction === 'INBOUND' ? 'UK_INBOUND' : 'UK_OUTBOUND',
    vehicle: { raw: port.vrm, mark: port.vrm },
    trailers: [],
    containers: [],
    unaccompanied: false,
    portUnlocode: port.portCode,
    portName: null,
    portTimeZone: null,
    otherPortUnlocode: null,
    otherPortName: null,
    position: null,
    carrier: port.carrier,
    routeId: null,
    expectedArrivalAt: null,
    localArrival: null,
    localArrivalRepeats: false,
    timeBasis: 'SOURCE_UTC',
    updatedAt: null,
    inspectionRequired: null,
    readyToEmbark: null,
    vendorEventId: null,
    format: 'LANDFALL_JSON',
  } as PortMovement;
}

/** Active, exact matches only, no look-back before it is valid: the workload's hits know no others. */
function toEntry(entry: Entry): WatchEntry {
  return {
    entryId: entry.entryId,
    revision: 1,
    state: 'ACTIVE',
    listId: 'peer',
    identifiers: [{ kind: 'VRM', raw: entry.vrm, mark: entry.vrm }],
    theme: 'UNASSIGNED',
    ocgId: entry.ocgId,
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    action: '',
    reason: entry.theme,
    warningMarkers: '',
    handlingCode: '',
    protectiveMarking: '',
    ownerForce: '',
    contact: '',
    make: null,
    model: null,
    colour: null,
    pncId: null,
    cadReference: null,
    operationalInstructions: null,
    sourceReference: null,
    validFrom: entry.validFrom,
    validTo: entry.validTo,
    lookBackMs: 0,
    forgivenCharactersMax: 0,
    missingSince: null,
    weedDate: 100_000,
    reviewDate: null,
    createdAt: entry.validFrom,
    createdBy: 'peer',
    updatedAt: entry.validFrom,
    updatedBy: 'peer',
    approvals: [],
    approvalReasons: [],
  };
}

const KINDS: Readonly<Record<string, string>> = {
  'watch-hit': 'WATCHLIST',
  'port-then-road': 'PORT_THEN_ROAD',
  convoy: 'CONVOY',
};

/** The workload's name of a rule, and the facts in the order in which it names them. */
export function workloadHit(hit: Hit): { readonly kind: string; readonly eventIds: readonly string[] } {
  const ports = hit.evidence.filter((fact) => fact.kind === 'MOVEMENT');
  const reads = hit.evidence.filter((fact) => fact.kind === 'READ');
  return { kind: KINDS[hit.ruleId] ?? hit.ruleId, eventIds: [...ports, ...reads].map((fact) => fact.factId) };
}

export function encodeWorkloadHit(hit: Hit, hitId: string): Buffer {
  const { kind, eventIds } = workloadHit(hit);
  const value = HIT.toBuffer({
    hitId,
    kind,
    vrm: hit.vehicleMark,
    entryId: hit.entryId,
    ocgId: hit.ocgId,
    theme: hit.reason,
    eventIds,
    occurredAt: hit.capturedAt,
    detectedAt: hit.matchedAt,
  });
  const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), value]);
  writeHeader(bytes, HIT_ID);
  return bytes;
}
