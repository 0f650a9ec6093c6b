import type { AnprRead, Evidence, Hit, OcgGroup, PortMovement, Rule, WatchEntry } from './events.ts';
import type { Registration } from './words.ts';
import { assert } from './assert.ts';
import { hitId } from './hit-id.ts';
import type { Match } from './match.ts';
import { compareText } from './match.ts';
import { CLOCK_TOLERANCE_DEFAULT_MS, clockState } from './plausibility.ts';

/** What a hit says of the rule that found it. */
export type HitRule = Pick<Rule, 'ruleId' | 'version' | 'kind' | 'severity'>;

export interface HitInput {
  readonly rule: HitRule;
  /** How the fact to which the hit is attributed matches the entry. */
  readonly match: Match;
  readonly entry: WatchEntry;
  /** The entry's group as the registry has it now; null when the entry names none, or one that is not known. */
  readonly entryOcg: OcgGroup | null;
  /** At least one fact, in any order. */
  readonly evidence: readonly Evidence[];
  /** In place of the evidence, what the id is derived from: see Finding. */
  readonly period?: string;
  readonly found: 'LIVE' | 'LOOK_BACK';
  /** True when the watermark had passed the fact. */
  readonly late: boolean;
  /** Epoch milliseconds. */
  readonly matchedAt: number;
  /** Days since 1970-01-01, for the review date. */
  readonly today: number;
}

/**
 * The hit of a match, with all that explains it. Its id depends on rule, entry and evidence alone; `found`, `late` and
 * the times say how this finding went. `publishedAt` is `matchedAt` until the publisher knows better.
 */
export function buildHit(input: HitInput): Hit {
  const { rule, match, entry, entryOcg } = input;
  const evidence = input.evidence.toSorted((a, b) => a.occurredAt - b.occurredAt || compareText(a.factId, b.factId));
  const latest = evidence.at(-1);
  assert(latest !== undefined, 'a hit rests on at least one fact');
  const vehicleMark = vehicleMarkOf(match, latest.mark);
  return {
    hitId: hitId({
      ruleId: rule.ruleId,
      ruleVersion: rule.version,
      entryId: entry.entryId,
      evidenceIds: input.period === undefined ? evidence.map((fact) => fact.factId) : [vehicleMark, input.period],
    }),
    state: 'RAISED',
    stateReason: '',
    stateVersion: 0,
    ruleId: rule.ruleId,
    ruleVersion: rule.version,
    ruleKind: rule.kind,
    severity: rule.severity,
    vehicleMark,
    identifierKind: match.kind,
    identifierMark: match.mark,
    ...entryPart(entry, input.today),
    ocgHarmScore: entryOcg?.harmScore ?? null,
    matchKind: match.matchKind,
    forgiven: match.forgiven,
    found: input.found,
    late: input.late,
    evidence,
    capturedAt: latest.occurredAt,
    receivedAt: latest.receivedAt,
    matchedAt: input.matchedAt,
    publishedAt: input.matchedAt,
  };
}

/** The vehicle that a match is about: the mark that is listed, or the mark read when the entry is a pattern. */
export function vehicleMarkOf(match: Match, markRead: string): string {
  return match.matchKind === 'WILDCARD' ? markRead : match.mark;
}

function entryPart(entry: WatchEntry, today: number) {
  return {
    entryId: entry.entryId,
    entryRevision: entry.revision,
    listId: entry.listId,
    theme: entry.theme,
    priority: entry.priority,
    risk: entry.risk,
    ocgId: entry.ocgId,
    action: entry.action,
    reason: entry.reason,
    warningMarkers: entry.warningMarkers,
    handlingCode: entry.handlingCode,
    ownerForce: entry.ownerForce,
    contact: entry.contact,
    missingSince: entry.missingSince,
    pastReview: entry.reviewDate !== null && today > entry.reviewDate,
  };
}

/** A read as evidence: the plate as sent beside the mark it was taken for. */
export function evidenceOfRead(read: AnprRead): Evidence {
  return {
    factId: read.readId,
    kind: 'READ',
    occurredAt: read.capturedAt,
    receivedAt: read.receivedAt,
    sourceId: read.sourceId,
    rawPlate: read.rawPlate,
    mark: read.mark,
    confidence: read.confidence,
    cameraId: read.cameraId,
    lane: read.lane,
    bearingDeg: read.bearingDeg,
    clockState: read.clockState,
    movementKind: null,
    direction: null,
    portUnlocode: null,
    placeName: null,
    carrier: null,
    position: read.position,
    clocks: read.clocks,
  };
}

/**
 * A movement as evidence, by the one of its numbers that matched. Its clock is UNKNOWN when the source gave no time of
 * its own, or a local time in the hour that comes twice in October.
 */
export function evidenceOfMovement(movement: PortMovement, registration: Registration): Evidence {
  return {
    factId: movement.movementId,
    kind: 'MOVEMENT',
    occurredAt: movement.occurredAt,
    receivedAt: movement.receivedAt,
    sourceId: movement.sourceId,
    rawPlate: registration.raw,
    mark: registration.mark,
    confidence: null,
    cameraId: null,
    lane: null,
    bearingDeg: null,
    clockState: movementClockState(movement),
    movementKind: movement.kind,
    direction: movement.direction,
    portUnlocode: movement.portUnlocode,
    placeName: movement.portName,
    carrier: movement.carrier,
    position: movement.position,
    clocks: movementClocks(movement),
  };
}

function movementClockState(movement: PortMovement): Evidence['clockState'] {
  const ownTime = movement.timeBasis === 'SOURCE_UTC' || movement.timeBasis === 'PORT_LOCAL';
  if (!ownTime || (movement.timeBasis === 'PORT_LOCAL' && movement.localArrivalRepeats)) return 'UNKNOWN';
  const { occurredAt: capturedAt, receivedAt } = movement;
  return clockState({ capturedAt, receivedAt, clocks: [], toleranceMs: CLOCK_TOLERANCE_DEFAULT_MS });
}

function movementClocks(movement: PortMovement): Evidence['clocks'] {
  const clocks: Evidence['clocks'][number][] = [];
  if (movement.localArrival !== null) {
    clocks.push({ name: 'localArrival', text: movement.localArrival, at: movement.expectedArrivalAt });
  }
  if (movement.updatedAt !== null) {
    clocks.push({ name: 'updatedAt', text: String(movement.updatedAt), at: movement.updatedAt });
  }
  return clocks;
}
