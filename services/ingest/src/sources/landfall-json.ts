import type { AnprRead } from '@landfall/core';
import { portByUnlocode } from '@landfall/geography';
import { z } from 'zod';
import { CANDIDATES_MAX, CLOCKS_MAX } from '../bounds.ts';
import type { RejectionCode } from '../codes.ts';
import { clock, clocksOf } from '../fields.ts';
import { readInstant, readLocal } from '../read-time.ts';
import { parseRecord, splitRecords } from '../split-records.ts';
import type { JsonRecord } from '../split-records.ts';
import type { MovementObservation, Outcome, ReadObservation, Rejection, Source, SourceMessage } from './source.ts';
import { rejection } from './source.ts';

/**
 * Landfall's own JSON: an object, an array, or NDJSON. Fields are those of the schemas without the derived ones. A field that has a wrong
 * value refuses its record, because the sender can correct it; a field that is not known is ignored, counted and named in the answer.
 * Times are ISO 8601 with an offset, or epoch milliseconds.
 */
export const landfallReads: Source = { format: 'LANDFALL_JSON', route: '/v1/reads', parse: parseReads };
export const landfallMovements: Source = { format: 'LANDFALL_JSON', route: '/v1/movements', parse: parseMovements };

/** The furthest instants that a date can name, epoch milliseconds either way. */
const INSTANT_MAX_MS = 8.64e15;

const words = z.string().max(128);
const ratio = z.number().min(0).max(1).nullish();
const time = z.union([z.string().max(40), z.number()]);

const readSchema = z.object({
  plate: z.string().nullable(),
  capturedAt: time,
  cameraId: z.string().min(1),
  confidence: ratio,
  candidates: z
    .array(z.object({ plate: z.string(), confidence: ratio }))
    .max(CANDIDATES_MAX)
    .nullish(),
  lane: z.int32().nullish(),
  bearingDeg: z.number().min(0).max(360).nullish(),
  motion: z.enum(['UNKNOWN', 'APPROACHING', 'RECEDING']).nullish(),
  position: z
    .object({ latitudeDeg: z.number().min(-90).max(90), longitudeDeg: z.number().min(-180).max(180) })
    .nullish(),
  country: words.nullish(),
  vehicle: z
    .object({ make: words.nullish(), model: words.nullish(), colour: words.nullish(), bodyType: words.nullish() })
    .nullish(),
  eventId: z.string().min(1).max(256).nullish(),
  clocks: z
    .array(z.object({ name: words, text: words, at: z.int().min(-INSTANT_MAX_MS).max(INSTANT_MAX_MS).nullish() }))
    .max(CLOCKS_MAX - 1)
    .nullish(),
  retransmitted: z.boolean().nullish(),
});
type ReadInput = z.infer<typeof readSchema>;

const registration = z.string().min(1).max(64);
const movementSchema = z.object({
  kind: z.enum(['CHECKED_IN', 'DEPARTED', 'ARRIVED', 'CONTROLLED']),
  direction: z.enum(['UNKNOWN', 'UK_INBOUND', 'UK_OUTBOUND', 'GB_TO_NI']),
  vehicle: registration.nullish(),
  trailers: z.array(registration).max(8).nullish(),
  containers: z.array(registration).max(64).nullish(),
  unaccompanied: z.boolean().nullish(),
  portUnlocode: z
    .string()
    .regex(/^[A-Z]{2}[A-Z0-9]{3}$/)
    .nullish(),
  occurredAt: time.nullish(),
  localTime: z.string().max(40).nullish(),
  timeZone: z.string().max(60).nullish(),
  carrier: words.nullish(),
  eventId: z.string().min(1).max(256).nullish(),
});
type MovementInput = z.infer<typeof movementSchema>;

const READ_FIELDS: ReadonlySet<string> = new Set(Object.keys(readSchema.shape));
const MOVEMENT_FIELDS: ReadonlySet<string> = new Set(Object.keys(movementSchema.shape));
const NO_FIELDS: readonly string[] = [];

function parseReads(message: SourceMessage): readonly Outcome[] {
  return splitRecords(message).map(readOutcome);
}

function readOutcome(record: JsonRecord | Rejection): Outcome {
  if (record.kind === 'rejection') return record;
  const parsed = parseRecord(record);
  if ('kind' in parsed) return parsed;
  const checked = readSchema.safeParse(parsed.value);
  if (!checked.success) return refused(checked.error, record.text);
  const capturedAt = timeOf(checked.data.capturedAt);
  if (capturedAt === null) return rejection('time-invalid', 'capturedAt: is no time with an offset.', record.text);
  const read = readOf(checked.data, capturedAt);
  return { kind: 'read', read, original: record.text, ignoredFields: ignoredIn(parsed.value, READ_FIELDS) };
}

function readOf(input: ReadInput, capturedAt: number): ReadObservation {
  const rawPlate = input.plate ?? '';
  const { eventId } = input;
  return {
    rawPlate,
    cameraId: input.cameraId,
    capturedAt,
    confidence: input.confidence ?? null,
    candidates: candidatesOf(input),
    clocks: readClocks(input, capturedAt),
    lane: input.lane ?? null,
    bearingDeg: input.bearingDeg ?? null,
    motion: input.motion ?? 'UNKNOWN',
    position: input.position ?? null,
    country: input.country ?? null,
    vehicle: input.vehicle ? vehicleOf(input.vehicle) : null,
    vendorEventId: eventId ?? null,
    retransmitted: input.retransmitted ?? false,
    format: 'LANDFALL_JSON',
    identity: eventId ? ['event', eventId, rawPlate] : [rawPlate, String(capturedAt)],
  };
}

function candidatesOf(input: ReadInput): ReadObservation['candidates'] {
  return (input.candidates ?? []).map(({ plate, confidence }) => ({ rawPlate: plate, confidence: confidence ?? null }));
}

/** A capture time given as a number says nothing more than the field made of it; a text shows its offset and is kept. */
function readClocks(input: ReadInput, capturedAt: number): ReadObservation['clocks'] {
  const text = typeof input.capturedAt === 'string' ? clock('capturedAt', input.capturedAt, capturedAt) : null;
  return clocksOf([
    text,
    ...(input.clocks ?? []).map((given) => clock(given.name, given.text, given.at ?? readInstant(given.text))),
  ]);
}

function vehicleOf(vehicle: NonNullable<ReadInput['vehicle']>): AnprRead['vehicle'] {
  const { make, model, colour, bodyType } = vehicle;
  return { make: make ?? null, model: model ?? null, colour: colour ?? null, bodyType: bodyType ?? null };
}

function parseMovements(message: SourceMessage): readonly Outcome[] {
  return splitRecords(message).map(movementOutcome);
}

function movementOutcome(record: JsonRecord | Rejection): Outcome {
  if (record.kind === 'rejection') return record;
  const parsed = parseRecord(record);
  if ('kind' in parsed) return parsed;
  const checked = movementSchema.safeParse(parsed.value);
  if (!checked.success) return refused(checked.error, record.text);
  const when = movementTime(checked.data);
  if (when === null) {
    return rejection('time-invalid', 'Give occurredAt with an offset, or localTime and timeZone.', record.text);
  }
  const movement = movementOf(checked.data, when);
  return { kind: 'movement', movement, original: record.text, ignoredFields: ignoredIn(parsed.value, MOVEMENT_FIELDS) };
}

type MovementTime = Pick<
  MovementObservation,
  'occurredAt' | 'timeBasis' | 'localArrival' | 'localArrivalRepeats' | 'portTimeZone'
>;

function movementTime(input: MovementInput): MovementTime | null {
  if (input.occurredAt !== null && input.occurredAt !== undefined) {
    const occurredAt = timeOf(input.occurredAt);
    if (occurredAt === null) return null;
    return { occurredAt, timeBasis: 'SOURCE_UTC', localArrival: null, localArrivalRepeats: false, portTimeZone: null };
  }
  const { localTime, timeZone } = input;
  const local = localTime && timeZone ? readLocal(localTime, timeZone) : null;
  if (local === null) return null;
  return {
    occurredAt: local.at,
    timeBasis: 'PORT_LOCAL',
    localArrival: localTime ?? null,
    localArrivalRepeats: local.repeats,
    portTimeZone: timeZone ?? null,
  };
}

function movementOf(input: MovementInput, when: MovementTime): MovementObservation {
  const { eventId, kind, vehicle } = input;
  const port = input.portUnlocode ? portByUnlocode(input.portUnlocode) : undefined;
  return {
    ...when,
    kind,
    direction: input.direction,
    vehicle: vehicle ?? null,
    trailers: input.trailers ?? [],
    containers: input.containers ?? [],
    unaccompanied: input.unaccompanied ?? (vehicle === null || vehicle === undefined),
    portUnlocode: input.portUnlocode ?? null,
    portName: port?.name ?? null,
    otherPortUnlocode: null,
    otherPortName: null,
    position: port?.position ?? null,
    carrier: input.carrier ?? null,
    routeId: null,
    expectedArrivalAt: null,
    updatedAt: null,
    inspectionRequired: null,
    readyToEmbark: null,
    vendorEventId: eventId ?? null,
    format: 'LANDFALL_JSON',
    routeUnknown: false,
    identity: eventId ? ['event', eventId, kind] : [kind, input.portUnlocode ?? '', String(when.occurredAt)],
  };
}

function timeOf(value: string | number): number | null {
  return typeof value === 'string' ? readInstant(value) : Math.round(value);
}

const CODE_OF_FIELD: Readonly<Record<string, RejectionCode>> = {
  capturedAt: 'time-invalid',
  occurredAt: 'time-invalid',
  position: 'position-invalid',
};

/** The detail names the field, never its value. */
function refused(error: z.ZodError, original: string): Rejection {
  const [issue] = error.issues;
  const [name] = issue?.path ?? [];
  const code = CODE_OF_FIELD[String(name)] ?? 'field-invalid';
  return rejection(
    code,
    `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'is invalid'}`.slice(0, 300),
    original,
  );
}

function ignoredIn(value: unknown, known: ReadonlySet<string>): readonly string[] {
  let ignored: string[] | null = null;
  for (const name of Object.keys(Object(value))) if (!known.has(name)) (ignored ??= []).push(name.slice(0, 64));
  return ignored ?? NO_FIELDS;
}
