import type { ForgivenCharacter, IdentifierKind } from './words.ts';
import { assert } from './assert.ts';
import { confusableCodes, foldedKeyHash } from './fold.ts';
import type { KeyFilter } from './key-filter.ts';
import { createKeyFilter } from './key-filter.ts';
import type { KeyTable } from './key-table.ts';
import { createKeyTable } from './key-table.ts';
import type { FactView, Match } from './match.ts';
import { meetsSubject, NO_MATCHES, strongestMatches } from './match.ts';
import type { MarkRows } from './mark-rows.ts';
import {
  codeInRow,
  createMarkRows,
  FLOATS,
  forgivenMaxOfRow,
  freeRow,
  HASH,
  HOLDS_FROM_MS,
  HOLDS_TO_MS,
  INTS,
  isRef,
  kindOfRow,
  NEXT_OF_KEY,
  NEXT_OF_REF,
  PREVIOUS_OF_KEY,
  REF,
  REF_PROMISE,
  reserveRef,
  rowsBytes,
  takeRow,
} from './mark-rows.ts';
import { createPatternList } from './pattern-list.ts';
import { MARK_LENGTH_MAX } from './plate.ts';

/** One thing to look for. An entry with several identifiers is added once for each, under one ref. */
export interface IndexedIdentifier {
  /** The caller's slot of the entry: dense from 0, since the index keeps an array over it. */
  readonly ref: number;
  readonly kind: IdentifierKind;
  /** Normalised mark, or for PARTIAL_VRM the pattern as `parsePattern` gives it. */
  readonly mark: string;
  /** Event time, epoch milliseconds, inclusive. */
  readonly holdsFromMs: number;
  /** Event time, epoch milliseconds, exclusive; Infinity: no end. */
  readonly holdsToMs: number;
  /** How many confused characters a match may forgive, 0 to 16. */
  readonly forgivenMax: number;
}

/**
 * Which entries a fact matches, for a million entries in about 90 MB.
 *
 * A fact is first held against a filter of 2 MB, which stays in the cache and rejects 99 of 100 facts that nobody
 * watches; then a table from the hash of the OCR-folded mark leads to the few rows that share it. Exact and confusable
 * matches are found alike, since both share the fold. Patterns are kept apart. A revision is `remove(ref)` and `add`
 * again: rows are used anew, and nothing gathers.
 */
export interface WatchIndex {
  add(identifier: IndexedIdentifier): void;
  /** Removes all identifiers of a ref; an unknown ref is no error. */
  remove(ref: number): void;
  /** The matches of a fact, at most one of each ref; the shared empty array when there is none. Never throws. */
  match(fact: FactView): readonly Match[];
  /** As `match`, but also of entries that do not hold at the fact's time: what happened before an entry held can still prove something. */
  matchAtAnyTime(fact: FactView): readonly Match[];
  /** Identifiers held. */
  readonly size: number;
  /** Memory held, an estimate. */
  readonly bytes: number;
}

/** Fewest removed keys after which the filter is made anew, so that its 2 MB are not cleared for a handful. */
const STALE_KEYS_MIN = 65_536;

interface Marks {
  readonly filter: KeyFilter;
  readonly table: KeyTable;
  readonly rows: MarkRows;
  /** Keys that are gone but still let through by the filter. */
  staleKeys: number;
}

export function createWatchIndex(): WatchIndex {
  const filter = createKeyFilter();
  const table = createKeyTable();
  const rows = createMarkRows();
  const marks: Marks = { filter, table, rows, staleKeys: 0 };
  const patterns = createPatternList();

  const matches = (fact: FactView, atAnyTime: boolean): readonly Match[] => {
    let found: Match[] | null = null;
    if (filter.mayHold(fact.keyHash)) found = collectRows(rows, table.get(fact.keyHash), { fact, atAnyTime });
    if (patterns.size > 0 && fact.subject === 'registration') found = patterns.collect(fact, found, atAnyTime);
    return found === null ? NO_MATCHES : strongestMatches(found);
  };

  return {
    add(identifier) {
      const { kind, mark, ref, holdsFromMs, holdsToMs } = identifier;
      assert(mark.length > 0, 'an identifier has a mark');
      if (kind === 'PARTIAL_VRM') {
        assert(isRef(ref), REF_PROMISE);
        patterns.add({ ref, pattern: mark, holdsFromMs, holdsToMs });
      } else {
        assert(mark.length <= MARK_LENGTH_MAX, 'a listed mark is a normalised mark');
        addRow(marks, identifier);
      }
    },
    remove(ref) {
      if (patterns.size > 0) patterns.remove(ref);
      removeRows(marks, ref);
    },
    match: (fact) => matches(fact, false),
    matchAtAnyTime: (fact) => matches(fact, true),
    get size() {
      return rows.size + patterns.size;
    },
    get bytes() {
      return filter.bytes + table.bytes + rowsBytes(rows) + patterns.bytes;
    },
  };
}

function addRow(marks: Marks, identifier: IndexedIdentifier): void {
  const { filter, table, rows } = marks;
  const { ref } = identifier;
  const hash = foldedKeyHash(identifier.mark);
  reserveRef(rows, ref);
  const row = takeRow(rows, identifier);
  const { ints } = rows;
  const next = table.get(hash);
  ints[row * INTS + HASH] = hash;
  ints[row * INTS + NEXT_OF_REF] = rows.firstOfRef[ref]!;
  ints[row * INTS + NEXT_OF_KEY] = next;
  ints[row * INTS + PREVIOUS_OF_KEY] = -1;
  if (next >= 0) ints[next * INTS + PREVIOUS_OF_KEY] = row;
  rows.firstOfRef[ref] = row;
  table.set(hash, row);
  if (table.size + marks.staleKeys > filter.capacity) refillFilter(marks);
  else filter.add(hash);
}

function removeRows(marks: Marks, ref: number): void {
  const { rows, table } = marks;
  for (let row = rows.firstOfRef[ref] ?? -1; row >= 0;) {
    const next = rows.ints[row * INTS + NEXT_OF_REF]!;
    unlinkRow(marks, row);
    freeRow(rows, row);
    row = next;
  }
  if (ref < rows.firstOfRef.length) rows.firstOfRef[ref] = -1;
  if (marks.staleKeys > Math.max(STALE_KEYS_MIN, table.size / 2)) refillFilter(marks);
}

function unlinkRow(marks: Marks, row: number): void {
  const { table } = marks;
  const { ints } = marks.rows;
  const hash = ints[row * INTS + HASH]!;
  const next = ints[row * INTS + NEXT_OF_KEY]!;
  const previous = ints[row * INTS + PREVIOUS_OF_KEY]!;
  if (next >= 0) ints[next * INTS + PREVIOUS_OF_KEY] = previous;
  if (previous >= 0) ints[previous * INTS + NEXT_OF_KEY] = next;
  else if (next >= 0) table.set(hash, next);
  else {
    table.delete(hash);
    marks.staleKeys += 1;
  }
}

function refillFilter(marks: Marks): void {
  marks.filter.clear(marks.table.size * 2);
  marks.table.forEachKey((hash) => marks.filter.add(hash));
  marks.staleKeys = 0;
}

function collectRows(
  rows: MarkRows,
  first: number,
  { fact, atAnyTime }: { readonly fact: FactView; readonly atAnyTime: boolean },
): Match[] | null {
  let found: Match[] | null = null;
  const { atMs } = fact;
  const { ints, floats } = rows;
  for (let row = first; row >= 0; row = ints[row * INTS + NEXT_OF_KEY]!) {
    const holds = floats[row * FLOATS + HOLDS_FROM_MS]! <= atMs && atMs < floats[row * FLOATS + HOLDS_TO_MS]!;
    if (!holds && !atAnyTime) continue;
    const kind = kindOfRow(rows, row);
    if (!meetsSubject(kind, fact.subject)) continue;
    const forgiven = forgivenByRow(rows, row, fact.mark);
    if (forgiven === null) continue;
    found ??= [];
    const ref = ints[row * INTS + REF]!;
    if (forgiven.length === 0) found.push({ ref, kind, mark: fact.mark, matchKind: 'EXACT', forgiven });
    else found.push({ ref, kind, mark: listedMark(fact.mark, forgiven), matchKind: 'CONFUSABLE', forgiven });
  }
  return found;
}

const NONE_FORGIVEN: readonly ForgivenCharacter[] = Object.freeze([]);

/**
 * What `forgivenCharacters` gives for the read and the row's mark, without making that mark a text: most rows do not
 * match.
 */
function forgivenByRow(rows: MarkRows, row: number, read: string): readonly ForgivenCharacter[] | null {
  const { length } = read;
  if (length > MARK_LENGTH_MAX || (length < MARK_LENGTH_MAX && codeInRow(rows, row, length) !== 0)) return null;
  const max = forgivenMaxOfRow(rows, row);
  let forgiven: ForgivenCharacter[] | null = null;
  for (let index = 0; index < length; index += 1) {
    const readCode = read.charCodeAt(index);
    const listedCode = codeInRow(rows, row, index);
    if (readCode === listedCode) continue;
    if ((forgiven?.length ?? 0) >= max || !confusableCodes(readCode, listedCode)) return null;
    forgiven ??= [];
    forgiven.push({ index, read: read.charAt(index), listed: String.fromCharCode(listedCode) });
  }
  return forgiven ?? NONE_FORGIVEN;
}

/** The listed mark: the one read, with the forgiven characters as listed. */
function listedMark(read: string, forgiven: readonly ForgivenCharacter[]): string {
  let mark = '';
  let from = 0;
  for (const { index, listed } of forgiven) {
    mark += read.slice(from, index) + listed;
    from = index + 1;
  }
  return mark + read.slice(from);
}
