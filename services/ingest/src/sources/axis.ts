import type { AnprRead } from '@landfall/core';
import { clock, clocksOf, field, numberOf, positionOf, ratioOf, textOf } from '../fields.ts';
import { parseRecord, splitRecords } from '../split-records.ts';
import type { JsonRecord } from '../split-records.ts';
import type { Outcome, ReadObservation, Rejection, Source, SourceMessage } from './source.ts';
import { rejection } from './source.ts';

/**
 * AXIS License Plate Verifier events (JSON, alone or beside images). Numbers are texts. `capture_timestamp` is the time of the capture;
 * `datetime` has no zone and is kept as text only. One vehicle comes as new, update and lost: camera, car, plate and the day of the
 * capture make the identity, because the camera's car numbers start again after a restart.
 */
export const axis: Source = { format: 'AXIS_LPV', route: '/v1/sources/axis', parse };

const PLATE_FIELDS = ['plateUTF8', 'plateUnicode', 'plateText', 'plateASCII'];
const DAY_MS = 86_400_000;

function parse(message: SourceMessage): readonly Outcome[] {
  return splitRecords(message).map(outcomeOf);
}

function outcomeOf(record: JsonRecord | Rejection): Outcome {
  if (record.kind === 'rejection') return record;
  const parsed = parseRecord(record);
  if ('kind' in parsed) return parsed;
  const { value } = parsed;
  const plates = PLATE_FIELDS.map((name) => field(value, name)).filter((plate) => typeof plate === 'string');
  const [rawPlate] = plates;
  if (rawPlate === undefined) {
    const isEvent = field(value, 'packetCounter') !== undefined || field(value, 'camera_info') !== undefined;
    if (isEvent) return { kind: 'ignored', reason: 'an event without a plate' };
    return rejection('message-unknown', 'The event has no plate field.', record.text);
  }
  const capturedAt = numberOf(field(value, 'capture_timestamp'));
  if (capturedAt === null) return rejection('time-invalid', 'capture_timestamp: is no number of ms.', record.text);
  return {
    kind: 'read',
    original: record.text,
    read: readOf(value, { rawPlate, plates, capturedAt: Math.round(capturedAt) }),
  };
}

function readOf(
  value: unknown,
  told: { readonly rawPlate: string; readonly plates: readonly string[]; readonly capturedAt: number },
): ReadObservation {
  const { rawPlate, capturedAt } = told;
  const carId = textOf(field(value, 'carID'));
  const geotag = field(value, 'geotag');
  const day = String(Math.floor(capturedAt / DAY_MS));
  return {
    rawPlate,
    cameraId:
      textOf(field(field(value, 'camera_info'), 'SerialNumber'), Infinity) ??
      textOf(field(value, 'sensorProviderID'), Infinity) ??
      '',
    capturedAt,
    confidence: ratioOf(field(value, 'plateConfidence')),
    candidates: told.plates.slice(1).map((plate) => ({ rawPlate: plate, confidence: null })),
    clocks: clocksOf([
      clock('capture_timestamp', field(value, 'capture_timestamp'), capturedAt),
      clock('datetime', field(value, 'datetime'), null),
    ]),
    lane: null,
    bearingDeg: null,
    motion: motionOf(field(value, 'carMoveDirection')),
    position: positionOf(numberOf(field(geotag, 'lat')), numberOf(field(geotag, 'lon'))),
    country: textOf(field(value, 'plateCountry')),
    vehicle: null,
    vendorEventId: carId,
    retransmitted: false,
    format: 'AXIS_LPV',
    identity: carId === null ? [rawPlate, String(capturedAt)] : ['car', carId, rawPlate, day],
  };
}

/** `in` is towards the camera's side, `out` away from it. */
function motionOf(direction: unknown): AnprRead['motion'] {
  if (direction === 'in') return 'APPROACHING';
  return direction === 'out' ? 'RECEDING' : 'UNKNOWN';
}
