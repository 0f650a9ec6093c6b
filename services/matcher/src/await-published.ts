import type { Topic } from '@landfall/core';
import type { LogBatch, Offsets } from '@landfall/ports';
import { ENTRIES_GROUP, FACT_TOPICS, READS_GROUP } from './config.ts';
import type { MatchContext } from './match-event.ts';

/** Between two looks: doubling, for what is waited for is either nearly done or far behind. */
const LOOK_AGAIN_FIRST_MS = 10;
const LOOK_AGAIN_MAX_MS = 1000;

/**
 * Resolves when every hit is published that was judged without the marks of these revisions.
 *
 * First the look-back of the revisions has to be committed: their marks are visible from then on, and what they hit is in the log. A fact
 * that was stored before lies below the ends of the log that are read next, and its hits are in the log once its batch is committed.
 *
 * On crash and on retry: nothing was done. Bounds: no time-out, for a retraction that gives up would leave a wrong hit in force: it waits
 * while the matcher is behind, which the lag of its group shows, and until the service stops.
 */
export async function awaitPublished(context: MatchContext, batch: LogBatch): Promise<void> {
  const { log } = context.platform;
  const { topic, partition } = batch;
  const offset = batch.records.at(-1)!.offset + 1;
  await awaitCommitted(context, { group: ENTRIES_GROUP, topic, ends: [{ topic, partition, offset }] });
  for (const facts of FACT_TOPICS) {
    const ends = await log.ends(facts);
    await awaitCommitted(context, { group: READS_GROUP, topic: facts, ends });
  }
}

async function awaitCommitted(
  context: MatchContext,
  { group, topic, ends }: { readonly group: string; readonly topic: Topic; readonly ends: Offsets },
): Promise<void> {
  const { log, clock } = context.platform;
  // A partition whose records are all gone asks for no commit: a group that is new to it has nothing to handle there.
  const begins = offsetByPartition(await log.offsetsAt(topic, 0));
  const wanted = ends.filter(({ partition, offset }) => offset > (begins.get(partition) ?? 0));
  for (let pauseMs = LOOK_AGAIN_FIRST_MS; ; pauseMs = Math.min(2 * pauseMs, LOOK_AGAIN_MAX_MS)) {
    const committed = offsetByPartition(await log.committed(group, topic));
    if (wanted.every(({ partition, offset }) => (committed.get(partition) ?? 0) >= offset)) return;
    await clock.sleep(pauseMs, context.stopping);
    context.stopping.throwIfAborted();
  }
}

function offsetByPartition(offsets: Offsets): ReadonlyMap<number, number> {
  return new Map(offsets.map(({ partition, offset }) => [partition, offset]));
}
