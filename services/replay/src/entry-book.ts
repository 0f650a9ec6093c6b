import type { WatchEntry } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import type { EntryVersions } from '@landfall/watchlist';
import { NO_VERSIONS, withRevision } from '@landfall/watchlist';
import { readable } from './readable.ts';

/** What is known of one entry: its newest settled revision, encoded, for a million entries have to fit. */
interface BookedEntry {
  readonly revision: number;
  readonly value: Buffer;
}

/** The entries that a replay judges by: of each the newest revision that is ACTIVE, WITHDRAWN or WEEDED. */
export interface EntryBook {
  readonly size: number;
  get(entryId: string): WatchEntry | undefined;
  /** Those that raise hits, encoded. */
  active(): readonly { readonly entryId: string; readonly value: Buffer }[];
}

const BATCH_MAX = 1000;

type EntryPorts = Pick<Platform, 'log' | 'codec'>;

/** Every revision that the log holds now, of records that can be read: the matcher has buried the others. */
async function* revisions({ log, codec }: EntryPorts): AsyncGenerator<WatchEntry> {
  for await (const batch of log.scan({ topic: 'watchlist.entries', batchMax: BATCH_MAX })) {
    await codec.load(batch.records);
    for (const { value } of batch.records) {
      const entry = readable(() => codec.decode('watchlist.entries', value));
      if (entry !== undefined) yield entry;
    }
  }
}

/** The log's own entries. Bounds: about 300 bytes an entry in memory. */
export async function logsEntries(ports: EntryPorts): Promise<EntryBook> {
  const entries = new Map<string, BookedEntry & { readonly isActive: boolean }>();
  for await (const entry of revisions(ports)) {
    if (entry.state === 'AWAITING_APPROVAL' || entry.revision < (entries.get(entry.entryId)?.revision ?? 0)) continue;
    const value = ports.codec.encode('watchlist.entries', entry);
    entries.set(entry.entryId, { revision: entry.revision, value, isActive: entry.state === 'ACTIVE' });
  }
  return {
    size: entries.size,
    get(entryId) {
      const booked = entries.get(entryId);
      return booked === undefined ? undefined : ports.codec.decode('watchlist.entries', booked.value);
    },
    active: () => [...entries].flatMap(([entryId, { value, isActive }]) => (isActive ? [{ entryId, value }] : [])),
  };
}

/** A book of given entries. */
export function entryBook({ codec }: EntryPorts, entries: ReadonlyMap<string, WatchEntry>): EntryBook {
  return {
    size: entries.size,
    get: (entryId) => entries.get(entryId),
    active: () =>
      [...entries.values()]
        .filter(({ state }) => state === 'ACTIVE')
        .map((entry) => ({ entryId: entry.entryId, value: codec.encode('watchlist.entries', entry) })),
  };
}

/** The entries of one list with all that the log holds of each: what an import of that list is decided on. */
export async function versionsOfList(ports: EntryPorts, listId: string): Promise<ReadonlyMap<string, EntryVersions>> {
  const versions = new Map<string, EntryVersions>();
  for await (const entry of revisions(ports)) {
    if (entry.listId !== listId) continue;
    versions.set(entry.entryId, withRevision(versions.get(entry.entryId) ?? NO_VERSIONS, entry));
  }
  return versions;
}
