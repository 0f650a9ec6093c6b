import type { DecideContext, WatchEntry } from '@landfall/core';
import { createWatchIndex, indexedIdentifiers } from '@landfall/core';
import type { Codec } from '@landfall/codec';
import type { MarkChanges, MarkVersions, WindowMark } from '@landfall/ports';
import type { IdentifierName } from './entry-marks.ts';
import { identifierKey, identifierOf, splitMarkId } from './entry-marks.ts';
import { markSlots } from './mark-slots.ts';

/**
 * The marks as one matcher has seen them: an index to match against, and the encoded entry of each. A projection of the entries' log
 * and of the window store's marks; `versions` says how far it has seen each bucket of the store, in the store's present life: a table is
 * made anew for each. Of an entry only the newest revision counts. Entries are decoded only when they hit or change.
 */
export interface WatchTable extends DecideContext {
  /** Never goes back, in whatever order changes are applied. */
  readonly versions: MarkVersions;
  apply(changes: MarkChanges): void;
  applyMarks(marks: readonly WindowMark[]): void;
  /** The entry behind a match's ref. */
  entry(ref: number): WatchEntry;
  /** The active entry as each of its identifiers was marked: empty when it is not active, or unknown. */
  entries(entryId: string): readonly WatchEntry[];
  /** The newest revision seen of an entry, removed ones included; 0 when it is unknown. */
  revision(entryId: string): number;
  /** Every identifier that a revision of the entry had which was seen. */
  identifiersOf(entryId: string): readonly IdentifierName[];
  readonly size: number;
}

export function watchTable(codec: Codec, bucketCount: number): WatchTable {
  const index = createWatchIndex();
  const slots = markSlots((bytes) => codec.decode('watchlist.entries', bytes));
  let versions: MarkVersions = Array.from({ length: bucketCount }, () => 0);

  const newestRevision = (refs: readonly number[]): number => Math.max(0, ...refs.map((ref) => slots.revision(ref)));

  const applyMark = (mark: WindowMark): void => {
    const { markId, revision, bytes } = mark;
    const { entryId, identifierKey: key } = splitMarkId(markId);
    const refs = slots.refsOf(entryId);
    if (revision < newestRevision(refs)) return;
    const ref = slots.refOf(markId);
    // The store gives a matcher's own marks back with the next batch: those are no work.
    if (slots.isAt(ref, revision, bytes)) return;
    // Marks of an older revision give way at once, though the store tells of their removal bucket by bucket.
    for (const other of [...refs, ref]) {
      if (slots.revision(other) < revision) retire(other);
    }
    const entry = bytes === null ? undefined : codec.decode('watchlist.entries', bytes);
    const place = entry?.identifiers.findIndex((candidate) => identifierKey(candidate) === key) ?? -1;
    // An identifier of a kind that this version does not know, or with a mark that no plate can show, is held and matches nothing.
    const identifier = place === -1 ? undefined : entry?.identifiers[place];
    if (bytes === null || entry === undefined || identifier === undefined) {
      index.remove(ref);
      slots.remove(ref, revision);
      return;
    }
    index.remove(ref);
    for (const indexed of indexedIdentifiers({ ...entry, identifiers: [identifier] }, ref)) index.add(indexed);
    slots.put(ref, { revision, bytes, identifier: place });
  };

  const retire = (ref: number): void => {
    index.remove(ref);
    slots.remove(ref, slots.revision(ref));
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
      // Calls for several partitions overlap: each answers for the buckets that it touched and repeats the others as they were.
      if (changes.versions.some((version, bucket) => version > versions[bucket]!))
        versions = versions.map((version, bucket) => Math.max(version, changes.versions[bucket]!));
    },
    applyMarks(marks) {
      for (const mark of marks) applyMark(mark);
    },
    entry(ref) {
      const entry = slots.entry(ref);
      if (entry === undefined) throw new Error('the index matched a mark that was removed');
      return entry;
    },
    entries: (entryId) => slots.refsOf(entryId).flatMap((ref) => slots.entry(ref) ?? []),
    revision: (entryId) => newestRevision(slots.refsOf(entryId)),
    identifiersOf: (entryId) => slots.refsOf(entryId).map((ref) => identifierOf(slots.markId(ref))),
  };
}
