import { clock, clocksOf, field, numberOf, ratioOf, textOf } from '../fields.ts';
import { parseRecord, splitRecords } from '../split-records.ts';
import type { JsonRecord } from '../split-records.ts';
import type { Outcome, Rejection, Source, SourceMessage } from './source.ts';
import { rejection } from './source.ts';

/**
 * Frigate's tracked object updates of type `lpr`, and its events (`new`, `update`, `end`) whose object has a recognised
 * plate, as its MQTT topics carry them: an object, an array, or one per line.
 * An object is sent again whenever something about it changes: source, camera, object and plate make the identity, so a better
 * reading of the plate is a new read and a repetition is none. Other updates, and events without a plate, are ignored.
 */
export const frigate: Source = { format: 'FRIGATE_LPR', route: '/v1/sources/frigate', parse };

function parse(message: SourceMessage): readonly Outcome[] {
  return splitRecords(message).map(outcomeOf);
}

function outcomeOf(record: JsonRecord | Rejection): Outcome {
  if (record.kind === 'rejection') return record;
  const parsed = parseRecord(record);
  if ('kind' in parsed) return parsed;
  const { value } = parsed;
  const original = record.text;
  const type = field(value, 'type');
  if (typeof type !== 'string') return rejection('message-unknown', 'The update has no type.', original);
  const sighting = type === 'lpr' ? updateSighting(value) : eventSighting(type, value);
  if (sighting === null) return { kind: 'ignored', reason: 'another type of update' };
  const { plate, about } = sighting;
  if (typeof plate !== 'string') return rejection('field-invalid', 'plate: is no text.', original);
  const timestamp = numberOf(sighting.timestamp);
  if (timestamp === null) return rejection('time-invalid', 'timestamp: is no number of seconds.', original);
  const eventId = textOf(field(about, 'id'), 256);
  const capturedAt = Math.round(timestamp * 1000);
  return {
    kind: 'read',
    original,
    read: {
      rawPlate: plate,
      cameraId: textOf(field(about, 'camera'), Infinity) ?? '',
      capturedAt,
      confidence: ratioOf(sighting.score),
      candidates: [],
      clocks: clocksOf([clock('timestamp', sighting.timestamp, capturedAt)]),
      lane: null,
      bearingDeg: null,
      motion: 'UNKNOWN',
      position: null,
      country: null,
      vehicle: null,
      vendorEventId: eventId,
      retransmitted: false,
      format: 'FRIGATE_LPR',
      identity: eventId === null ? [plate, String(capturedAt)] : ['event', eventId, plate],
    },
  };
}

/** One plate of one object, as far as it is known; nothing in it has been checked. */
interface Sighting {
  readonly plate: unknown;
  readonly score: unknown;
  readonly timestamp: unknown;
  /** Holds the object's `id` and `camera`. */
  readonly about: unknown;
}

function updateSighting(value: unknown): Sighting {
  const plate = field(value, 'plate') ?? '';
  return { plate, score: field(value, 'score'), timestamp: field(value, 'timestamp'), about: value };
}

const EVENT_TYPES = new Set(['new', 'update', 'end']);

/** The plate of an event's object; some versions write `[plate, score]`. Null when there is none. */
function eventSighting(type: string, value: unknown): Sighting | null {
  const about = field(value, 'after');
  const recognised = field(about, 'recognized_license_plate') ?? null;
  if (!EVENT_TYPES.has(type) || recognised === null) return null;
  const [plate, score]: readonly unknown[] = Array.isArray(recognised)
    ? recognised
    : [recognised, field(about, 'recognized_license_plate_score')];
  return { plate, score, timestamp: field(about, 'frame_time') ?? field(about, 'start_time'), about };
}
