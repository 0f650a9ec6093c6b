import type { WatchEntry } from '@landfall/core';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, inForceOf, NO_VERSIONS, withRevision } from './entry-versions.ts';

/** The entries as the log has them: a projection, in memory, of about a kilobyte an entry. */
export interface Entries {
  readonly size: number;
  /** Takes a revision from the log or from this process. Order and repetition do not matter. */
  apply(entry: WatchEntry): void;
  get(entryId: string): EntryVersions | undefined;
  ofList(listId: string): readonly EntryVersions[];
  all(): Iterable<EntryVersions>;
  /** Entries that raise hits. */
  inForceCount(): number;
}

export function entriesProjection(): Entries {
  const byId = new Map<string, EntryVersions>();
  let inForce = 0;
  return {
    get size() {
      return byId.size;
    },
    apply(entry) {
      const before = byId.get(entry.entryId) ?? NO_VERSIONS;
      const after = withRevision(before, entry);
      if (after === before) return;
      byId.set(entry.entryId, after);
      inForce += Number(inForceOf(after) !== null) - Number(inForceOf(before) !== null);
    },
    get: (entryId) => byId.get(entryId),
    ofList(listId) {
      const found: EntryVersions[] = [];
      for (const versions of byId.values()) if (currentOf(versions).listId === listId) found.push(versions);
      return found;
    },
    all: () => byId.values(),
    inForceCount: () => inForce,
  };
}
