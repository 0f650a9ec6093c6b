import type { Settings } from '@landfall/production';
import { productionWorld, runService } from '@landfall/production';
import type { WatchlistConfig } from './config.ts';
import { watchlistService } from './service.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

/** `landfall watchlist`: runs until it is told to stop, and ends the process. */
export async function runWatchlist(settings: Settings): Promise<void> {
  const options = watchlistOptions(settings);
  await runService({
    name: 'watchlist',
    settings,
    world: productionWorld,
    service: (platform) => watchlistService(platform, options),
  });
}

export function watchlistOptions(settings: Settings): WatchlistConfig {
  return {
    importBytesMax: settings['watchlist.importBytesMax'],
    importRowsMax: settings['watchlist.importRowsMax'],
    importAppendMax: settings['watchlist.importAppendMax'],
    entriesMax: settings['watchlist.entriesMax'],
    lookBackMaxMs: settings['watchlist.lookBackMaxHours'] * HOUR_MS,
    weedCheckMs: settings['watchlist.weedCheckSeconds'] * SECOND_MS,
    ruleLeadMs: settings['watchlist.ruleLeadSeconds'] * SECOND_MS,
    defaultRules: settings['watchlist.defaultRules'],
  };
}
