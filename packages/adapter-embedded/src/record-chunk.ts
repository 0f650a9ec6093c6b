/**
 * How records lie in the data file: up to 128 of them together in one chunk, because a row of its own for each would
 * cost four times the work. A record is three lengths, its timestamp, and key, headers (JSON, or nothing) and value:
 *
 *     | key bytes u32 | header bytes u32 | value bytes u32 | timestamp f64 | key | headers | value |      little-endian
 *
 * Bounds: a chunk has at most CHUNK_RECORDS_MAX records, and starts no further record past CHUNK_BYTES_MAX, so that
 * fetching one record of a chunk stays cheap. A larger record lies alone.
 */
import type { LogRecord, NewRecord } from '@landfall/ports';

export const CHUNK_RECORDS_MAX = 128;
export const CHUNK_BYTES_MAX = 64 * 1024;

const HEAD_BYTES = 20;
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** The size of a record as its topic's limit counts it: key, headers and value. */
export function recordBytes(record: NewRecord): number {
  return Buffer.byteLength(record.key) + Buffer.byteLength(headerText(record)) + record.value.length;
}

/** Records in, one chunk's bytes out. The result is valid until the next call. */
export interface ChunkPacker {
  /** Takes the record unless the chunk has enough already. */
  add(record: NewRecord): boolean;
  readonly count: number;
  /** The bytes of the chunk; empties the packer. */
  take(): Buffer;
}

export function chunkPacker(): ChunkPacker {
  let buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES_MAX * 2);
  let length = 0;
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (record) => {
      if (count === CHUNK_RECORDS_MAX || length > CHUNK_BYTES_MAX) return false;
      const headers = headerText(record);
      // A UTF-16 unit takes three bytes of UTF-8 at most.
      const most = HEAD_BYTES + (record.key.length + headers.length) * 3 + record.value.length;
      if (count > 0 && length + most > CHUNK_BYTES_MAX) return false;
      if (length + most > buffer.length) buffer = grown(buffer, length + most);
      length = writeRecord({ buffer, at: length, record, headers });
      count += 1;
      return true;
    },
    take: () => {
      const taken = buffer.subarray(0, length);
      // One large record must not pin its memory for ever.
      if (buffer.length > CHUNK_BYTES_MAX * 2) buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES_MAX * 2);
      length = 0;
      count = 0;
      return taken;
    },
  };
}

function headerText(record: NewRecord): string {
  if (record.headers === undefined) return '';
  const text = JSON.stringify(record.headers);
  return text === '{}' ? '' : text;
}

function grown(buffer: Buffer, size: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.max(size, buffer.length * 2));
  buffer.copy(larger);
  return larger;
}

function writeRecord(options: {
  readonly buffer: Buffer;
  readonly at: number;
  readonly record: NewRecord;
  readonly headers: string;
}): number {
  const { buffer, at, record, headers } = options;
  const keyAt = at + HEAD_BYTES;
  const keyBytes = buffer.write(record.key, keyAt);
  const headersAt = keyAt + keyBytes;
  const headerBytes = headers === '' ? 0 : buffer.write(headers, headersAt);
  const valueAt = headersAt + headerBytes;
  buffer.set(record.value, valueAt);
  buffer.writeUInt32LE(keyBytes, at);
  buffer.writeUInt32LE(headerBytes, at + 4);
  buffer.writeUInt32LE(record.value.length, at + 8);
  buffer.writeDoubleLE(record.timestampMs, at + 12);
  return valueAt + record.value.length;
}

/** Where the record after the one at `at` begins. */
export function recordEnd(chunk: Buffer, at: number): number {
  return at + HEAD_BYTES + chunk.readUInt32LE(at) + chunk.readUInt32LE(at + 4) + chunk.readUInt32LE(at + 8);
}

/** The record that begins at `at`. Its value shares the chunk's memory. */
export function readRecord(chunk: Buffer, at: number, offset: number): LogRecord {
  const keyAt = at + HEAD_BYTES;
  const headersAt = keyAt + chunk.readUInt32LE(at);
  const valueAt = headersAt + chunk.readUInt32LE(at + 4);
  const valueEnd = valueAt + chunk.readUInt32LE(at + 8);
  return {
    offset,
    key: chunk.toString('utf8', keyAt, headersAt),
    value: chunk.subarray(valueAt, valueEnd),
    timestampMs: chunk.readDoubleLE(at + 12),
    headers: headersAt === valueAt ? NO_HEADERS : parseHeaders(chunk.toString('utf8', headersAt, valueAt)),
  };
}

function parseHeaders(text: string): Readonly<Record<string, string>> {
  const headers: Readonly<Record<string, string>> = JSON.parse(text);
  return headers;
}
