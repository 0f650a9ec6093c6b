import type { Hit, WatchEntry } from '@landfall/core';
import { CAPTURED_AHEAD_MAX_MS, holdsFromMs } from '@landfall/core';
import type { LogBatch, WindowFact, WindowMark } from '@landfall/ports';
import { decodeBatch } from '@landfall/runtime';
import { entryMarks } from './entry-marks.ts';
import type { MatchContext } from './match-event.ts';
import { judge } from './match-event.ts';
import { FACT_TOPICS } from './config.ts';
import { publishHits } from './publish-hits.ts';

const FETCH_MAX = 1000;
const SCAN_BATCH_MAX = 1000;

/**
 * One batch of entry revisions: make each mark visible and, in the same atomic step, see the facts that were stored before it; then
 * judge those and publish what they hit. Facts stored after that step see the mark themselves.
 *
 * Guarantee: when it resolves, the marks are in the window store and the hits of earlier facts acknowledged by the log. On crash and on
 * retry: the batch comes again; a mark made twice looks back again, and a hit found twice has one id. Bounds: 1,000 facts fetched at a
 * time. What reaches back further than the windows, and patterns, which have no key, are looked for in the log, once for the batch.
 */
export async function lookBack(context: MatchContext, batch: LogBatch): Promise<void> {
  const { platform } = context;
  const stop = platform.metrics.lookBackSeconds.startTimer();
  const toScanFor: WatchEntry[] = [];
  for (const entry of await settledRevisions(context, batch)) {
    context.stopping.throwIfAborted();
    if (entry.revision < context.table.revision(entry.entryId)) continue;
    const { marks, found } = await makeVisible(context, entry);
    if (entry.state === 'ACTIVE' && (marks.some(isPattern) || reachesBeyondWindows(context, entry)))
      toScanFor.push(entry);
    else await hitsOnPositions(context, entry, found.flat());
  }
  if (toScanFor.length > 0) await hitsByScan(context, toScanFor);
  stop();
}

/** Marks of an earlier life: made visible again without looking back, since what they found was published before they were committed. */
export async function restoreMarks(context: MatchContext, batch: LogBatch): Promise<void> {
  for (const entry of await settledRevisions(context, batch)) {
    if (entry.revision >= context.table.revision(entry.entryId)) await makeVisible(context, entry);
  }
}

async function makeVisible(context: MatchContext, entry: WatchEntry) {
  const { codec, windows } = context.platform;
  const before = context.table.activeEntry(entry.entryId);
  const marks = entryMarks(entry, codec.encode('watchlist.entries', entry), before);
  const found = await windows.markAndLook(marks);
  context.table.applyMarks(marks);
  return { marks, found };
}

/** Decodes a batch; revisions that wait for approval raise nothing and are left out. */
async function settledRevisions(context: MatchContext, batch: LogBatch): Promise<readonly WatchEntry[]> {
  const events = await decodeBatch(context.platform, batch, 'matcher');
  return events.map(({ event }) => event as WatchEntry).filter(({ state }) => state !== 'AWAITING_APPROVAL');
}

const isPattern = (mark: WindowMark): boolean => mark.keyHash === null && mark.bytes !== null;

/** Whether the entry asks for facts that the windows have let go, or have not held since the start. */
function reachesBeyondWindows({ platform, watermark, windowMs, held }: MatchContext, entry: WatchEntry): boolean {
  // As in the housekeeping: the windows let go by the watermark, but never by one that runs ahead of the clock.
  const expiredMs = Math.min(watermark.watermarkMs(), platform.clock.now()) - windowMs;
  return holdsFromMs(entry) < Math.max(held.sinceMs, expiredMs);
}

async function hitsOnPositions(context: MatchContext, entry: WatchEntry, facts: readonly WindowFact[]): Promise<void> {
  for (let start = 0; start < facts.length; start += FETCH_MAX) {
    const positions = facts.slice(start, start + FETCH_MAX).map(({ position }) => position);
    const hits: Hit[] = [];
    for (const record of await context.platform.log.fetch(positions)) {
      const { topic, partition, offset } = record;
      hits.push(
        ...(await hitsOfBatch(context, [entry], { topic, partition, records: [record], endOffset: offset + 1 })),
      );
    }
    await publishHits(context.platform, hits);
  }
}

/**
 * Looks in the log itself. Every fact that was stored before the marks is in the log by now; facts stored after them are judged live.
 * Hits that both find have one id.
 */
async function hitsByScan(context: MatchContext, entries: readonly WatchEntry[]): Promise<void> {
  const { log } = context.platform;
  const sinceMs = Math.min(...entries.map(holdsFromMs)) - CAPTURED_AHEAD_MAX_MS;
  for (const topic of FACT_TOPICS) {
    const from = await log.offsetsAt(topic, sinceMs);
    for await (const batch of log.scan({ topic, from, batchMax: SCAN_BATCH_MAX })) {
      context.stopping.throwIfAborted();
      await publishHits(context.platform, await hitsOfBatch(context, entries, batch));
    }
  }
}

async function hitsOfBatch(
  context: MatchContext,
  entries: readonly WatchEntry[],
  batch: LogBatch,
): Promise<readonly Hit[]> {
  const facts = await context.readFacts(batch);
  const entryIds = new Set(entries.map(({ entryId }) => entryId));
  const how = { found: 'LOOK_BACK', late: false, entryIds } as const;
  return facts.flatMap((fact) => judge(context, fact, how));
}
