import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CsvError, InfoRecord } from 'csv-parse';
import { parse } from 'csv-parse';
import type { Refusal, Result } from './codes.ts';
import { accept, refusal, refuse } from './codes.ts';
import type { ColumnOrder } from './voi-columns.ts';
import { readHeader, STANDARD_ORDER, VOI_COLUMNS } from './voi-columns.ts';

type VoiEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** One row of the file, its header not counted: 16 cells in the standard order, or why they cannot be had. */
export interface VoiRow {
  /** From 1. */
  readonly row: number;
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly refusal: Refusal | null;
}

export interface VoiFile {
  readonly encoding: VoiEncoding;
  readonly header: boolean;
  readonly rows: readonly VoiRow[];
}

const SLICE_BYTES = 1 << 18;

/**
 * Bytes of a VOI file to rows. Bounded by the body and by `rowsMax`; other work of the process gets its turn between slices.
 * A damaged row is refused and the next ones are read; refuses the whole file as `file-empty`, `file-too-large` or `columns-unknown`.
 */
export async function readVoiFile(body: Buffer, rowsMax: number): Promise<Result<VoiFile>> {
  const { encoding, bytes } = toUtf8(body);
  const records = await readRecords(bytes, rowsMax);
  const tooLarge = refuse('file-too-large', `At most ${rowsMax} rows.`);
  if (records === null) return tooLarge;
  const first = records[0];
  if (first === undefined) return refuse('file-empty');
  const order = first.kind === 'cells' ? readHeader(first.cells) : 'data';
  if (order === 'unknown') return refuse('columns-unknown', `They are: ${VOI_COLUMNS.join(', ')}.`);
  const header = order !== 'data';
  const rows = (header ? records.slice(1) : records).map((record, index) =>
    rowOf(record, index + 1, header ? order : STANDARD_ORDER),
  );
  return rows.length > rowsMax ? tooLarge : accept({ encoding, header, rows });
}

/** A byte order mark decides; without one UTF-8 when the bytes are valid UTF-8, else Windows-1252, in which every byte is a character. */
function toUtf8(body: Buffer): { readonly encoding: VoiEncoding; readonly bytes: Buffer } {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return decodable(body.subarray(3));
  if (body[0] === 0xff && body[1] === 0xfe) return { encoding: 'utf-16le', bytes: recode(body, 'utf-16le') };
  if (body[0] === 0xfe && body[1] === 0xff) return { encoding: 'utf-16be', bytes: recode(body, 'utf-16be') };
  return decodable(body);
}

function decodable(bytes: Buffer): { readonly encoding: VoiEncoding; readonly bytes: Buffer } {
  return isUtf8(bytes)
    ? { encoding: 'utf-8', bytes }
    : { encoding: 'windows-1252', bytes: recode(bytes, 'windows-1252') };
}

function recode(bytes: Buffer, encoding: VoiEncoding): Buffer {
  return Buffer.from(new TextDecoder(encoding).decode(bytes));
}

type ParsedRecord =
  | { readonly kind: 'cells'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'damaged'; readonly line: number; readonly refusal: Refusal };

/** Null when there are more rows than the bound. */
async function readRecords(bytes: Buffer, rowsMax: number): Promise<readonly ParsedRecord[] | null> {
  const records: ParsedRecord[] = [];
  const lines = lineCounter(bytes);
  let drift = 0;
  let nextLine = 1;
  const parser = parse({
    bom: false,
    columns: false,
    delimiter: ',',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (cells: readonly string[], info: InfoRecord) => {
      const lastLine = lines.before(info.bytes);
      drift = info.lines - lastLine;
      nextLine = lastLine + 1;
      records.push({ kind: 'cells', line: lastLine - countLines(cells), cells });
      return null;
    },
    on_skip: (error) => {
      addDamage(records, error, { drift, nextLine });
      return undefined;
    },
  });
  const failed = new Promise<never>((_resolve, reject) => parser.once('error', reject));
  const ended = new Promise<void>((resolve) => parser.once('end', resolve));
  parser.resume();
  // One row more than the bound is a header, perhaps.
  for (let at = 0; at < bytes.length && records.length <= rowsMax + 1; at += SLICE_BYTES) {
    parser.write(bytes.subarray(at, at + SLICE_BYTES));
    await Promise.race([nextTurn(), failed]);
  }
  parser.end();
  await Promise.race([ended, failed]);
  return records.length > rowsMax + 1 ? null : records;
}

/**
 * csv-parse reports a damaged row once for each quote in it, and once more when the last is not closed; all become one refusal. Its own
 * count of lines runs ahead by `drift`.
 */
function addDamage(
  records: ParsedRecord[],
  error: CsvError | undefined,
  place: { readonly drift: number; readonly nextLine: number },
): void {
  const last = records.at(-1);
  const isOpen = error?.code === 'CSV_QUOTE_NOT_CLOSED';
  const seenAt = typeof error?.['lines'] === 'number' ? error['lines'] - place.drift : place.nextLine;
  const line = isOpen ? place.nextLine : Math.max(seenAt, place.nextLine);
  if (last?.kind !== 'damaged') records.push({ kind: 'damaged', line, refusal: damage(isOpen) });
  else if (isOpen) records[records.length - 1] = { ...last, refusal: damage(isOpen) };
  else if (last.line !== line) records.push({ kind: 'damaged', line, refusal: damage(isOpen) });
}

function damage(isOpen: boolean): Refusal {
  return refusal(isOpen ? 'quote-not-closed' : 'quote-misplaced');
}

function rowOf(record: ParsedRecord, row: number, order: ColumnOrder): VoiRow {
  if (record.kind === 'damaged') return { row, line: record.line, cells: [], refusal: record.refusal };
  const { line, cells } = record;
  const refused = refusalOf(cells);
  return { row, line, cells: refused === null ? order.map((index) => cells[index]!) : cells, refusal: refused };
}

function refusalOf(cells: readonly string[]): Refusal | null {
  if (cells.length !== VOI_COLUMNS.length) return refusal('column-count', `It has ${cells.length}.`);
  return cells.some((cell) => cell.includes('\0')) ? refusal('nul-byte') : null;
}

function countLines(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (/[\r\n]/.test(cell)) count += cell.split(/\r\n|\r|\n/).length - 1;
  return count;
}

/** Counts lines up to ever later byte offsets, each byte once: the parser's own count takes CR LF within quotes for two. */
function lineCounter(bytes: Buffer): { before(offset: number): number } {
  let at = 0;
  let ended = 0;
  return {
    /** The number of the line that holds the byte before the offset, from 1. */
    before(offset) {
      for (; at < offset - 1; at += 1) if (endsLine(bytes, at)) ended += 1;
      return ended + 1;
    },
  };
}

function endsLine(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a);
}
