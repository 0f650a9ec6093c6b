import type { KeptSubscription, Platform, Service } from '@landfall/runtime';
import { followEvents } from '@landfall/runtime';
import type { WatchlistOptions } from './config.ts';
import { watchlistConfig } from './config.ts';
import { publishDefaultRules } from './default-rules.ts';
import { watchlistRoutes } from './routes.ts';
import type { Watchlist } from './watchlist.ts';
import { openWatchlist } from './watchlist.ts';
import { keepWeeding } from './weed.ts';

/**
 * Vehicles of interest: imports, revisions, approval, weeding; the registry of organised crime groups; and the definitions of rules.
 *
 * Guarantee: what is answered is in the log; hits come only from revisions that nobody has still to approve; nothing outlives its weed date
 * while the service runs. A start resolves with rules in the log, so that whatever starts after it judges by them.
 * On crash: the projections are read again from the log at the start.
 * On retry: a repeated request finds the entry as it left it, and changes nothing or is told the revision that it missed.
 * Bounds: those of `config.ts`; one change at a time.
 */
export function watchlistService(platform: Platform, options: WatchlistOptions = {}): Service {
  const watchlist = openWatchlist(platform, watchlistConfig.parse(options));
  const abort = new AbortController();
  let following: readonly KeptSubscription[] = [];
  let weeding: Promise<void> | undefined;
  let caughtUp = false;
  return {
    name: 'watchlist',
    routes: (app) => watchlistRoutes(app, watchlist),
    async start() {
      if (watchlist.config.defaultRules) await publishDefaultRules(platform);
      following = follow(platform, watchlist);
      await Promise.all(following.map((subscription) => subscription.caughtUp));
      caughtUp = true;
      weeding = keepWeeding(watchlist, abort.signal);
    },
    ready() {
      const failure = following.map((subscription) => subscription.failure()).find((text) => text !== null) ?? null;
      if (!caughtUp) return { ok: false, detail: failure ?? 'reading the entries' };
      if (failure !== null) return { ok: false, detail: failure };
      const { entries, rules } = watchlist;
      return { ok: true, detail: `${entries.size} entries, ${entries.inForceCount()} in force; ${rules.size} rules` };
    },
    async stop() {
      abort.abort();
      await weeding;
      await watchlist.idle();
      await Promise.all(following.map((subscription) => subscription.close()));
    },
  };
}

function follow(platform: Platform, { entries, ocgs, rules }: Watchlist): readonly KeptSubscription[] {
  const service = 'watchlist';
  return [
    followEvents(platform, {
      service,
      topics: ['watchlist.entries'],
      onEvents(events) {
        for (const { event } of events) entries.apply(event);
      },
    }),
    followEvents(platform, {
      service,
      topics: ['ocg.registry'],
      onEvents(events) {
        for (const { event } of events) ocgs.apply(event);
      },
    }),
    followEvents(platform, {
      service,
      topics: ['rules'],
      onEvents(events) {
        for (const { event } of events) rules.apply(event);
      },
    }),
  ];
}
