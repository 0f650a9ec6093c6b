import type { Evidence, WatchEntry } from '@landfall/core';
import { foldedKeyHash, normaliseMark } from '@landfall/core';
import type { LogRecord } from '@landfall/ports';
import { entryMarks } from './entry-marks.ts';
import type { MatchContext } from './match-event.ts';
import type { WatchTable } from './watch-table.ts';
import { watchTable } from './watch-table.ts';

const SCAN_BATCH_MAX = 5000;

/**
 * What weeded entries listed when they were weeded, of those that may match these facts: weeding ends an entry for data protection and
 * says nothing against the hits that it gave. The watch table does not tell weeded from withdrawn, so the log is read; the header says
 * the state, and only weeded entries are decoded. Bounds: one batch in hand, and the weeded entries of these marks.
 */
export async function weededEntries(context: MatchContext, facts: Iterable<Evidence>): Promise<WatchTable> {
  const { log, codec, windows } = context.platform;
  const keys = new Set([...facts].map(({ mark }) => foldedKeyHash(mark)));
  const newest = new Map<string, WatchEntry>();
  for await (const batch of log.scan({ topic: 'watchlist.entries', batchMax: SCAN_BATCH_MAX })) {
    context.stopping.throwIfAborted();
    const loading = codec.load(batch.records);
    if (loading !== undefined) await loading;
    for (const record of batch.records) take(context, newest, { record, keys });
  }
  const table = watchTable(codec, windows.bucketCount);
  for (const weeded of newest.values()) {
    const entry: WatchEntry = { ...weeded, state: 'ACTIVE' };
    table.applyMarks(entryMarks(entry, codec.encode('watchlist.entries', entry), []));
  }
  return table;
}

function take(
  { platform }: MatchContext,
  newest: Map<string, WatchEntry>,
  { record, keys }: { readonly record: LogRecord; readonly keys: ReadonlySet<number> },
): void {
  // A revision that waits for approval has a key of its own and changes nothing.
  if (record.key.endsWith('/pending')) return;
  newest.delete(record.key);
  const said = record.headers['ce_id'];
  if (said !== undefined && !said.endsWith('/WEEDED')) return;
  const entry = decoded(platform, record);
  if (entry?.state !== 'WEEDED') return;
  const mayMatch = entry.identifiers.some(
    ({ kind, mark }) => kind === 'PARTIAL_VRM' || keys.has(foldedKeyHash(normaliseMark(mark))),
  );
  if (mayMatch) newest.set(record.key, entry);
}

/** Null for a record that cannot be read: those who consume the entries bury it. */
function decoded({ codec }: MatchContext['platform'], { value }: LogRecord): WatchEntry | null {
  try {
    return codec.decode('watchlist.entries', value);
  } catch {
    return null;
  }
}
