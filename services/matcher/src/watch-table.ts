import type { DecideContext, WatchEntry } from '@landfall/core';
import { createWatchIndex, indexedIdentifiers } from '@landfall/core';
import type { Codec } from '@landfall/codec';
import type { MarkChanges, MarkVersions, WindowMark } from '@landfall/ports';
import { identifierKey, splitMarkId } from './entry-marks.ts';
import { markSlots } from './mark-slots.ts';

/**
 * The marks as one matcher has seen them: an index to match against, and the encoded entry of each. A projection of the window
 * store's marks; `versions` says how far it has seen each bucket. Entries are decoded only when they hit or change.
 */
export interface WatchTable extends DecideContext {
  readonly versions: MarkVersions;
  apply(changes: MarkChanges): void;
  applyMarks(marks: readonly WindowMark[]): void;
  /** The entry behind a match's ref. */
  entry(ref: number): WatchEntry;
  /** The newest revision seen of an entry, removed ones included; 0 when it is unknown. */
  revision(entryId: string): number;
  /** The newest active revision of an entry. */
  activeEntry(entryId: string): WatchEntry | undefined;
  readonly size: number;
}

export function watchTable(codec: Codec, bucketCount: number): WatchTable {
  const index = createWatchIndex();
  const slots = markSlots((bytes) => codec.decode('watchlist.entries', bytes));
  let versions: MarkVersions = Array.from({ length: bucketCount }, () => 0);

  const applyMark = (mark: WindowMark): void => {
    const ref = slots.refOf(mark.markId);
    const { revision, bytes } = mark;
    // The store gives a matcher's own marks back with the next batch: those are no work.
    if (revision < slots.revision(ref) || slots.isAt(ref, revision, bytes)) return;
    index.remove(ref);
    const entry = bytes === null ? undefined : codec.decode('watchlist.entries', bytes);
    const key = splitMarkId(mark.markId).identifierKey;
    const place = entry?.identifiers.findIndex((candidate) => identifierKey(candidate) === key) ?? -1;
    // An identifier of a kind that this version does not know, or with a mark that no plate can show, is held and matches nothing.
    const identifier = place === -1 ? undefined : entry?.identifiers[place];
    if (bytes === null || entry === undefined || identifier === undefined) {
      slots.remove(ref, revision);
      return;
    }
    for (const indexed of indexedIdentifiers({ ...entry, identifiers: [identifier] }, ref)) index.add(indexed);
    slots.put(ref, { revision, bytes, identifier: place });
  };

  return {
    index,
    get versions() {
      return versions;
    },
    get size() {
      return slots.live;
    },
    apply(changes) {
      for (const mark of changes.marks) applyMark(mark);
      versions = changes.versions;
    },
    applyMarks(marks) {
      for (const mark of marks) applyMark(mark);
    },
    entry(ref) {
      const entry = slots.entry(ref);
      if (entry === undefined) throw new Error('the index matched a mark that was removed');
      return entry;
    },
    revision: (entryId) => Math.max(0, ...slots.refsOf(entryId).map((ref) => slots.revision(ref))),
    activeEntry(entryId) {
      const refs = slots.refsOf(entryId);
      return slots.entry(refs.find((ref) => slots.entry(ref) !== undefined) ?? -1);
    },
  };
}
