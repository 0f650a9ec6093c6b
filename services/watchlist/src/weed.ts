import type { By } from './amend-entry.ts';
import { weedEntry } from './amend-entry.ts';
import { auditEntry } from './audit.ts';
import type { Change, Watchlist } from './watchlist.ts';

/** The name under which weeding is audited. */
const WEEDER = 'watchlist';

/** Weeds every entry whose weed date lies before today in London; resolves with how many. Weeding again weeds nothing. */
async function weed(watchlist: Watchlist): Promise<number> {
  return watchlist.inTurn(async () => {
    const by = watchlist.by(WEEDER);
    const changes = weedings(watchlist, by);
    const { importAppendMax } = watchlist.config;
    for (let at = 0; at < changes.length; at += importAppendMax) {
      await watchlist.store(changes.slice(at, at + importAppendMax));
    }
    const weeded = changes.filter((change) => change.kind === 'entry' && change.entry.state === 'WEEDED').length;
    if (weeded > 0) {
      watchlist.platform.metrics.entriesWeeded.inc(weeded);
      watchlist.platform.logger.info({ weeded }, 'entries weeded at their weed date');
    }
    return weeded;
  });
}

function weedings(watchlist: Watchlist, by: By): readonly Change[] {
  const changes: Change[] = [];
  for (const versions of watchlist.entries.all()) {
    for (const entry of weedEntry(versions, by)) {
      const action = entry.state === 'WEEDED' ? 'entry.weeded' : 'entry.amended';
      changes.push({ kind: 'entry', entry, audit: auditEntry(entry, { action, reason: 'weed date passed' }, by) });
    }
  }
  return changes;
}

/**
 * Weeds at once on each new day in London, until aborted.
 * Guarantee: an entry is weeded within `weedCheckMs` of the end of its weed date, or of the service's start.
 * On crash and on retry: what is left over is weeded at the next start or look. A log that takes nothing is tried again at the next look.
 * Bounds: one pass over the entries a day.
 */
export async function keepWeeding(watchlist: Watchlist, signal: AbortSignal): Promise<void> {
  const { clock, logger } = watchlist.platform;
  let weededOn: number | null = null;
  while (!signal.aborted) {
    const { today } = watchlist.by(WEEDER);
    if (today !== weededOn) {
      try {
        await weed(watchlist);
        weededOn = today;
      } catch (error) {
        logger.error({ err: error }, 'weeding failed, trying again');
      }
    }
    await clock.sleep(watchlist.config.weedCheckMs, signal);
  }
}
