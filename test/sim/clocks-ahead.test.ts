import { virtualClock } from '@landfall/adapter-embedded';
import { matcherService } from '@landfall/matcher';
import { publish } from '@landfall/runtime';
import { expect, it } from 'vitest';
import { HOUR_MS, T0, aRead, anEntry } from '../support/events.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';

/** Longer than the matcher's housekeeping waits. */
const HOUSEKEEPING_MS = 10_000;

it('a clock that ran ahead while no other camera was heard does not cut look-back short', async () => {
  const clock = virtualClock(T0);
  const world = await openWorld({ clock });
  try {
    const { platform } = world;
    const read = aRead({ mark: 'AB12CDE', capturedAt: T0 - 20 * HOUR_MS });
    const ahead = aRead({ mark: 'XY99ZZZ', capturedAt: T0 + 23 * HOUR_MS });
    const another = aRead({ mark: 'XY99ZZZ', capturedAt: T0, cameraId: 'M2' });
    const take = async (...events: readonly (typeof read)[]): Promise<void> => {
      await publish(
        platform,
        events.map((event) => ({ topic: 'anpr.reads', event })),
      );
      await groupCaughtUp(platform, 'matcher', ['anpr.reads']);
      await clock.advance(HOUSEKEEPING_MS);
    };
    const matcher = matcherService(platform);
    await matcher.start();
    await take(read, ahead);
    await take(another);
    const entry = anEntry({
      entryId: 'late-entry',
      identifiers: [{ kind: 'VRM', raw: 'AB12CDE', mark: 'AB12CDE' }],
      validFrom: T0,
      lookBackMs: 24 * HOUR_MS,
      validTo: null,
    });
    await publish(platform, [{ topic: 'watchlist.entries', event: entry }]);
    await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
    await matcher.stop();
    expect((await readTopic(platform, 'hits')).map(({ capturedAt }) => capturedAt)).toEqual([read.capturedAt]);
  } finally {
    await world.close();
  }
});
