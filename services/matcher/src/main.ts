import type { Settings } from '@landfall/production';
import { matcherWorld, runService } from '@landfall/production';
import type { MatcherOptions } from './config.ts';
import { matcherService } from './service.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

/** `landfall matcher`: runs until it is told to stop, and ends the process. */
export async function runMatcher(settings: Settings): Promise<void> {
  const options = matcherOptions(settings);
  await runService({
    name: 'matcher',
    settings,
    world: matcherWorld,
    service: (platform) => matcherService(platform, options),
  });
}

/** The rules over windows are not settings: they come as events. */
export function matcherOptions(settings: Settings): Omit<MatcherOptions, 'rules'> {
  return {
    windowMs: settings['matcher.windowHours'] * HOUR_MS,
    historyMs: settings['matcher.historyDays'] * 24 * HOUR_MS,
    graceMs: settings['matcher.graceSeconds'] * SECOND_MS,
    batchMax: settings['matcher.batchMax'],
  };
}
