import type { Benchmark, Figure } from './figures.ts';
import { atMost } from './figures.ts';
import { importWatchlist } from './import-watchlist.ts';
import { dataFolder, startLandfall } from './landfall-process.ts';
import { scrape, scrapeUntil } from './metrics-page.ts';
import { readBatches } from './read-lines.ts';
import { sendBatches } from './send-batches.ts';

const READS = 3_000_000;
const LISTED = 10_000;
const READS_PER_BATCH = 1000;
const CONNECTIONS = 4;
const DAY_MS = 86_400_000;
const MB = 1e6;

export const benchRestart: Benchmark = {
  name: 'restart',
  about:
    'All-in-one over a data file with 3,000,000 reads of the last 24 hours, all within the windows, 10,000 entries and their hits. ' +
    'From the start of the process to `/readyz` answering 200, after an orderly stop and after a kill.',
  async run() {
    const { dataFile, remove } = dataFolder();
    try {
      await fill(dataFile);
      return [...(await restart(dataFile, 'stopped')), ...(await restart(dataFile, 'killed'))];
    } finally {
      remove();
    }
  },
};

/** Makes the data file through the same HTTP that a camera uses, and kills the process once everything is judged. */
async function fill(dataFile: string): Promise<void> {
  const landfall = await startLandfall(dataFile);
  try {
    await importWatchlist(landfall, LISTED);
    const traffic = { listed: LISTED, watchedShare: 0.01, vehicles: 400_000 };
    const batches = readBatches({ reads: READS, readsPerBatch: READS_PER_BATCH, traffic, spanMs: DAY_MS });
    await sendBatches(landfall, batches, CONNECTIONS);
    await scrapeUntil(landfall.baseUrl, (page) => page.sum('landfall_facts_matched_total') >= READS, {
      everyMs: 200,
      maxMs: 300_000,
    });
  } finally {
    await landfall.stop('SIGTERM');
  }
}

async function restart(dataFile: string, after: 'stopped' | 'killed'): Promise<readonly Figure[]> {
  const landfall = await startLandfall(dataFile);
  try {
    const page = await scrapeUntil(landfall.baseUrl, (now) => now.sum('landfall_window_facts') >= READS, {
      everyMs: 200,
      maxMs: 20_000,
    });
    const rssBytes = (await scrape(landfall.baseUrl)).sum('process_resident_memory_bytes');
    return [
      { name: `ready after it was ${after}`, value: landfall.readyAfterMs / 1000, unit: 's', target: atMost(20) },
      { name: `facts in the windows after it was ${after}`, value: page.sum('landfall_window_facts'), unit: 'facts' },
      { name: `memory of the process after it was ${after}`, value: rssBytes / MB, unit: 'MB' },
    ];
  } finally {
    // The next start is the one after a kill.
    await landfall.stop('SIGKILL');
  }
}
