import type { MovementKind, Position } from '@landfall/core';
import { portByName } from '@landfall/geography';
import { z } from 'zod';
import type { GvmsPort, GvmsRoute } from '../gvms-routes.ts';
import { readInstant, readLocal } from '../read-time.ts';
import { parseRecord, splitRecords } from '../split-records.ts';
import type { JsonRecord } from '../split-records.ts';
import type { MovementObservation, Outcome, Rejection, Source, SourceContext, SourceMessage } from './source.ts';
import { rejection } from './source.ts';

/**
 * Goods movement records of HMRC's GVMS port API, each for itself. `localDateTimeOfArrival` is local time of the arrival port, resolved
 * through the reference data. Arrivals happen at that time; departures at the record's last update, or else at receipt. A route that the
 * reference data does not know leaves direction and port unknown and is counted; the movement is stored, for a watched trailer may be in it.
 */
export const gvmsSources: readonly Source[] = [
  gvms('/v1/sources/gvms/arrivals/controlled', 'CONTROLLED'),
  gvms('/v1/sources/gvms/departures/controlled', 'CONTROLLED'),
  gvms('/v1/sources/gvms/departures', 'CHECKED_IN'),
];

function gvms(route: string, kind: MovementKind): Source {
  const parse = (message: SourceMessage, context: SourceContext): readonly Outcome[] =>
    splitRecords(message).map((record) => outcomeOf(record, kind, context));
  return { format: 'HMRC_GVMS', route, parse };
}

const registration = z.string().regex(/^[A-Z0-9 -]{1,30}$/);
const crossing = z.object({
  routeId: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
  localDateTimeOfArrival: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/),
});
const gmrSchema = z
  .object({
    gmrId: z.string().regex(/^GMR[A-Z][0-9A-Z]{8}$/),
    isUnaccompanied: z.boolean(),
    vehicleRegNum: registration.nullish(),
    trailerRegistrationNums: z.array(registration).max(2).nullish(),
    containerReferenceNums: z.array(registration).max(64).nullish(),
    checkedInCrossing: crossing.nullish(),
    actualCrossing: crossing.nullish(),
    inspectionRequired: z.boolean().nullish(),
    readyToEmbark: z.boolean().nullish(),
    updatedDateTime: z.string().max(40).nullish(),
  })
  .refine((gmr) => gmr.checkedInCrossing ?? gmr.actualCrossing, { error: 'has no crossing' });
type Gmr = z.infer<typeof gmrSchema>;

function outcomeOf(record: JsonRecord | Rejection, kind: MovementKind, context: SourceContext): Outcome {
  if (record.kind === 'rejection') return record;
  const parsed = parseRecord(record);
  if ('kind' in parsed) return parsed;
  const gmr = gmrSchema.safeParse(parsed.value);
  if (!gmr.success) {
    const [issue] = gmr.error.issues;
    const detail = `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'is invalid'}`;
    return rejection('gmr-invalid', detail.slice(0, 300), record.text);
  }
  return { kind: 'movement', original: record.text, movement: movementOf(gmr.data, kind, context) };
}

function movementOf(gmr: Gmr, kind: MovementKind, context: SourceContext): MovementObservation {
  const { routeId, localDateTimeOfArrival } = crossingOf(gmr);
  const route = context.gvms.find(routeId, localDateTimeOfArrival.slice(0, 10));
  const timeZone = route?.arrival?.timeZone ?? null;
  const arrival = timeZone === null ? null : readLocal(localDateTimeOfArrival, timeZone);
  const updatedAt = gmr.updatedDateTime ? readInstant(gmr.updatedDateTime) : null;
  return {
    kind,
    ...occurrence({
      arrived: gmr.actualCrossing ? (arrival?.at ?? null) : null,
      updatedAt,
      receivedAt: context.receivedAt,
    }),
    direction: route?.direction ?? 'UNKNOWN',
    vehicle: gmr.vehicleRegNum ?? null,
    trailers: gmr.trailerRegistrationNums ?? [],
    containers: gmr.containerReferenceNums ?? [],
    unaccompanied: gmr.isUnaccompanied,
    ...portsOf(route),
    portTimeZone: timeZone,
    carrier: route?.carrier ?? null,
    routeId,
    expectedArrivalAt: arrival?.at ?? null,
    localArrival: localDateTimeOfArrival,
    localArrivalRepeats: arrival?.repeats ?? false,
    updatedAt,
    inspectionRequired: gmr.inspectionRequired ?? null,
    readyToEmbark: gmr.readyToEmbark ?? null,
    vendorEventId: gmr.gmrId,
    format: 'HMRC_GVMS',
    routeUnknown: route === null,
    identity: [gmr.gmrId, kind, routeId, localDateTimeOfArrival],
  };
}

function crossingOf(gmr: Gmr): z.infer<typeof crossing> {
  return gmr.actualCrossing ?? gmr.checkedInCrossing ?? { routeId: '', localDateTimeOfArrival: '' };
}

function occurrence(times: {
  readonly arrived: number | null;
  readonly updatedAt: number | null;
  readonly receivedAt: number;
}): Pick<MovementObservation, 'occurredAt' | 'timeBasis'> {
  const { arrived, updatedAt, receivedAt } = times;
  if (arrived !== null) return { occurredAt: arrived, timeBasis: 'PORT_LOCAL' };
  if (updatedAt !== null) return { occurredAt: updatedAt, timeBasis: 'SOURCE_UTC' };
  return { occurredAt: receivedAt, timeBasis: 'RECEIVED' };
}

type Ports = Pick<
  MovementObservation,
  'portUnlocode' | 'portName' | 'position' | 'otherPortUnlocode' | 'otherPortName'
>;

/** The UK port is where an inbound route ends and any other begins. */
function portsOf(route: GvmsRoute | null): Ports {
  const inbound = route?.direction === 'UK_INBOUND';
  const port = placeOf(inbound ? route.arrival : route?.direction === 'UNKNOWN' ? null : (route?.departure ?? null));
  const other = placeOf(inbound ? route.departure : route?.direction === 'UNKNOWN' ? null : (route?.arrival ?? null));
  return {
    portUnlocode: port.unlocode,
    portName: port.name,
    position: port.position,
    otherPortUnlocode: other.unlocode,
    otherPortName: other.name,
  };
}

interface Place {
  readonly unlocode: string | null;
  readonly name: string | null;
  readonly position: Position | null;
}

function placeOf(port: GvmsPort | null): Place {
  if (port === null) return { unlocode: null, name: null, position: null };
  const known = portByName(port.name, port.countryCode);
  return { unlocode: known?.unlocode ?? null, name: port.name, position: known?.position ?? null };
}
