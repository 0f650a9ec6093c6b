import { controlRoomService } from '@landfall/control-room';
import { ingestService } from '@landfall/ingest';
import { matcherService } from '@landfall/matcher';
import type { MatcherPlatform, Service } from '@landfall/runtime';
import { watchlistService } from '@landfall/watchlist';

export interface ServiceListOptions {
  readonly windowMs: number;
  readonly cookieSecret: string;
  /** What the page's banner says of the world. */
  readonly status: () => unknown;
}

/** All-in-one is this list: the same service factories that run on their own elsewhere, in the order in which they start. */
export function allServices(platform: MatcherPlatform, options: ServiceListOptions): readonly Service[] {
  return [
    watchlistService(platform, {}),
    matcherService(platform, { windowMs: options.windowMs }),
    controlRoomService(platform, { cookieSecret: options.cookieSecret, status: options.status }),
    ingestService(platform, {}),
  ];
}
