import type { Hit } from '@landfall/core';
import { matcherService } from '@landfall/matcher';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import type { MatcherPlatform } from '@landfall/runtime';
import { groupCaughtUp, readTopic } from '../support/world.ts';

/** Lets a matcher live through a history, each step settled before the next, and stop. */
export async function liveThrough(platform: MatcherPlatform, steps: readonly (readonly NewEvent[])[]): Promise<void> {
  const matcher = matcherService(platform);
  await matcher.start();
  for (const events of steps) {
    await publish(platform, events);
    await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
    await groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
    await groupCaughtUp(platform, 'matcher-retractions', ['watchlist.entries']);
  }
  await matcher.stop();
}

/** The hits in the log, each once, as it was found first. */
export async function hitsInLog(platform: MatcherPlatform): Promise<readonly Hit[]> {
  const hits = await readTopic(platform, 'hits');
  return [...new Map(hits.toReversed().map((hit) => [hit.hitId, hit])).values()];
}

/** Everything of the log that a replay could have changed: the ends of its topics and what groups have committed. */
export async function stateOfLog({ log }: MatcherPlatform): Promise<unknown> {
  const topics = [
    'anpr.reads',
    'port.movements',
    'watchlist.entries',
    'hits',
    'dead-letters',
    'audit',
    'rules',
  ] as const;
  const groups = ['matcher', 'matcher-entries', 'matcher-retractions'];
  return Promise.all(
    topics.map(async (topic) => [
      await log.ends(topic),
      ...(await Promise.all(groups.map((group) => log.committed(group, topic)))),
    ]),
  );
}
