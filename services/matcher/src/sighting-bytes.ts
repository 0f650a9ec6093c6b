import type { Evidence, Sighting } from '@landfall/core';
import { evidenceOfMovement, evidenceOfRead } from '@landfall/core';
import type { Codec } from '@landfall/codec';

/** The layout of the bytes; another one gets another number, so that windows of an older release are told apart. */
const LAYOUT = 1;
const HOLDS = 1;
const CONTAINER = 2;
const MOVEMENT = 4;
const HEAD_BYTES = 2;
const LENGTH_BYTES = 2;

/** A sighting and the record that its evidence comes from. */
export interface RecordedSighting {
  readonly sighting: Sighting;
  /** The fact's value in the log, with its schema header. */
  readonly value: Uint8Array;
}

/**
 * A sighting as a window keeps it: layout, flags, then entry, group, vehicle and mark read, each behind its length (16 bits), then the
 * fact's value as it is in the log. So a hit can show all its evidence without asking the log, and a later release reads the value by its
 * schema.
 */
export function packSighting({ sighting, value }: RecordedSighting): Buffer {
  const { entryId, ocgId, vehicleMark, subject, holds, evidence } = sighting;
  const texts = [entryId, ocgId ?? '', vehicleMark, evidence.mark].map((text) => Buffer.from(text));
  const head = Buffer.from([LAYOUT, flagsOf({ holds, subject, kind: evidence.kind })]);
  const parts = texts.flatMap((text) => {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(text.length);
    return [length, text];
  });
  return Buffer.concat([head, ...parts, value]);
}

function flagsOf({ holds, subject, kind }: Pick<Sighting, 'holds' | 'subject'> & Pick<Evidence, 'kind'>): number {
  return (holds ? HOLDS : 0) + (subject === 'container' ? CONTAINER : 0) + (kind === 'MOVEMENT' ? MOVEMENT : 0);
}

/** The fact's value within a kept sighting. */
export function sightingValue(bytes: Uint8Array): Buffer {
  return split(bytes).value;
}

/** Null for what this release cannot read: a sighting of another layout, or of a number that the movement no longer shows. */
export function unpackSighting(codec: Codec, bytes: Uint8Array): RecordedSighting | null {
  if (bytes[0] !== LAYOUT) return null;
  const { flags, texts, value } = split(bytes);
  const [entryId, ocgId, vehicleMark, mark] = texts as [string, string, string, string];
  const subject = (flags & CONTAINER) === 0 ? 'registration' : 'container';
  const evidence =
    (flags & MOVEMENT) === 0 ? readEvidence(codec, value) : movementEvidence(codec, value, { subject, mark });
  if (evidence === null) return null;
  const about = {
    entryId,
    ocgId: ocgId === '' ? null : ocgId,
    vehicleMark,
    subject,
    holds: (flags & HOLDS) !== 0,
    missingSince: null,
  } as const;
  return { sighting: { ...about, evidence }, value };
}

function readEvidence(codec: Codec, value: Buffer): Evidence {
  return evidenceOfRead(codec.decode('anpr.reads', value));
}

function movementEvidence(
  codec: Codec,
  value: Buffer,
  { subject, mark }: Pick<Sighting, 'subject'> & { readonly mark: string },
): Evidence | null {
  const movement = codec.decode('port.movements', value);
  const { vehicle, trailers, containers } = movement;
  const plates = vehicle === null ? trailers : [vehicle, ...trailers];
  const registration = (subject === 'container' ? containers : plates).find((one) => one.mark === mark);
  return registration === undefined ? null : evidenceOfMovement(movement, registration);
}

function split(bytes: Uint8Array): {
  readonly flags: number;
  readonly texts: readonly string[];
  readonly value: Buffer;
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let at = HEAD_BYTES;
  while (texts.length < 4) {
    const end = at + LENGTH_BYTES + buffer.readUInt16BE(at);
    texts.push(buffer.toString('utf8', at + LENGTH_BYTES, end));
    at = end;
  }
  return { flags: buffer[1]!, texts, value: buffer.subarray(at) };
}
