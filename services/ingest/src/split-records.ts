import { BATCH_MAX_RECORDS } from './bounds.ts';
import { charsetOf, decodeText, mediaTypeOf } from './decode-text.ts';
import { closes, endOfString, opens, parseJson } from './parse-json.ts';
import type { ParsedJson } from './parse-json.ts';
import type { Original, Rejection, SourceMessage } from './sources/source.ts';
import { rejection } from './sources/source.ts';

/** One record of a JSON message: its own text, so that it stands and falls alone. */
export interface JsonRecord {
  readonly kind: 'record';
  readonly text: string;
}

const NDJSON = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/json-lines',
  'application/x-jsonlines',
]);

/**
 * Takes a JSON message apart: an object is one record, an array one record per element, NDJSON one per line. Records are not parsed
 * yet, so a bad one leaves the others alone; an array that is cut gives the elements before the cut, and what is left as a rejection.
 * NDJSON is known by its content type, or by a first line that is a whole object with more lines after it.
 */
export function splitRecords(message: SourceMessage): readonly (JsonRecord | Rejection)[] {
  const text = decodeText(message.bytes, charsetOf(message.contentType));
  const lines = NDJSON.has(mediaTypeOf(message.contentType));
  if (text === null) {
    return lines ? bounded(byteLines(message.bytes), message.bytes) : [encodingInvalid(message.bytes)];
  }
  const trimmed = text.trimStart();
  if (trimmed === '') return [rejection('body-empty', 'The body holds nothing but white space.', message.bytes)];
  if (lines || hasLines(trimmed)) return bounded(textLines(text), message.bytes);
  if (trimmed.startsWith('[')) return bounded(elements(trimmed), message.bytes);
  return [{ kind: 'record', text }];
}

/** Parses one record; a failure is a rejection that holds the record's own text. */
export function parseRecord(record: JsonRecord): { readonly ok: true; readonly value: unknown } | Rejection {
  const parsed = parseJson(record.text);
  return parsed.ok ? parsed : rejection(parsed.code, JSON_DETAIL[parsed.code], record.text);
}

const JSON_DETAIL: Record<Exclude<ParsedJson, { ok: true }>['code'], string> = {
  'json-invalid': 'The record is no JSON.',
  'json-too-deep': 'The record is nested too deep.',
  'duplicate-key': 'An object of the record has one key twice.',
};

function encodingInvalid(original: Original): Rejection {
  return rejection('encoding-invalid', 'The bytes are not valid in their encoding.', original);
}

function bounded(records: readonly (JsonRecord | Rejection)[], bytes: Uint8Array): readonly (JsonRecord | Rejection)[] {
  if (records.length <= BATCH_MAX_RECORDS) return records;
  return [rejection('batch-too-large', `More than ${BATCH_MAX_RECORDS} records in one request.`, bytes)];
}

function hasLines(trimmed: string): boolean {
  const end = trimmed.indexOf('\n');
  if (end === -1 || !trimmed.startsWith('{')) return false;
  return trimmed.charAt(end + 1) !== '' && parseJson(trimmed.slice(0, end)).ok;
}

/** Stops one over the bound: the rest is refused anyway. */
function textLines(text: string): JsonRecord[] {
  const records: JsonRecord[] = [];
  for (let start = 0; start < text.length && records.length <= BATCH_MAX_RECORDS;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const line = text.slice(start, end);
    if (line.trim() !== '') records.push({ kind: 'record', text: line });
    start = end + 1;
  }
  return records;
}

/** For a body of which some line is not valid in its encoding: the other lines still count. */
function byteLines(bytes: Uint8Array): (JsonRecord | Rejection)[] {
  const records: (JsonRecord | Rejection)[] = [];
  for (let start = 0; start < bytes.length && records.length <= BATCH_MAX_RECORDS;) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    const text = decodeText(line, null);
    if (text === null) records.push(encodingInvalid(line));
    else if (text.trim() !== '') records.push({ kind: 'record', text });
    start = end + 1;
  }
  return records;
}

/** The elements of an array as texts, found by depth and strings alone. */
function elements(text: string): (JsonRecord | Rejection)[] {
  const records: (JsonRecord | Rejection)[] = [];
  const add = (start: number, end: number): void => {
    records.push({ kind: 'record', text: text.slice(start, end).trim() });
  };
  let depth = 0;
  let start = 1;
  for (let index = 0; index < text.length && records.length <= BATCH_MAX_RECORDS; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      const end = endOfString(text, index);
      index = end === -1 ? text.length : end;
    } else if (opens(code)) depth += 1;
    else if (code === 0x2c && depth === 1) {
      add(start, index);
      start = index + 1;
    } else if (closes(code)) {
      depth -= 1;
      if (depth > 0) continue;
      if (records.length > 0 || text.slice(start, index).trim() !== '') add(start, index);
      const rest = text.slice(index + 1).trim();
      if (rest !== '') records.push(rejection('json-invalid', 'Something follows the end of the array.', rest));
      return records;
    }
  }
  if (records.length <= BATCH_MAX_RECORDS)
    records.push(rejection('body-truncated', 'The array has no end.', text.slice(start)));
  return records;
}
