import type { WatchEntry } from '@landfall/core';

/**
 * The two records that the log may keep of one entry: what holds (or held), and an amendment that awaits approval. They have keys
 * of their own, so that an amendment which awaits approval leaves the approved revision raising hits.
 */
export interface EntryVersions {
  /** The newest revision that is ACTIVE, WITHDRAWN or WEEDED. */
  readonly settled: WatchEntry | null;
  /** The newest revision that was AWAITING_APPROVAL; it counts only while it is newer than `settled`. */
  readonly pending: WatchEntry | null;
}

export const NO_VERSIONS: EntryVersions = { settled: null, pending: null };

/** Order does not matter; a record that comes again changes nothing. */
export function withRevision(versions: EntryVersions, entry: WatchEntry): EntryVersions {
  const slot = entry.state === 'AWAITING_APPROVAL' ? 'pending' : 'settled';
  const known = versions[slot];
  return known !== null && known.revision > entry.revision ? versions : { ...versions, [slot]: entry };
}

/** The newest revision, which the next one amends. Throws on versions without any. */
export function currentOf({ settled, pending }: EntryVersions): WatchEntry {
  const current = settled === null || (pending !== null && pending.revision > settled.revision) ? pending : settled;
  if (current === null) throw new Error('an entry has at least one revision');
  return current;
}

/** The revision that raises hits now. */
export function inForceOf({ settled }: EntryVersions): WatchEntry | null {
  return settled?.state === 'ACTIVE' ? settled : null;
}

/** True while the entry raises hits or awaits approval: it is listed. */
export function isListed(versions: EntryVersions): boolean {
  const { state } = currentOf(versions);
  return state === 'ACTIVE' || state === 'AWAITING_APPROVAL';
}
