import type { Topic } from '@landfall/core';
import { CAPTURED_AHEAD_MAX_MS } from '@landfall/core';
import type { LogBatch, LogPosition, MarkVersions, Offsets } from '@landfall/ports';
import { FACT_TOPICS, READS_GROUP } from './config.ts';
import { windowFact } from './fact-views.ts';
import { takeInEntries } from './look-back.ts';
import type { MatchContext } from './match-event.ts';
import { keepAgain } from './match-event.ts';
import type { WatchTable } from './watch-table.ts';
import { watchTable } from './watch-table.ts';

const BATCH_MAX = 5000;
/** Partitions that are filled at once, between two looks at how far other matchers have come. */
const PARTITIONS_AT_ONCE = 4;

const ENTRIES = 'watchlist.entries';

/**
 * Brings the windows, and this process's table of marks, up to the end of the log. Nothing is judged.
 *
 * Guarantee: when it resolves, the store holds every fact of the last `windowMs` that was in the log, and the table every entry, after
 * the store began its present life (or came back with less than it had acknowledged). That is what law 2 needs. Take a fact and an
 * entry, each stored or marked for the last time, by whichever process, before it was committed:
 *
 *     fact      entry     who finds the pair
 *     this life this life the store: whichever came second saw the other
 *     earlier   this life the entry's look-back: the fact was in the log when this life began, so the process that made the mark
 *                         had filled it in before
 *     this life earlier   the fact: the entry was in the log when this life began, so the process that stored the fact had it in its
 *                         table before
 *     earlier   earlier   as in that life, or as above when those were two
 *
 * Commits do not come into it: what was handled in an earlier life may be committed only after this life has begun, by a process that
 * knows of nothing yet; so it goes by the ends of the log, read after the store has begun its life, when nothing can be written in an
 * earlier one any more. What lies between the commits and the ends is stored now and handled, and stored again, later.
 *
 * A position in the store means that all facts of its partition before it, as far back as windows go, are in the store: those who move
 * it have filled the partition first, or go on where it was filled. So partitions that others have filled cost nothing, and matchers
 * that start together share the work: each begins somewhere else and looks again at the positions as it goes.
 *
 * On crash: positions stand where the filling ended; the next one goes on there. On retry: storing is idempotent. When data is lost
 * while it runs, it rejects, and is to be called again. Bounds: PARTITIONS_AT_ONCE batches in hand; the last `windowMs`
 *   of the log, or the days that a rule looks over.
 */
export async function refill(context: MatchContext): Promise<void> {
  const { platform } = context;
  const { windows } = platform;
  const table = watchTable(platform.codec, windows.bucketCount);
  const progress = await startOf(context, table);
  await windows.positions();
  const seen = await readEntries(context, table, []);
  await shareFilling(context, progress);
  // What was filled until here may have been lost again meanwhile. From these positions on, every call rejects if so.
  const positions = await windows.positions();
  await fillPartitions(context, progress, { places: await factEnds(context), positions });
  await readEntries(context, table, seen);
  table.apply(await windows.marksSince(table.versions));
  context.table = table;
}

/** What stays the same while it fills. */
interface Progress {
  /** The marks by which facts are put back into the windows of the rules. */
  readonly table: WatchTable;
  /** Where the windows begin in each partition. */
  readonly starts: Offsets;
  /** The watermark has passed what was committed; what was not is judged by it later. */
  readonly committed: Offsets;
  records: number;
}

async function startOf(context: MatchContext, table: WatchTable): Promise<Progress> {
  const { log, clock } = context.platform;
  const sinceMs = clock.now() - longestMs(context) - CAPTURED_AHEAD_MAX_MS;
  const starts = await Promise.all(FACT_TOPICS.map((topic) => log.offsetsAt(topic, sinceMs)));
  const committed = await Promise.all(FACT_TOPICS.map((topic) => log.committed(READS_GROUP, topic)));
  return { table, starts: starts.flat(), committed: committed.flat(), records: 0 };
}

/** How far back a fact can be in a window: rules over histories ask for days. */
function longestMs({ windowMs, rules }: MatchContext): number {
  const histories = rules.active().filter(({ window }) => window === 'history');
  return Math.max(windowMs, ...histories.map(({ reachMs }) => reachMs));
}

async function factEnds({ platform }: MatchContext): Promise<Offsets> {
  return (await Promise.all(FACT_TOPICS.map((topic) => platform.log.ends(topic)))).flat();
}

/** Takes what lies between the offsets and the log's end into the table; resolves with that end. */
async function readEntries(context: MatchContext, table: WatchTable, from: Offsets): Promise<Offsets> {
  const { log } = context.platform;
  const to = await log.ends(ENTRIES);
  for await (const batch of log.scan({ topic: ENTRIES, from, to, batchMax: BATCH_MAX })) {
    context.stopping.throwIfAborted();
    await takeInEntries(context, table, batch);
  }
  return to;
}

/** Fills what nobody has filled so far, some partitions at a time, beginning anywhere. */
async function shareFilling(context: MatchContext, progress: Progress): Promise<void> {
  const ends = await factEnds(context);
  const first = Math.floor(context.random() * ends.length);
  const order = [...ends.slice(first), ...ends.slice(0, first)];
  for (let at = 0; at < order.length; at += PARTITIONS_AT_ONCE) {
    const positions = await context.platform.windows.positions();
    await fillPartitions(context, progress, { places: order.slice(at, at + PARTITIONS_AT_ONCE), positions });
  }
}

/** Fills partitions up to these places. All have ended when it resolves or rejects: positions may be asked for again. */
async function fillPartitions(
  context: MatchContext,
  progress: Progress,
  { places, positions }: { readonly places: Offsets; readonly positions: Offsets },
): Promise<void> {
  const fillings = places.map(async (place) => {
    const from = Math.max(offsetIn(progress.starts, place) ?? 0, offsetIn(positions, place) ?? 0);
    if (from < place.offset) await fillPartition(context, progress, { place, from });
  });
  const failed = (await Promise.allSettled(fillings)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function fillPartition(
  context: MatchContext,
  progress: Progress,
  { place, from }: { readonly place: LogPosition; readonly from: number },
): Promise<void> {
  const { log, windows, logger } = context.platform;
  const { topic, partition } = place;
  const ends = await log.ends(topic);
  // Every other partition ends where it begins.
  const to = ends.map((end) => (end.partition === partition ? place : { ...end, offset: 0 }));
  for await (const batch of log.scan({ topic, from: [{ topic, partition, offset: from }], to, batchMax: BATCH_MAX })) {
    context.stopping.throwIfAborted();
    await storeAgain(context, progress, { batch, committed: offsetIn(progress.committed, place) ?? 0 });
    progress.records += batch.records.length;
  }
  await windows.advance([place]);
  logger.info({ topic, partition, from, to: place.offset, records: progress.records }, 'windows filled');
}

async function storeAgain(
  context: MatchContext,
  progress: Progress,
  { batch, committed }: { readonly batch: LogBatch; readonly committed: number },
): Promise<void> {
  const { clock, windows } = context.platform;
  const facts = await context.readFacts(batch);
  for (const { sourceKey, view, record } of facts)
    if (record.offset < committed) context.watermark.observe(sourceKey, view.atMs);
  const atMs = Math.min(context.watermark.watermarkMs(), clock.now());
  const held = facts.filter(({ view }) => view.atMs >= atMs - context.windowMs);
  const remembered = facts.filter(({ view }) => view.atMs >= atMs - longestMs(context));
  // Before the position moves: it says that the rules' windows hold these facts too.
  await keepAgain(context, progress.table, remembered);
  await windows.storeAndLook(
    held.map((fact) => windowFact(fact, batch)),
    nothingNewer(windows.bucketCount),
  );
}

/** Versions beyond all: no marks are asked for. */
function nothingNewer(bucketCount: number): MarkVersions {
  return Array.from({ length: bucketCount }, () => Number.MAX_SAFE_INTEGER);
}

function offsetIn(offsets: Offsets, { topic, partition }: { readonly topic: Topic; readonly partition: number }) {
  return offsets.find((one) => one.topic === topic && one.partition === partition)?.offset;
}
