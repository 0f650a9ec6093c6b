import type { WatchEntry } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import type { EntryVersions } from '@landfall/watchlist';
import { importList, londonDay, readVoiFile, watchlistConfig } from '@landfall/watchlist';
import type { EntryBook } from './entry-book.ts';
import { entryBook, versionsOfList } from './entry-book.ts';
import { ReplayError } from './replay-error.ts';

/** A VOI file that stands in the place of a list. */
export interface ListFile {
  readonly listId: string;
  readonly bytes: Buffer;
}

export interface ListEntries {
  readonly book: EntryBook;
  readonly rows: number;
  /** Rows whose entry would wait for a second approver; here they count as approved. */
  readonly awaitingApproval: number;
}

const REFUSED_SHOWN_MAX = 5;

/**
 * The entries of a list after a complete import of the file, made when the range begins: a row that is about an entry of the log has its
 * id, so that its hits are the same hits; new rows hold from the beginning of the range, with the usual look-back. Throws ReplayError
 * `watchlist-invalid` when a row is refused, for a replay with a part of a list would say of the others that their hits are gone.
 * Bounds: those of an import.
 */
export async function entriesOfFile(
  ports: Pick<Platform, 'log' | 'codec'>,
  { listId, bytes }: ListFile,
  fromMs: number,
): Promise<ListEntries> {
  const { importBytesMax, importRowsMax, lookBackMaxMs } = watchlistConfig.parse({});
  if (bytes.length > importBytesMax) throw wrong(`the file is over ${importBytesMax} bytes.`);
  const file = await readVoiFile(bytes, importRowsMax);
  if (!file.ok) throw wrong(`${file.refusal.code}: ${file.refusal.detail}`);
  const known = await versionsOfList(ports, listId);
  const { results, changes } = importList({
    listId,
    rows: file.value.rows,
    mode: 'complete',
    defaults: { theme: undefined, risk: undefined, ocgId: undefined, lookBackMaxMs },
    by: { name: 'replay', now: fromMs, today: londonDay(fromMs) },
    entries: [...known.values()],
    versionsOf: (entryId) => known.get(entryId),
    hasOcg: () => true,
  });
  const refused = results.filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0) {
    const lines = refused
      .slice(0, REFUSED_SHOWN_MAX)
      .map(({ line, code, detail }) => `  line ${line}: ${code}: ${detail}`);
    throw wrong(`${refused.length} of its rows are refused; correct them first.\n${lines.join('\n')}`);
  }
  const entries = new Map([...known].map(([entryId, versions]) => [entryId, inForce(versions)]));
  for (const { entry } of changes) entries.set(entry.entryId, approved(entry));
  const listed = new Map([...entries].filter((pair): pair is [string, WatchEntry] => pair[1] !== null));
  return {
    book: entryBook(ports, listed),
    rows: results.length,
    awaitingApproval: results.filter((result) => result.awaitingApproval === true).length,
  };
}

/** What the file leaves as it is counts as it is, and what awaits approval as approved. */
function inForce({ settled, pending }: EntryVersions): WatchEntry | null {
  const newest = pending !== null && pending.revision > (settled?.revision ?? 0) ? pending : settled;
  return newest === null ? null : approved(newest);
}

function approved(entry: WatchEntry): WatchEntry {
  return entry.state === 'AWAITING_APPROVAL' ? { ...entry, state: 'ACTIVE' } : entry;
}

function wrong(detail: string): ReplayError {
  return new ReplayError('watchlist-invalid', `--watchlist: ${detail}`);
}
