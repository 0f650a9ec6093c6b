import type { AnprRead, FactView } from '@landfall/core';
import { foldedKeyHash, foldedKeyHashOfBytes } from '@landfall/core';
import { CodecError } from './codec-error.ts';
import { HEADER_BYTES } from './wire-header.ts';

/** The first fields of AnprRead, in the order that the partial decoder relies on. */
const LEADING_FIELDS = ['readId', 'mark', 'capturedAt', 'receivedAt', 'sourceId', 'cameraId'];

/** What matching needs of a read. */
export interface ReadView extends FactView {
  /** Length 0 means a refused plate: nothing to store or match. */
  readonly markLength: number;
  /** Source and camera, as one key. */
  readonly cameraKey: string;
}

/** Reads the leading fields behind the header. Throws CodecError `value-invalid` when the bytes end too early. */
export function viewLeadingFields(bytes: Buffer): ReadView {
  const view = new LeadingFields();
  try {
    view.read(bytes);
  } catch (error) {
    throw new CodecError('value-invalid', `The read is cut short: ${String(error)}`, { cause: error });
  }
  return view;
}

export function viewWholeRead(read: AnprRead): ReadView {
  return {
    subject: 'registration',
    mark: read.mark,
    markLength: read.mark.length,
    keyHash: foldedKeyHash(read.mark),
    atMs: read.capturedAt,
    cameraKey: `${read.sourceId} ${read.cameraId}`,
  };
}

/** The mark and the camera become strings only when something asks for them. */
class LeadingFields implements ReadView {
  readonly subject = 'registration';
  keyHash = 0;
  atMs = 0;
  markLength = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #markStart = 0;
  #sourceStart = 0;
  #sourceEnd = 0;
  #cameraStart = 0;
  #cameraEnd = 0;

  get mark(): string {
    return this.#bytes.toString('latin1', this.#markStart, this.#markStart + this.markLength);
  }

  get cameraKey(): string {
    const sourceId = this.#bytes.toString('utf8', this.#sourceStart, this.#sourceEnd);
    return `${sourceId} ${this.#bytes.toString('utf8', this.#cameraStart, this.#cameraEnd)}`;
  }

  /** Throws RangeError when the bytes end too early. */
  read(bytes: Buffer): void {
    this.#bytes = bytes;
    const cursor: Cursor = { bytes, at: HEADER_BYTES };
    skip(cursor, readLong(cursor));
    this.markLength = readLong(cursor);
    this.#markStart = cursor.at;
    skip(cursor, this.markLength);
    this.keyHash = foldedKeyHashOfBytes(bytes, this.#markStart, cursor.at);
    this.atMs = readLong(cursor);
    readLong(cursor); // receivedAt: matching does not ask for it.
    const sourceLength = readLong(cursor);
    this.#sourceStart = cursor.at;
    skip(cursor, sourceLength);
    this.#sourceEnd = cursor.at;
    const cameraLength = readLong(cursor);
    this.#cameraStart = cursor.at;
    skip(cursor, cameraLength);
    this.#cameraEnd = cursor.at;
  }
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/** Avro's zigzag variable-length long; exact up to 2^53, which epoch milliseconds never reach. */
function readLong(cursor: Cursor): number {
  const { bytes } = cursor;
  let factor = 1;
  let value = 0;
  for (;;) {
    if (cursor.at >= bytes.length || factor > 2 ** 56) throw new RangeError('a number is cut short or too long');
    const byte = bytes[cursor.at]!;
    cursor.at += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
    factor *= 128;
  }
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function skip(cursor: Cursor, length: number): void {
  if (length < 0 || cursor.at + length > cursor.bytes.length) throw new RangeError('a text is cut short');
  cursor.at += length;
}

/** Whether a writer's schema has the leading fields where `viewLeadingFields` looks for them. */
export function leadingFieldsMatch(schemaJson: string): boolean {
  const { name, fields } = JSON.parse(schemaJson) as { name: string; fields: { name: string; type: unknown }[] };
  if (name !== 'AnprRead') return false;
  return LEADING_FIELDS.every((field, index) => {
    const type = fields[index]?.type;
    const plain = typeof type === 'object' && type !== null && 'type' in type ? type.type : type;
    return fields[index]?.name === field && plain === (field.endsWith('At') ? 'long' : 'string');
  });
}
