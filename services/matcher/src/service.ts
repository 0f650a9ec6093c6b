import { createWatermark } from '@landfall/core';
import type { KeptSubscription, MatcherPlatform, Readiness, Service } from '@landfall/runtime';
import { consumeLoop } from '@landfall/runtime';
import { factReader } from './fact-views.ts';
import { lookBack } from './look-back.ts';
import { filledWindows } from './filled-windows.ts';
import type { MatchContext } from './match-event.ts';
import { matchEvents, storeAndTakeIn } from './match-event.ts';
import { ocgTable } from './ocg-table.ts';
import type { MatcherOptions, MatcherOverrides } from './config.ts';
import { ENTRIES_GROUP, FACT_TOPICS, MATCHER_DEFAULTS, READS_GROUP, RETRACTIONS_GROUP } from './config.ts';
import { refill } from './refill.ts';
import { retractHits } from './retract.ts';
import { ruleTable } from './rule-table.ts';
import { storeTogether } from './store-together.ts';
import { takenBack } from './taken-back.ts';
import { watchTable } from './watch-table.ts';

type LoopOptions = Parameters<typeof consumeLoop>[1];

const HOUSEKEEPING_MS = 5000;
const CAMERAS_AGREEING = 3;

/**
 * Matches reads and movements against the watch index, and new entries against the windows; takes back what entries no longer support.
 *
 * Guarantee: a fact or entry is committed only after it is stored in the windows and its hits are acknowledged by the log.
 * On crash: what was not committed comes again; hit ids are derived from their evidence, so a hit found twice is one hit.
 * On retry: storing a fact and making a mark are idempotent. When the window store has lost data, no group goes on before the
 *   windows have been filled from the log (refill.ts says why that is enough).
 * Bounds: `batchMax` records in hand; windows of `windowMs` event time; the window store bounds its bytes.
 */
export function matcherService(platform: MatcherPlatform, overrides: MatcherOverrides = {}): Service {
  const options = { ...MATCHER_DEFAULTS, ...overrides };
  const abort = new AbortController();
  const loops: KeptSubscription[] = [];
  let housekeeping: Promise<void> | undefined;
  let state: 'starting' | 'refilling' | 'ready' | 'stopped' = 'starting';
  const ocgs = ocgTable(platform, 'matcher');
  const context: MatchContext = {
    platform,
    windows: filledWindows(platform.windows, () => refill(context)),
    store: storeTogether((facts) => storeAndTakeIn(context, facts)),
    ocgs,
    table: watchTable(platform.codec, platform.windows.bucketCount),
    watermark: createWatermark({ graceMs: options.graceMs, quorum: CAMERAS_AGREEING }),
    readFacts: factReader(platform),
    takenBack: takenBack(platform.log, abort.signal),
    rules: ruleTable(platform, options.rules ?? []),
    windowMs: options.windowMs,
    historyMs: options.historyMs,
    random: options.random ?? Math.random,
    stopping: abort.signal,
  };

  return {
    name: 'matcher',
    async start() {
      const tables = [ocgs.follow(), ...(options.rules === null ? [context.rules.follow()] : [])];
      loops.push(...tables);
      await Promise.all(tables.map(({ caughtUp }) => caughtUp));
      state = 'refilling';
      const common = { batchMax: options.batchMax, beforeSubscribe: () => context.windows.fill() };
      await common.beforeSubscribe();
      loops.push(...groupsOf(context).map((group) => consumeLoop(platform, { ...common, ...group })));
      housekeeping = keepHouse(context, options, abort.signal);
      state = 'ready';
    },
    ready(): Readiness {
      const failure = loops.map((loop) => loop.failure()).find((text) => text !== null);
      if (failure !== undefined) return { ok: false, detail: failure };
      // A matcher that was started before the first definitions were published says so, and takes them in when they come.
      const rules = context.rules.active().length;
      return { ok: state === 'ready', detail: state === 'ready' ? `ready, ${rules} rules over several facts` : state };
    },
    async stop() {
      state = 'stopped';
      abort.abort();
      await Promise.all(loops.map((loop) => loop.close()));
      await housekeeping;
    },
  };
}

/** The consumer groups of the matcher: what each reads, and what it does with it. */
function groupsOf(context: MatchContext): readonly Pick<LoopOptions, 'group' | 'topics' | 'onBatch'>[] {
  const entries = ['watchlist.entries'] as const;
  return [
    { group: ENTRIES_GROUP, topics: entries, onBatch: (batch) => lookBack(context, batch) },
    { group: READS_GROUP, topics: FACT_TOPICS, onBatch: (batch) => matchEvents(context, batch) },
    { group: RETRACTIONS_GROUP, topics: entries, onBatch: (batch) => retractHits(context, batch) },
  ];
}

/** Expires the windows by event time and publishes their sizes, every five seconds. */
async function keepHouse(context: MatchContext, options: MatcherOptions, signal: AbortSignal): Promise<void> {
  const { clock, windows, metrics, logger } = context.platform;
  while (!signal.aborted) {
    try {
      const watermarkMs = context.watermark.watermarkMs();
      if (Number.isFinite(watermarkMs)) {
        // Cameras whose clocks run ahead together may move the watermark past the present, but must not cut short how far look-back reaches.
        const atMs = Math.min(watermarkMs, clock.now());
        await windows.expire({ hoursBeforeMs: atMs - options.windowMs, daysBeforeMs: atMs - options.historyMs });
        metrics.watermarkSeconds.set(watermarkMs / 1000);
      }
      await measureLag(context);
      const sizes = await windows.sizes();
      metrics.windowFacts.set(sizes.facts);
      metrics.windowMarks.set(sizes.marks);
      metrics.windowBytes.set(sizes.bytes);
      metrics.watchIdentifiers.set(context.table.size);
    } catch (error) {
      logger.warn({ err: error }, 'window housekeeping failed');
    }
    await clock.sleep(HOUSEKEEPING_MS, signal);
  }
}

/** Records that the groups have not handled: read from the log, so that it grows while a consumer is stuck. */
async function measureLag({ platform }: MatchContext): Promise<void> {
  const { log, metrics } = platform;
  const groups = [
    ...FACT_TOPICS.map((topic) => ({ group: READS_GROUP, topic })),
    { group: ENTRIES_GROUP, topic: 'watchlist.entries' as const },
    { group: RETRACTIONS_GROUP, topic: 'watchlist.entries' as const },
  ];
  for (const { group, topic } of groups) {
    const committed = await log.committed(group, topic);
    const handled = new Map(committed.map(({ partition, offset }) => [partition, offset]));
    const ends = await log.ends(topic);
    const lag = ends.reduce((sum, end) => sum + Math.max(0, end.offset - (handled.get(end.partition) ?? 0)), 0);
    metrics.consumerLagRecords.set({ group, topic }, lag);
  }
}
