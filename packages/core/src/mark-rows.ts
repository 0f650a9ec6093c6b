import type { IdentifierKind } from './words.ts';
import { assert } from './assert.ts';
import { MARK_LENGTH_MAX } from './plate.ts';

/** The kinds in the order of their codes in a row. */
const KINDS: readonly IdentifierKind[] = ['UNKNOWN', 'VRM', 'PARTIAL_VRM', 'TRAILER', 'CONTAINER'];

/** Largest caller's slot: slots are dense, and a stray one must not claim gigabytes. */
const REF_MAX = 2 ** 26;

/**
 * Listed marks as records of 64 bytes, one line of the processor's cache, in one buffer without objects: looking at a
 * row among a million costs one access to memory, and a million rows take 64 MB. The three views show the same buffer:
 *
 *     bytes    view     what
 *     0 - 15   bytes    the mark in ASCII, padded with zeros
 *     16 - 31  floats   holds from (inclusive), holds to (exclusive): event time, epoch milliseconds
 *     32 - 51  ints     key hash, ref, next and previous row of the key hash, next row of the ref; -1 ends a chain
 *     52, 53   bytes    kind, characters forgiven
 *
 * Freed rows are used again before new ones. The buffer doubles when full, so take the views from this object every
 * time.
 */
export interface MarkRows {
  bytes: Uint8Array;
  ints: Int32Array;
  floats: Float64Array;
  /** First row of each ref, or -1. */
  firstOfRef: Int32Array;
  /** First free row, or -1; chained like the rows of one key. */
  free: number;
  /** Rows in use. */
  size: number;
}

const ROW_BYTES = 64;
const ROWS_MIN = 1024;

/** Where a row's fields are: multiply the row by the stride of its view and add the field. */
export const INTS = 16;
export const HASH = 8;
export const REF = 9;
export const NEXT_OF_KEY = 10;
export const PREVIOUS_OF_KEY = 11;
export const NEXT_OF_REF = 12;
export const FLOATS = 8;
export const HOLDS_FROM_MS = 2;
export const HOLDS_TO_MS = 3;
const KIND = 52;
const FORGIVEN_MAX = 53;

export function createMarkRows(): MarkRows {
  const rows: MarkRows = { ...viewsOf(new ArrayBuffer(0)), firstOfRef: new Int32Array(0), free: -1, size: 0 };
  growRows(rows, ROWS_MIN);
  return rows;
}

export interface RowContent {
  readonly ref: number;
  readonly kind: IdentifierKind;
  readonly mark: string;
  readonly holdsFromMs: number;
  readonly holdsToMs: number;
  readonly forgivenMax: number;
}

/** A row with this content, which belongs to no chain yet. */
export function takeRow(rows: MarkRows, content: RowContent): number {
  if (rows.free < 0) growRows(rows, (rows.bytes.length / ROW_BYTES) * 2);
  const row = rows.free;
  const { bytes, ints, floats } = rows;
  rows.free = ints[row * INTS + NEXT_OF_KEY]!;
  rows.size += 1;
  for (let index = 0; index < MARK_LENGTH_MAX; index += 1) {
    bytes[row * ROW_BYTES + index] = index < content.mark.length ? content.mark.charCodeAt(index) : 0;
  }
  bytes[row * ROW_BYTES + KIND] = KINDS.indexOf(content.kind);
  bytes[row * ROW_BYTES + FORGIVEN_MAX] = Math.max(0, Math.min(MARK_LENGTH_MAX, content.forgivenMax));
  floats[row * FLOATS + HOLDS_FROM_MS] = content.holdsFromMs;
  floats[row * FLOATS + HOLDS_TO_MS] = content.holdsToMs;
  ints[row * INTS + REF] = content.ref;
  return row;
}

/** Gives back a row that is in no chain any more. */
export function freeRow(rows: MarkRows, row: number): void {
  rows.ints[row * INTS + NEXT_OF_KEY] = rows.free;
  rows.free = row;
  rows.size -= 1;
}

export const REF_PROMISE = 'a ref is a slot of the caller, dense from 0';

export function isRef(ref: number): boolean {
  return Number.isInteger(ref) && ref >= 0 && ref < REF_MAX;
}

/** Makes room for a ref in `firstOfRef`. */
export function reserveRef(rows: MarkRows, ref: number): void {
  assert(isRef(ref), REF_PROMISE);
  const { length } = rows.firstOfRef;
  if (ref < length) return;
  const grown = new Int32Array(Math.max(ROWS_MIN, length * 2, ref + 1)).fill(-1, length);
  grown.set(rows.firstOfRef);
  rows.firstOfRef = grown;
}

export function kindOfRow(rows: MarkRows, row: number): IdentifierKind {
  return KINDS[rows.bytes[row * ROW_BYTES + KIND]!] ?? 'UNKNOWN';
}

export function forgivenMaxOfRow(rows: MarkRows, row: number): number {
  return rows.bytes[row * ROW_BYTES + FORGIVEN_MAX]!;
}

/** The char code at a place of the mark; 0 past its end. Places are 0 to 15. */
export function codeInRow(rows: MarkRows, row: number, place: number): number {
  return rows.bytes[row * ROW_BYTES + place]!;
}

/** Memory of all rows, used and free, bytes. */
export function rowsBytes(rows: MarkRows): number {
  return rows.bytes.byteLength + rows.firstOfRef.byteLength;
}

function growRows(rows: MarkRows, capacity: number): void {
  const used = rows.bytes.length / ROW_BYTES;
  const old = rows.bytes;
  Object.assign(rows, viewsOf(new ArrayBuffer(capacity * ROW_BYTES)));
  rows.bytes.set(old);
  for (let row = capacity - 1; row >= used; row -= 1) {
    rows.ints[row * INTS + NEXT_OF_KEY] = rows.free;
    rows.free = row;
  }
}

function viewsOf(buffer: ArrayBuffer): Pick<MarkRows, 'bytes' | 'ints' | 'floats'> {
  return { bytes: new Uint8Array(buffer), ints: new Int32Array(buffer), floats: new Float64Array(buffer) };
}
