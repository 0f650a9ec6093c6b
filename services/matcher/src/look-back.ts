import type { WatchEntry } from '@landfall/core';
import { CAPTURED_AHEAD_MAX_MS } from '@landfall/core';
import type { LogBatch, LogPosition, LogRecord, WindowFact, WindowMark } from '@landfall/ports';
import { decodeBatch } from '@landfall/runtime';
import { entryMarks, splitMarkId } from './entry-marks.ts';
import type { FactInHand } from './fact-views.ts';
import type { MatchContext } from './match-event.ts';
import { judgeFacts, mattersFromMs } from './match-event.ts';
import { FACT_TOPICS } from './config.ts';
import type { WatchTable } from './watch-table.ts';

const FETCH_MAX = 1000;
const SCAN_BATCH_MAX = 5000;

/**
 * One batch of entry revisions: make their marks visible and, in the same atomic step, see the facts that were stored before them; then
 * judge those and publish what they hit. Facts stored after that step see the marks themselves.
 *
 * Guarantee: when it resolves, the marks are in the window store and the hits of earlier facts acknowledged by the log. On crash and on
 * retry: the batch comes again; a mark made twice looks back again, and a hit found twice has one id. Bounds: 1,000 facts fetched at a
 * time. What reaches back further than the windows, and patterns, which have no key, are looked for in the log, once for the batch.
 */
export async function lookBack(context: MatchContext, batch: LogBatch): Promise<void> {
  const { platform } = context;
  const stop = platform.metrics.lookBackSeconds.startTimer();
  const toScanFor: WatchEntry[] = [];
  for (const entries of oneRevisionEach(await settledRevisions(context, batch))) {
    context.stopping.throwIfAborted();
    toScanFor.push(...(await lookBackTogether(context, entries)));
  }
  if (toScanFor.length > 0) await hitsByScan(context, toScanFor);
  stop();
}

/** Takes entries of the log into a table, which others may already have made visible: nothing is looked for. */
export async function takeInEntries(context: MatchContext, table: WatchTable, batch: LogBatch): Promise<void> {
  for (const entry of await settledRevisions(context, batch)) {
    if (entry.revision >= table.revision(entry.entryId)) table.applyMarks(marksOf(context, table, entry));
  }
}

/** Splits revisions, in order, so that of one entry each part has one: a revision is seen and looked for before the next takes its place. */
function oneRevisionEach(entries: readonly WatchEntry[]): readonly (readonly WatchEntry[])[] {
  const parts: WatchEntry[][] = [];
  const ids = new Set<string>();
  for (const entry of entries) {
    if (parts.length === 0 || ids.has(entry.entryId)) {
      parts.push([]);
      ids.clear();
    }
    ids.add(entry.entryId);
    parts.at(-1)!.push(entry);
  }
  return parts;
}

/** Publishes the hits of what the windows hold; resolves with the entries for which the log itself has to be searched. */
async function lookBackTogether(context: MatchContext, entries: readonly WatchEntry[]): Promise<readonly WatchEntry[]> {
  const current = entries.filter(({ entryId, revision }) => revision >= context.table.revision(entryId));
  const marks = current.map((entry) => marksOf(context, context.table, entry));
  const all = marks.flat();
  const found = await context.windows.use((windows) => windows.markAndLook(all));
  context.table.applyMarks(all);
  const scanned = current.filter((entry, index) => needsScan(context, entry, marks[index]!));
  const elsewhere = new Set(scanned.map(({ entryId }) => entryId));
  const inWindows = current.filter(({ entryId }) => !elsewhere.has(entryId));
  const facts = all.flatMap(({ markId }, index) => (elsewhere.has(splitMarkId(markId).entryId) ? [] : found[index]!));
  await hitsOnPositions(context, inWindows, eachOnce(facts));
  return scanned;
}

function marksOf(context: MatchContext, table: WatchTable, entry: WatchEntry): readonly WindowMark[] {
  const bytes = context.platform.codec.encode('watchlist.entries', entry);
  const marks = entryMarks(entry, bytes, table.identifiersOf(entry.entryId));
  return marks.map((mark) => ({ ...mark, fromMs: mattersFromMs(context, entry) }));
}

/** Decodes a batch; revisions that wait for approval raise nothing and are left out. */
export async function settledRevisions(context: MatchContext, batch: LogBatch): Promise<readonly WatchEntry[]> {
  const events = await decodeBatch(context.platform, batch, 'matcher');
  return events.map(({ event }) => event as WatchEntry).filter(({ state }) => state !== 'AWAITING_APPROVAL');
}

/**
 * Whether an active entry is a pattern, or asks for facts that the windows may have let go: this or another matcher's housekeeping lets
 * go what is older than `windowMs`, and refilling goes no further back.
 */
function needsScan(context: MatchContext, entry: WatchEntry, marks: readonly WindowMark[]): boolean {
  if (entry.state !== 'ACTIVE') return false;
  const isPattern = marks.some((mark) => mark.keyHash === null && mark.bytes !== null);
  return isPattern || mattersFromMs(context, entry) < context.platform.clock.now() - context.windowMs;
}

function eachOnce(facts: readonly WindowFact[]): readonly LogPosition[] {
  const places = new Map<string, LogPosition>();
  for (const { position } of facts) places.set(`${position.topic}/${position.partition}/${position.offset}`, position);
  return [...places.values()];
}

async function hitsOnPositions(
  context: MatchContext,
  entries: readonly WatchEntry[],
  positions: readonly LogPosition[],
): Promise<void> {
  for (let start = 0; start < positions.length; start += FETCH_MAX) {
    context.stopping.throwIfAborted();
    const records = await context.platform.log.fetch(positions.slice(start, start + FETCH_MAX));
    const facts: FactInHand[] = [];
    for (const batch of batchesOf(records)) facts.push(...(await context.readFacts(batch)));
    await judgeFor(context, entries, facts);
  }
}

/** Records that were fetched, partition by partition. */
function batchesOf(records: readonly (LogRecord & LogPosition)[]): readonly LogBatch[] {
  const partitions = Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`);
  return [...partitions.values()].map((some) => {
    const { topic, partition } = some[0]!;
    return { topic, partition, records: some, endOffset: some.at(-1)!.offset + 1 };
  });
}

/**
 * Looks in the log itself. Every fact that was stored before the marks is in the log by now; facts stored after them are judged live.
 * Hits that both find have one id.
 */
async function hitsByScan(context: MatchContext, entries: readonly WatchEntry[]): Promise<void> {
  const { log } = context.platform;
  const sinceMs = Math.min(...entries.map((entry) => mattersFromMs(context, entry))) - CAPTURED_AHEAD_MAX_MS;
  for (const topic of FACT_TOPICS) {
    const from = await log.offsetsAt(topic, sinceMs);
    for await (const batch of log.scan({ topic, from, batchMax: SCAN_BATCH_MAX })) {
      context.stopping.throwIfAborted();
      await judgeFor(context, entries, await context.readFacts(batch));
    }
  }
}

function judgeFor(context: MatchContext, entries: readonly WatchEntry[], facts: readonly FactInHand[]): Promise<void> {
  const found = facts.map((fact) => ({ fact, found: 'LOOK_BACK', late: false }) as const);
  return judgeFacts(context, found, new Set(entries.map(({ entryId }) => entryId)));
}
