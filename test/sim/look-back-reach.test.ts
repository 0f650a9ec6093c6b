import { matcherService } from '@landfall/matcher';
import { publish } from '@landfall/runtime';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOUR_MS, T0, aRead, anEntry } from '../support/events.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';

let world: EmbeddedWorld;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const READ_HOURS_AGO = [60, 40, 10, 0];

/** Reads of one vehicle at those hours, by enough cameras that the watermark moves. */
async function publishReads(): Promise<void> {
  const reads = READ_HOURS_AGO.flatMap((hours) =>
    ['A2', 'M2', 'M20'].map((cameraId) => aRead({ mark: 'AB12CDE', cameraId, capturedAt: T0 - hours * HOUR_MS })),
  );
  await publish(
    world.platform,
    reads.map((event) => ({ topic: 'anpr.reads', event })),
  );
  await groupCaughtUp(world.platform, 'matcher', ['anpr.reads']);
}

async function hitsOf(entryId: string): Promise<number> {
  await groupCaughtUp(world.platform, 'matcher-entries', ['watchlist.entries']);
  return (await readTopic(world.platform, 'hits')).filter((hit) => hit.entryId === entryId).length;
}

it('finds reads that the windows have let go, when an entry reaches back further than they do', async () => {
  const matcher = matcherService(world.platform, { windowMs: 24 * HOUR_MS });
  await matcher.start();
  await publishReads();
  await world.platform.windows.expire({ hoursBeforeMs: T0 - 24 * HOUR_MS, daysBeforeMs: T0 - 24 * HOUR_MS });
  const { facts } = await world.platform.windows.sizes();
  expect(facts).toBe(6);
  const entry = anEntry({ entryId: 'long', lookBackMs: 72 * HOUR_MS });
  await publish(world.platform, [{ topic: 'watchlist.entries', event: entry }]);
  expect(await hitsOf('long')).toBe(12);
  await matcher.stop();
});

it('goes on after an entry that it can make nothing of', async () => {
  const matcher = matcherService(world.platform);
  await matcher.start();
  await publishReads();
  const odd = anEntry({
    entryId: 'odd',
    identifiers: [
      { kind: 'VRM', raw: '', mark: '' },
      { kind: 'VRM', raw: 'A'.repeat(40), mark: 'A'.repeat(40) },
      { kind: 'UNKNOWN', raw: 'AB12CDE', mark: 'AB12CDE' },
      { kind: 'PARTIAL_VRM', raw: '*', mark: '*' },
    ],
  });
  const good = anEntry({ entryId: 'good' });
  await publish(world.platform, [
    { topic: 'watchlist.entries', event: odd },
    { topic: 'watchlist.entries', event: good },
  ]);
  expect(await hitsOf('good')).toBe(6);
  expect(await hitsOf('odd')).toBe(0);
  expect(matcher.ready().ok).toBe(true);
  await matcher.stop();
});
