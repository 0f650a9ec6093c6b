import type { Benchmark, Figure } from './figures.ts';
import { atLeast } from './figures.ts';
import { expectedHits } from './expected-hits.ts';
import { importWatchlist } from './import-watchlist.ts';
import { dataFolder, startLandfall } from './landfall-process.ts';
import type { MetricsPage } from './metrics-page.ts';
import { scrapeUntil } from './metrics-page.ts';
import { readBatches } from './read-lines.ts';
import { sendBatches } from './send-batches.ts';

const READS = 1_000_000;
const WARM_UP_READS = 100_000;
const READS_PER_BATCH = 1000;
const CONNECTIONS = 4;
const LISTS = [1000, 100_000] as const;
const HOUR_MS = 3_600_000;
const MB = 1e6;
/** What is expected is known of this rule; an installation begins with others too. */
const WATCH_HITS = 'rule="watch-hit"';

export const benchEmbedded: Benchmark = {
  name: 'embedded',
  about:
    'All-in-one as one process, fed by another over HTTP: NDJSON batches of 1,000 reads over 4 connections, 1 % of reads watched. ' +
    'From the first byte sent until all of 1,000,000 reads are stored, in the windows, and judged, with their hits published; ' +
    'after 100,000 reads to warm up. Every append is flushed to the disk.',
  async run() {
    const figures: Figure[] = [];
    for (const entries of LISTS) figures.push(...(await runWithList(entries)));
    return figures;
  },
};

async function runWithList(entries: number): Promise<readonly Figure[]> {
  const { dataFile, remove } = dataFolder();
  const landfall = await startLandfall(dataFile);
  try {
    await importWatchlist(landfall, entries);
    const traffic = { listed: entries, watchedShare: 0.01, vehicles: 400_000 };
    const plan = { reads: WARM_UP_READS + READS, readsPerBatch: READS_PER_BATCH, traffic, spanMs: HOUR_MS };
    const hits = expectedHits(plan);
    const batches = [...readBatches(plan)];
    const warmUp = batches.splice(0, WARM_UP_READS / READS_PER_BATCH);
    await sendBatches(landfall, warmUp, CONNECTIONS);
    await untilJudged(landfall.baseUrl, { reads: WARM_UP_READS, hits: 0 });
    const startedAt = performance.now();
    const putOff = await sendBatches(landfall, batches, CONNECTIONS);
    const acceptedS = (performance.now() - startedAt) / 1000;
    const page = await untilJudged(landfall.baseUrl, { reads: plan.reads, hits });
    const judgedS = (performance.now() - startedAt) / 1000;
    await confirm(landfall.baseUrl, { reads: plan.reads, hits });
    const list = `${entries.toLocaleString('en-GB')} entries`;
    return [
      { name: `${list}: judged`, value: Math.round(READS / judgedS), unit: 'reads/s', target: atLeast(40_000) },
      { name: `${list}: accepted`, value: Math.round(READS / acceptedS), unit: 'reads/s' },
      { name: `${list}: hits published`, value: page.sum('landfall_hits_total'), unit: 'hits' },
      { name: `${list}: batches put off by 503`, value: putOff, unit: 'batches' },
      { name: `${list}: memory of the process`, value: page.sum('process_resident_memory_bytes') / MB, unit: 'MB' },
    ];
  } finally {
    await landfall.stop('SIGTERM');
    remove();
  }
}

interface Expected {
  readonly reads: number;
  readonly hits: number;
}

/** Until the matcher has judged so many reads, each stored in the windows before, and published so many hits. */
function untilJudged(baseUrl: string, { reads, hits }: Expected) {
  const isDone = (page: MetricsPage): boolean =>
    page.sum('landfall_facts_matched_total') >= reads && page.sum('landfall_hits_total', WATCH_HITS) >= hits;
  return scrapeUntil(baseUrl, isDone, { everyMs: 50, maxMs: 300_000 });
}

/** The gauge of the windows is set every five seconds, so it only confirms; by then a hit too many would show. */
async function confirm(baseUrl: string, { reads, hits }: Expected): Promise<void> {
  const isStored = (page: MetricsPage): boolean => page.sum('landfall_window_facts') >= reads;
  const page = await scrapeUntil(baseUrl, isStored, { everyMs: 200, maxMs: 20_000 });
  const published = page.sum('landfall_hits_total', WATCH_HITS);
  if (published !== hits) throw new Error(`There are ${published} hits and should be ${hits}.`);
}
