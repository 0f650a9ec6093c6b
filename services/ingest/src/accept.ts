import type { AnprRead, Candidate, PortMovement, Registration } from '@landfall/core';
import { capturedAtProblem, clockState, RAW_PLATE_LENGTH_MAX, readPlate } from '@landfall/core';
import { ARRIVAL_AHEAD_MAX_MS, CAMERA_ID_MAX_CHARACTERS, CANDIDATES_MAX, CLOCK_TOLERANCE_MS } from './bounds.ts';
import type { RejectionCode } from './codes.ts';
import { idOf } from './read-id.ts';
import type { MovementObservation, ReadObservation, SourceContext } from './sources/source.ts';

/** Why an observation cannot become a fact. */
interface Refusal {
  readonly code: RejectionCode;
  readonly detail: string;
}

export type Accepted<T> = { readonly ok: true; readonly event: T } | ({ readonly ok: false } & Refusal);

/**
 * Makes the fact of a capture: its mark, identity, plausibility of its clocks, and what the reference data adds. A plate that was not read
 * ("unknown", nothing) is a fact too, with an empty mark: a vehicle passed. Only a time or a plate that cannot be stored refuses it.
 */
export function acceptRead(read: ReadObservation, context: SourceContext): Accepted<AnprRead> {
  const refusal = readRefusal(read, context);
  if (refusal !== null) return { ok: false, ...refusal };
  const { receivedAt, sourceId } = context;
  const { rawPlate, cameraId, capturedAt, clocks } = read;
  const { mark, grammar } = readPlate(rawPlate);
  const site = context.cameras.find(sourceId, cameraId);
  return {
    ok: true,
    event: {
      readId: idOf([sourceId, cameraId, ...read.identity]),
      mark,
      capturedAt,
      receivedAt,
      sourceId,
      cameraId,
      rawPlate,
      confidence: read.confidence,
      grammar,
      candidates: read.candidates.length === 0 ? NO_CANDIDATES : candidatesOf(read, mark),
      clocks,
      clockState: clockState({ capturedAt, receivedAt, clocks, toleranceMs: CLOCK_TOLERANCE_MS }),
      lane: read.lane,
      bearingDeg: read.bearingDeg ?? site?.bearingDeg ?? null,
      motion: read.motion,
      position: read.position ?? site?.position ?? null,
      country: read.country,
      vehicle: read.vehicle,
      vendorEventId: read.vendorEventId,
      retransmitted: read.retransmitted,
      format: read.format,
    },
  };
}

const NO_CANDIDATES: readonly Candidate[] = [];

function readRefusal(read: ReadObservation, context: SourceContext): Refusal | null {
  if (read.rawPlate.length > RAW_PLATE_LENGTH_MAX) {
    return { code: 'plate-too-long', detail: `The plate has ${read.rawPlate.length} characters.` };
  }
  if (read.cameraId === '' || read.cameraId.length > CAMERA_ID_MAX_CHARACTERS) {
    return {
      code: 'field-invalid',
      detail: 'The message does not say which camera it is from, or at too great a length.',
    };
  }
  const problem = capturedAtProblem(read.capturedAt, context.receivedAt);
  return problem === null ? null : { code: problem, detail: `The capture time is ${timeText(read.capturedAt)}.` };
}

/** Other readings, without the one in the mark, each mark once. */
function candidatesOf(read: ReadObservation, mark: string): readonly Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const { rawPlate, confidence } of read.candidates.slice(0, CANDIDATES_MAX)) {
    const candidate = readPlate(rawPlate).mark;
    if (candidate === '' || candidate === mark || candidates.has(candidate)) continue;
    candidates.set(candidate, { rawPlate, mark: candidate, confidence });
  }
  return [...candidates.values()];
}

/** Makes the fact of a movement. A registration that is none (`TRUCK`) stays as it was typed, with an empty mark. */
export function acceptMovement(movement: MovementObservation, context: SourceContext): Accepted<PortMovement> {
  const { receivedAt, sourceId } = context;
  const { identity, routeUnknown: _counted, ...told } = movement;
  const problem = capturedAtProblem(movement.occurredAt, receivedAt + ARRIVAL_AHEAD_MAX_MS);
  if (problem !== null) {
    return { ok: false, code: problem, detail: `The time of the movement is ${timeText(movement.occurredAt)}.` };
  }
  const registrations = [
    movement.vehicle ?? '',
    ...movement.trailers.toSorted(),
    '',
    ...movement.containers.toSorted(),
  ];
  return {
    ok: true,
    event: {
      ...told,
      movementId: idOf([sourceId, ...identity, ...registrations]),
      receivedAt,
      sourceId,
      vehicle: movement.vehicle === null ? null : registrationOf(movement.vehicle),
      trailers: movement.trailers.map(registrationOf),
      containers: movement.containers.map(registrationOf),
    },
  };
}

function registrationOf(raw: string): Registration {
  return { raw, mark: readPlate(raw).mark };
}

function timeText(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : 'beyond all calendars';
}
