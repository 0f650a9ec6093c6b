import type { Hit, WatchEntry, Watermark } from '@landfall/core';
import { concerned, decide, holdsFromMs, WATCH_HIT_RULE } from '@landfall/core';
import type { LogBatch, WindowFact } from '@landfall/ports';
import type { MatcherPlatform } from '@landfall/runtime';
import { holdsAt, sightingOf } from './current-sightings.ts';
import type { FactInHand, FactReader } from './fact-views.ts';
import { windowFact } from './fact-views.ts';
import type { FilledWindows } from './filled-windows.ts';
import type { FreshSighting } from './judge-windows.ts';
import { judgeWindows, keepSightings } from './judge-windows.ts';
import { reportTooLate } from './late-facts.ts';
import { evidenceOf, makeHit } from './make-hits.ts';
import type { OcgTable } from './ocg-table.ts';
import { publishHits } from './publish-hits.ts';
import type { RuleTable } from './rule-table.ts';
import type { TakenBack } from './taken-back.ts';
import type { WatchTable } from './watch-table.ts';

export interface MatchContext {
  readonly platform: MatcherPlatform;
  /** The windows, while they are filled: handlers reach the store through this only. */
  readonly windows: FilledWindows;
  /** Stores facts and takes in the marks that are newer than the table, together with what other partitions bring at the time. */
  readonly store: (facts: readonly WindowFact[]) => Promise<void>;
  /** Replaced by a new one when the windows have been filled anew. */
  table: WatchTable;
  readonly ocgs: OcgTable;
  readonly watermark: Watermark;
  readonly readFacts: FactReader;
  readonly takenBack: TakenBack;
  /** The rules over several facts; none: only "a listed vehicle was here". */
  readonly rules: RuleTable;
  /** How long the windows keep facts, event time. */
  readonly windowMs: number;
  /** How long those that are kept by the day do. */
  readonly historyMs: number;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  /** Aborted when the service stops: a look-back, which may take minutes, is then left where it is and comes again after the start. */
  readonly stopping: AbortSignal;
}

/** A fact to judge, and how it came. */
export interface FoundFact {
  readonly fact: FactInHand;
  readonly found: 'LIVE' | 'LOOK_BACK';
  readonly late: boolean;
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
  const stop = context.platform.metrics.windowStoreSeconds.startTimer();
  await context.store(facts.map((fact) => windowFact(fact, batch)));
  stop();
  let late = 0;
  const found = facts.map((fact): FoundFact => {
    const isLate = context.watermark.isLate(fact.view.atMs);
    context.watermark.observe(fact.sourceKey, fact.view.atMs);
    if (isLate) late += 1;
    return { fact, found: 'LIVE', late: isLate };
  });
  await judgeFacts(context, found);
  countFacts(context, batch, { facts: facts.length, late });
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

/** One step for facts of any number of partitions; nothing may come between its answer and the table. */
export async function storeAndTakeIn(context: MatchContext, facts: readonly WindowFact[]): Promise<void> {
  const changes = await context.windows.use((windows) => windows.storeAndLook(facts, context.table.versions));
  context.table.apply(changes);
}

/**
 * Judges facts by all rules and publishes their hits: those of single facts at once, while the others look into the windows. The facts
 * are in the window store, and the marks that it returned for them in the table. `entryIds` keeps what concerns the entries for which a
 * look-back judges.
 */
export async function judgeFacts(
  context: MatchContext,
  facts: readonly FoundFact[],
  entryIds?: ReadonlySet<string>,
): Promise<void> {
  const hits: Hit[] = [];
  const sightings: FreshSighting[] = [];
  for (const fact of facts) judge(context, { ...fact, entryIds }, { hits, sightings });
  if (hits.length === 0 && sightings.length === 0) return;
  await Promise.all([
    publishHits(context.platform, hits),
    judgeWindows(context, sightings).then((found) => publishHits(context.platform, found)),
    reportTooLate(context, sightings),
  ]);
}

/** Puts facts of an earlier life back into the windows of the rules, by a table of the marks; their hits were published then. */
export async function keepAgain(context: MatchContext, table: WatchTable, facts: readonly FactInHand[]): Promise<void> {
  if (context.rules.active().length === 0) return;
  const sightings: FreshSighting[] = [];
  for (const fact of facts) judge({ ...context, table }, { fact, found: 'LIVE', late: false }, { hits: [], sightings });
  await keepSightings(context, sightings);
}

/** Event time from which an entry's facts matter: rules ask for some of before it holds. Marks look back to here. */
export function mattersFromMs({ rules }: Pick<MatchContext, 'rules'>, entry: WatchEntry): number {
  return holdsFromMs(entry) - Math.max(0, ...rules.active().map(({ beforeHoldsMs }) => beforeHoldsMs));
}

/** Adds the hits of one fact alone, and its sightings for the rules over windows. */
function judge(
  context: MatchContext,
  given: FoundFact & { readonly entryIds?: ReadonlySet<string> | undefined },
  into: { readonly hits: Hit[]; readonly sightings: FreshSighting[] },
): void {
  const { platform, table, ocgs } = context;
  const { fact, found, late, entryIds } = given;
  const hasRules = context.rules.active().length > 0;
  const matches = !hasRules ? decide(fact.view, table) : concerned(fact.view, table);
  if (matches.length === 0) return;
  const evidence = evidenceOf(platform.codec, fact);
  for (const match of matches) {
    const entry = table.entry(match.ref);
    if (entryIds?.has(entry.entryId) === false) continue;
    if (holdsAt(entry, fact.view.atMs)) {
      const nowMs = platform.clock.now();
      into.hits.push(makeHit({ rule: WATCH_HIT_RULE, match, entry, evidence: [evidence], found, late, nowMs }, ocgs));
    }
    if (!hasRules) continue;
    const sighting = sightingOf(evidence, { match, entry, subject: fact.view.subject });
    into.sightings.push({ sighting, value: fact.record.value, found, late });
  }
}
