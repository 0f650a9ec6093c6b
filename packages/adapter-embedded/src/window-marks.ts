import type { MarkChanges, MarkVersions, WindowMark } from '@landfall/ports';

/** What a mark costs beside its bytes: objects, map and list entries, as measured. */
const MARK_BYTES = 320;

/** The place of patterns, which belong to every bucket. */
const EVERYWHERE = -1;

/** A list of changes is cleared of overtaken ones when it has doubled. */
const CLEAR_AT_LEAST = 64;

interface Change {
  readonly version: number;
  readonly markId: string;
}

/** The changes of one place, oldest first. */
interface Changes {
  list: Change[];
  clearAt: number;
}

export interface MarkTable {
  /** Keeps the mark unless its revision is older than the one kept, or it is the same. */
  put(mark: WindowMark): void;
  /** Has this bucket changed for one who saw this version of it? */
  changed(bucket: number, seen: number): boolean;
  /** What these buckets show to one who has seen `seen`; versions of other buckets stay as they were. */
  since(buckets: Iterable<number>, seen: MarkVersions): MarkChanges;
  /** Marks kept, removals not counted. */
  size(): number;
  bytes(): number;
}

/**
 * Marks and the versions of their buckets. All buckets count with one counter, so that a pattern is kept once and its
 * version holds in every bucket. Removals are kept as long as the table lives, or an older revision could bring a
 * mark back.
 */
export function markTable(bucketCount: number): MarkTable {
  const marks = new Map<string, WindowMark>();
  const versions = Array.from({ length: bucketCount }, () => 0);
  const places = new Map<number, Changes>();
  let latest = 0;
  let present = 0;
  let bytes = 0;

  const placeOf = (mark: WindowMark): number => (mark.keyHash === null ? EVERYWHERE : mark.keyHash % bucketCount);

  const show = (place: number, change: Change): void => {
    const changes = places.get(place) ?? { list: [], clearAt: CLEAR_AT_LEAST };
    places.set(place, changes);
    changes.list.push(change);
    if (changes.list.length >= changes.clearAt) {
      changes.list = newestOfEach(changes.list);
      changes.clearAt = Math.max(CLEAR_AT_LEAST, changes.list.length * 2);
    }
    if (place === EVERYWHERE) versions.fill(change.version);
    else versions[place] = change.version;
  };

  const collect = (options: { place: number; seen: number; into: Map<string, WindowMark> }): void => {
    const list = places.get(options.place)?.list ?? [];
    // The newest are last; one who is nearly up to date looks at nearly nothing.
    for (let index = list.length - 1; index >= 0; index -= 1) {
      const change = list[index]!;
      if (change.version <= options.seen) return;
      // Its newest revision, though that may belong to another bucket by now: so the reader learns that it is no
      // longer here.
      const mark = marks.get(change.markId);
      if (mark !== undefined) options.into.set(change.markId, mark);
    }
  };

  return {
    put: (mark) => {
      const before = marks.get(mark.markId);
      if (before !== undefined && (before.revision > mark.revision || isSame(before, mark))) return;
      latest += 1;
      marks.set(mark.markId, mark);
      bytes += markBytes(mark) - (before === undefined ? 0 : markBytes(before));
      present += Number(mark.bytes !== null) - Number(before !== undefined && before.bytes !== null);
      const change = { version: latest, markId: mark.markId };
      // The place that the mark leaves must hear of it too.
      if (before !== undefined && placeOf(before) !== placeOf(mark)) show(placeOf(before), change);
      show(placeOf(mark), change);
    },
    changed: (bucket, seen) => versions[bucket]! > seen,
    since: (buckets, seen) => {
      const now = [...seen];
      const found = new Map<string, WindowMark>();
      let oldest = Number.MAX_SAFE_INTEGER;
      for (const bucket of buckets) {
        const seenHere = seen[bucket]!;
        oldest = Math.min(oldest, seenHere);
        collect({ place: bucket, seen: seenHere, into: found });
        now[bucket] = Math.max(seenHere, versions[bucket]!);
      }
      collect({ place: EVERYWHERE, seen: oldest, into: found });
      return { versions: now, marks: [...found.values()] };
    },
    size: () => present,
    bytes: () => bytes,
  };
}

/** About how much memory a mark takes. */
export function markBytes(mark: WindowMark): number {
  return MARK_BYTES + mark.markId.length + (mark.bytes?.length ?? 0);
}

function newestOfEach(list: readonly Change[]): Change[] {
  const ids = new Set<string>();
  const newest = list.toReversed().filter(({ markId }) => !ids.has(markId) && ids.add(markId));
  return newest.toReversed();
}

function isSame(one: WindowMark, other: WindowMark): boolean {
  const same = one.revision === other.revision && one.keyHash === other.keyHash;
  if (!same || one.fromMs !== other.fromMs || one.toMs !== other.toMs) return false;
  if (one.bytes === null || other.bytes === null) return one.bytes === other.bytes;
  return Buffer.compare(one.bytes, other.bytes) === 0;
}
