import type { WatchEntry } from '@landfall/core';
import { murmur2 } from '@landfall/core';
import { byteSlab } from './byte-slab.ts';
import { identifierKey, splitMarkId } from './entry-marks.ts';
import { growingColumns, NONE } from './mark-columns.ts';

/**
 * One slot for each mark that was ever seen: its revision and the encoded entry, or that it was removed. A slot's number is the ref
 * under which the index knows the mark. A million marks cost little more than their bytes: ids are not kept but read from the entry,
 * through a hash table of 32-bit numbers; only removed marks, which have no entry, keep theirs.
 */
export interface MarkSlots {
  /** The slot of a mark; a new one, at revision 0 and without an entry, when it has none. */
  refOf(markId: string): number;
  /** The slots of an entry, one for each identifier that it ever had. */
  refsOf(entryId: string): readonly number[];
  markId(ref: number): string;
  revision(ref: number): number;
  /** The entry of a slot; undefined when the mark was removed. Decodes it. */
  entry(ref: number): WatchEntry | undefined;
  /** Whether the slot is just so already: the same revision with the same bytes, or removed at that revision. */
  isAt(ref: number, revision: number, bytes: Uint8Array | null): boolean;
  put(ref: number, held: { readonly revision: number; readonly bytes: Uint8Array; readonly identifier: number }): void;
  remove(ref: number, revision: number): void;
  /** Slots that hold an entry. */
  readonly live: number;
}

export function markSlots(decode: (bytes: Buffer) => WatchEntry): MarkSlots {
  const slab = byteSlab();
  const removedIds = new Map<number, string>();
  const columns = growingColumns();
  let live = 0;

  const entry = (ref: number): WatchEntry | undefined =>
    (columns.current.handles[ref] ?? NONE) === NONE ? undefined : decode(slab.get(columns.current.handles[ref]!));

  const markIdOf = (ref: number): string => {
    const held = entry(ref);
    if (held === undefined) return removedIds.get(ref)!;
    return `${held.entryId} ${identifierKey(held.identifiers[columns.current.identifiers[ref]!]!)}`;
  };

  const drop = (ref: number): void => {
    if (columns.current.handles[ref] === NONE) return;
    slab.remove(columns.current.handles[ref]!);
    columns.current.handles[ref] = NONE;
    live -= 1;
  };

  return {
    refOf(markId) {
      const { entryId } = splitMarkId(markId);
      const hash = murmur2(entryId);
      const found = columns.chain(hash).find((ref) => markIdOf(ref) === markId);
      if (found !== undefined) return found;
      const ref = columns.add(hash);
      removedIds.set(ref, markId);
      return ref;
    },
    refsOf: (entryId) =>
      columns.chain(murmur2(entryId)).filter((ref) => splitMarkId(markIdOf(ref)).entryId === entryId),
    markId: markIdOf,
    revision: (ref) => columns.current.revisions[ref]!,
    entry,
    isAt(ref, revision, bytes) {
      const handle = columns.current.handles[ref]!;
      if (columns.current.revisions[ref] !== revision || (handle === NONE) !== (bytes === null)) return false;
      return bytes === null || slab.get(handle).equals(bytes);
    },
    put(ref, { revision, bytes, identifier }) {
      drop(ref);
      columns.current.revisions[ref] = revision;
      columns.current.handles[ref] = slab.add(bytes);
      columns.current.identifiers[ref] = identifier;
      removedIds.delete(ref);
      live += 1;
    },
    remove(ref, revision) {
      removedIds.set(ref, markIdOf(ref));
      drop(ref);
      columns.current.revisions[ref] = revision;
    },
    get live() {
      return live;
    },
  };
}
