import type { Hit, Watermark } from '@landfall/core';
import { decide } from '@landfall/core';
import type { LogBatch } from '@landfall/ports';
import type { MatcherPlatform } from '@landfall/runtime';
import type { FactInHand, FactReader } from './fact-views.ts';
import { windowFact } from './fact-views.ts';
import type { Judgement } from './make-hits.ts';
import { hitOnMovement, hitOnRead } from './make-hits.ts';
import type { OcgTable } from './ocg-table.ts';
import { publishHits } from './publish-hits.ts';
import type { WatchTable } from './watch-table.ts';

export interface MatchContext {
  readonly platform: MatcherPlatform;
  readonly table: WatchTable;
  readonly ocgs: OcgTable;
  readonly watermark: Watermark;
  readonly readFacts: FactReader;
  /** How long the windows keep facts, event time. */
  readonly windowMs: number;
  /** Event time before which the windows were not refilled at the start. */
  readonly held: { sinceMs: number };
  /** Aborted when the service stops: a look-back, which may take minutes, is then left where it is and comes again after the start. */
  readonly stopping: AbortSignal;
}

/**
 * One batch of reads or movements, from the log to published hits: store and look, then judge. The marks that the store returns are
 * applied before anything of this batch is judged, so no mark can fall between (law 2).
 *
 * Guarantee: when it resolves, the facts are in the windows and their hits acknowledged by the log. On crash and on retry: the batch
 * comes again; storing is idempotent and a hit found twice has one id. Bounds: one batch; hits go out 500 at a time.
 */
export async function matchEvents(context: MatchContext, batch: LogBatch): Promise<void> {
  const facts = await context.readFacts(batch);
  await storeFacts(context, batch, facts);
  const hits: Hit[] = [];
  let late = 0;
  for (const fact of facts) {
    const isLate = context.watermark.isLate(fact.view.atMs);
    context.watermark.observe(fact.sourceKey, fact.view.atMs);
    if (isLate) late += 1;
    hits.push(...judge(context, fact, { found: 'LIVE', late: isLate }));
  }
  countFacts(context, batch, { facts: facts.length, late });
  if (hits.length > 0) await publishHits(context.platform, hits);
}

/** Once a batch: a labelled counter costs more than judging a read. */
function countFacts(
  { platform }: MatchContext,
  batch: LogBatch,
  counts: { readonly facts: number; readonly late: number },
): void {
  const kind = batch.topic === 'anpr.reads' ? 'READ' : 'MOVEMENT';
  platform.metrics.factsMatched.inc({ kind }, counts.facts);
  if (counts.late > 0) platform.metrics.lateFacts.inc({ kind }, counts.late);
}

/** Stores the facts of a batch in the windows and takes in the marks that are newer than the table. */
export async function storeFacts(context: MatchContext, batch: LogBatch, facts: readonly FactInHand[]): Promise<void> {
  const { windows, metrics } = context.platform;
  const stop = metrics.windowStoreSeconds.startTimer();
  const changes = await windows.storeAndLook(
    facts.map((fact) => windowFact(fact, batch)),
    context.table.versions,
  );
  stop();
  context.table.apply(changes);
  const offset = batch.records.at(-1)!.offset + 1;
  await windows.advance([{ topic: batch.topic, partition: batch.partition, offset }]);
}

const NO_HITS: readonly Hit[] = [];

/** The hits of one fact; `entryIds` keeps those of the entries for which a look-back judges. */
export function judge(
  context: MatchContext,
  fact: FactInHand,
  how: { readonly found: 'LIVE' | 'LOOK_BACK'; readonly late: boolean; readonly entryIds?: ReadonlySet<string> },
): readonly Hit[] {
  const matches = decide(fact.view, context.table);
  if (matches.length === 0) return NO_HITS;
  const { platform, table, ocgs } = context;
  const nowMs = platform.clock.now();
  const hits: Hit[] = [];
  for (const match of matches) {
    const entry = table.entry(match.ref);
    if (how.entryIds?.has(entry.entryId) === false) continue;
    hits.push(hitOf({ match, entry, found: how.found, late: how.late, nowMs }));
  }
  return hits;

  function hitOf(judgement: Judgement): Hit {
    if (fact.registration === null)
      return hitOnRead(judgement, platform.codec.decode('anpr.reads', fact.record.value), ocgs);
    const movement = platform.codec.decode('port.movements', fact.record.value);
    return hitOnMovement(judgement, { movement, registration: fact.registration }, ocgs);
  }
}
