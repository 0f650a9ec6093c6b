import type { AnprRead, Position } from '@landfall/core';
import { XML_CAPTURES_MAX } from '../bounds.ts';
import { clock, clocksOf, laneOf, numberOf, positionOf, textOf } from '../fields.ts';
import { offsetOf, readInstant, readLocal } from '../read-time.ts';
import { childElement, childElements, childText, isElement, readXml } from '../read-xml.ts';
import type { XmlElement, XmlValue } from '../read-xml.ts';
import type { Outcome, ReadObservation, Source, SourceContext, SourceMessage } from './source.ts';
import { rejection } from './source.ts';

/**
 * Hikvision ISAPI event notifications (XML, alone or beside images). `dateTime` is the time of the capture; `absTime` of a picture is local
 * and read with the offset of `dateTime`. `dateTime` without an offset is taken in the configured zone. `forward` is towards the camera.
 * Any element that has an `ANPR` child is a capture, whatever the firmware wraps it in; other events (heartbeat, loss of video) are ignored.
 */
export const hikvision: Source = { format: 'HIKVISION_ISAPI', route: '/v1/sources/hikvision', parse };

function parse(message: SourceMessage, context: SourceContext): readonly Outcome[] {
  const { bytes } = message;
  const xml = readXml(message);
  if (!xml.ok) return [rejection(xml.code, xml.detail, bytes)];
  const events = eventsIn(xml.root);
  const captures = events.flatMap((event) => childElements(event, 'anpr').map((anpr) => ({ event, anpr })));
  if (captures.length > XML_CAPTURES_MAX) {
    return [rejection('xml-too-large', `The document has ${captures.length} captures.`, bytes)];
  }
  if (captures.length > 0) return captures.map(({ event, anpr }) => outcomeOf({ event, anpr, bytes }, context));
  const eventType = findText(xml.root, 'eventtype');
  if (eventType !== undefined && eventType.toUpperCase() !== 'ANPR')
    return [{ kind: 'ignored', reason: 'another type of event' }];
  return [rejection('message-unknown', 'The document has no capture and is no other event.', bytes)];
}

/** Elements that have an ANPR child, in document order. The depth is bounded by the XML reader. */
function eventsIn(value: XmlValue): readonly XmlElement[] {
  if (typeof value === 'string') return [];
  if (!isElement(value)) return value.flatMap(eventsIn);
  const inner = Object.values(value).flatMap(eventsIn);
  return childElements(value, 'anpr').length > 0 ? [value, ...inner] : inner;
}

function findText(value: XmlValue, name: string): string | undefined {
  if (typeof value === 'string') return undefined;
  if (!isElement(value)) return firstOf(value, name);
  return childText(value, name) ?? firstOf(Object.values(value), name);
}

function firstOf(values: readonly XmlValue[], name: string): string | undefined {
  for (const value of values) {
    const found = findText(value, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Capture {
  readonly event: XmlElement;
  readonly anpr: XmlElement;
  readonly bytes: Uint8Array;
}

function outcomeOf(capture: Capture, context: SourceContext): Outcome {
  const { event, anpr, bytes } = capture;
  const dateTime = childText(event, 'datetime') ?? childText(anpr, 'datetime') ?? '';
  const capturedAt = readInstant(dateTime) ?? readLocal(dateTime, context.localTimeZone)?.at ?? null;
  if (capturedAt === null) return rejection('time-invalid', 'dateTime: cannot be read.', bytes);
  const rawPlate = childText(anpr, 'licenseplate') ?? childText(anpr, 'platenumber') ?? '';
  return { kind: 'read', original: bytes, read: readOf(capture, { dateTime, capturedAt, rawPlate }) };
}

function readOf(
  { event, anpr }: Capture,
  told: { readonly dateTime: string; readonly capturedAt: number; readonly rawPlate: string },
): ReadObservation {
  const { dateTime, capturedAt, rawPlate } = told;
  const original = textOf(childText(anpr, 'originallicenseplate'));
  const uuid = textOf(childText(event, 'uuid'), 256);
  return {
    rawPlate,
    cameraId: cameraIdOf(event),
    capturedAt,
    confidence: confidenceOf(childText(anpr, 'confidencelevel')),
    candidates: original === null || original === rawPlate ? [] : [{ rawPlate: original, confidence: null }],
    clocks: clocksOf([clock('dateTime', dateTime, capturedAt), pictureClock(anpr, dateTime)]),
    lane: laneOf(childText(anpr, 'line')),
    bearingDeg: null,
    motion: motionOf(childText(anpr, 'direction')),
    position: gpsPosition(childElement(event, 'devicegpsinfo')),
    country: countryOf(event, anpr),
    vehicle: vehicleOf(anpr),
    vendorEventId: uuid,
    retransmitted: childText(event, 'isdataretransmission')?.toLowerCase() === 'true',
    format: 'HIKVISION_ISAPI',
    // The capture time stands beside the UUID: some firmware repeats one UUID, and no capture may be taken for another.
    identity: uuid === null ? [rawPlate, String(capturedAt)] : ['event', uuid, rawPlate, String(capturedAt)],
  };
}

/** The hardware address, with the channel of a recorder that has several; else a name. */
function cameraIdOf(event: XmlElement): string {
  const mac = textOf(childText(event, 'macaddress'), Infinity);
  const channel = textOf(childText(event, 'channelid')) ?? '1';
  if (mac !== null) return channel === '1' ? mac : `${mac}/${channel}`;
  return textOf(childText(event, 'deviceid'), Infinity) ?? textOf(childText(event, 'channelname'), Infinity) ?? '';
}

/** 0 to 100; a figure with decimals that is at most 1 is a ratio already. */
function confidenceOf(text: string | undefined): number | null {
  const number = numberOf(text);
  if (number === null || number < 0 || number > 100) return null;
  return number <= 1 && text?.includes('.') === true ? number : number / 100;
}

function motionOf(direction: string | undefined): AnprRead['motion'] {
  if (direction === 'forward') return 'APPROACHING';
  return direction === 'reverse' ? 'RECEDING' : 'UNKNOWN';
}

function countryOf(event: XmlElement, anpr: XmlElement): string | null {
  const short = textOf(childText(event, 'countryabbreviation') ?? childText(anpr, 'countryabbreviation'));
  return short === null || short === 'NON' ? textOf(childText(anpr, 'country')) : short;
}

function vehicleOf(anpr: XmlElement): AnprRead['vehicle'] {
  const colour = textOf(childText(childElement(anpr, 'vehicleinfo'), 'color'));
  const bodyType = textOf(childText(anpr, 'vehicletype'));
  return colour === null && bodyType === null ? null : { make: null, model: null, colour, bodyType };
}

/** `absTime` of the first picture: yyyymmddhhmmssmmm, local, without a zone of its own. */
function pictureClock(anpr: XmlElement, dateTime: string): ReturnType<typeof clock> {
  const [picture] = childElements(childElement(anpr, 'pictureinfolist'), 'pictureinfo');
  const absTime = childText(picture, 'abstime');
  const offset = offsetOf(dateTime);
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(absTime ?? '');
  if (digits === null || offset === null) return clock('absTime', absTime, null);
  const [, year, month, day, hour, minute, second, millisecond] = digits;
  const at = readInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  return clock('absTime', absTime, at === null ? null : at - offset);
}

function gpsPosition(gps: XmlElement | undefined): Position | null {
  const latitudeDeg = degreesOf(childElement(gps, 'latitude'));
  const longitudeDeg = degreesOf(childElement(gps, 'longitude'));
  if (latitudeDeg === null || longitudeDeg === null) return null;
  const south = childText(gps, 'latitudetype')?.toUpperCase() === 'S';
  const west = childText(gps, 'longitudetype')?.toUpperCase() === 'W';
  return positionOf(south ? -latitudeDeg : latitudeDeg, west ? -longitudeDeg : longitudeDeg);
}

function degreesOf(element: XmlElement | undefined): number | null {
  const degree = numberOf(childText(element, 'degree'));
  const minute = numberOf(childText(element, 'minute') ?? '0');
  const second = numberOf(childText(element, 'sec') ?? '0');
  return degree === null || minute === null || second === null ? null : degree + minute / 60 + second / 3600;
}
