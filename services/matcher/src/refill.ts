import { CAPTURED_AHEAD_MAX_MS } from '@landfall/core';
import type { LogBatch, Offsets } from '@landfall/ports';
import { restoreMarks } from './look-back.ts';
import type { MatchContext } from './match-event.ts';
import { storeFacts } from './match-event.ts';
import type { MatcherOptions } from './config.ts';
import { ENTRIES_GROUP, FACT_TOPICS, READS_GROUP } from './config.ts';

const BATCH_MAX = 2000;
const PROGRESS_RECORDS = 500_000;

/**
 * Brings the windows to where the groups have committed: marks first, then the facts of the longest window. Nothing is judged: the
 * hits of committed facts and entries were published before they were committed, and what lies behind the commits comes live. Skips
 * the facts when the store already holds them (it outlived this process).
 */
export async function refill(context: MatchContext, options: MatcherOptions): Promise<void> {
  const { log, windows, clock, logger } = context.platform;
  context.table.apply(await windows.marksSince(context.table.versions));
  const entriesTo = await log.committed(ENTRIES_GROUP, 'watchlist.entries');
  await scanCommitted(context, { topic: 'watchlist.entries', from: [], to: entriesTo }, (batch) =>
    restoreMarks(context, batch),
  );
  const stored = await windows.positions();
  for (const topic of FACT_TOPICS) {
    const to = await log.committed(READS_GROUP, topic);
    if (to.every((end) => isStored(stored, end))) continue;
    context.held.sinceMs = clock.now() - options.windowMs;
    const from = await log.offsetsAt(topic, clock.now() - options.windowMs - CAPTURED_AHEAD_MAX_MS);
    let records = 0;
    await scanCommitted(context, { topic, from, to }, async (batch) => {
      await storeAgain(context, batch, options);
      records += batch.records.length;
      if (records % PROGRESS_RECORDS < batch.records.length) logger.info({ topic, records }, 'refilling windows');
    });
    logger.info({ topic, records }, 'windows refilled');
  }
}

function isStored(stored: Offsets, end: Offsets[number]): boolean {
  return stored.some(
    ({ topic, partition, offset }) => topic === end.topic && partition === end.partition && offset >= end.offset,
  );
}

/** Scans the partitions that have a commit, up to it. */
async function scanCommitted(
  context: MatchContext,
  range: { readonly topic: LogBatch['topic']; readonly from: Offsets; readonly to: Offsets },
  onBatch: (batch: LogBatch) => Promise<void>,
): Promise<void> {
  if (range.to.length === 0) return;
  const committed = new Set(range.to.map(({ partition }) => partition));
  for await (const batch of context.platform.log.scan({ ...range, batchMax: BATCH_MAX })) {
    if (committed.has(batch.partition)) await onBatch(batch);
  }
}

async function storeAgain(context: MatchContext, batch: LogBatch, options: MatcherOptions): Promise<void> {
  const facts = await context.readFacts(batch);
  for (const { sourceKey, view } of facts) context.watermark.observe(sourceKey, view.atMs);
  const oldestMs = Math.min(context.watermark.watermarkMs(), context.platform.clock.now()) - options.windowMs;
  await storeFacts(
    context,
    batch,
    facts.filter(({ view }) => view.atMs >= oldestMs),
  );
}
