/** No entry, or no further ref. */
export const NONE = -1;

const CAPACITY_FIRST = 1024;

/** Numbers by ref, and refs by the hash of their entry's id. */
interface MarkColumns {
  readonly revisions: Int32Array;
  /** The slab's handle of the encoded entry, or NONE. */
  readonly handles: Float64Array;
  /** Which identifier of its entry. */
  readonly identifiers: Uint16Array;
  readonly hashes: Uint32Array;
  /** The next ref of the chain. */
  readonly next: Int32Array;
  /** By hash of the entry id: the first ref of the chain. */
  readonly heads: Int32Array;
}

/** Columns that grow: `current` is replaced when they do. */
export interface GrowingColumns {
  readonly current: MarkColumns;
  /** A new ref, numbered densely from 0, found again by its hash. */
  add(hash: number): number;
  /** The refs with this hash, newest first. */
  chain(hash: number): readonly number[];
}

export function growingColumns(): GrowingColumns {
  let columns = emptyColumns(CAPACITY_FIRST);
  let count = 0;
  return {
    get current() {
      return columns;
    },
    add(hash) {
      if (count === columns.next.length) columns = grown(columns);
      const ref = count;
      count += 1;
      columns.hashes[ref] = hash;
      link(columns, ref);
      return ref;
    },
    chain(hash) {
      const refs: number[] = [];
      for (let ref = columns.heads[hash % columns.heads.length]!; ref !== NONE; ref = columns.next[ref]!) {
        if (columns.hashes[ref] === hash) refs.push(ref);
      }
      return refs;
    },
  };
}

function emptyColumns(capacity: number): MarkColumns {
  return {
    revisions: new Int32Array(capacity),
    handles: new Float64Array(capacity).fill(NONE),
    identifiers: new Uint16Array(capacity),
    hashes: new Uint32Array(capacity),
    next: new Int32Array(capacity),
    heads: new Int32Array(capacity).fill(NONE),
  };
}

function grown(old: MarkColumns): MarkColumns {
  const columns = emptyColumns(2 * old.next.length);
  columns.revisions.set(old.revisions);
  columns.handles.set(old.handles);
  columns.identifiers.set(old.identifiers);
  columns.hashes.set(old.hashes);
  for (let ref = 0; ref < old.next.length; ref += 1) link(columns, ref);
  return columns;
}

function link(columns: MarkColumns, ref: number): void {
  const place = columns.hashes[ref]! % columns.heads.length;
  columns.next[ref] = columns.heads[place]!;
  columns.heads[place] = ref;
}
