import { matcherService } from '@landfall/matcher';
import { publish } from '@landfall/runtime';
import { expect, it } from 'vitest';
import { HOUR_MS, T0, aMovement, aRead, anEntry } from '../support/events.ts';
import { groupCaughtUp, nextTurn, openWorld } from '../support/world.ts';

it('counts facts, late facts and hits, and says how far behind it is and how much it holds', async () => {
  const world = await openWorld();
  const { platform } = world;
  const matcher = matcherService(platform);
  await matcher.start();
  const reads = ['A2', 'M2', 'M20'].map((cameraId) => aRead({ mark: 'AB12CDE', cameraId, capturedAt: T0 }));
  const late = aRead({ mark: 'XY99ZZZ', cameraId: 'A249', capturedAt: T0 - HOUR_MS });
  await publish(platform, [{ topic: 'watchlist.entries', event: anEntry({ entryId: 'entry-1' }) }]);
  await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
  await publish(platform, [
    ...[...reads, late].map((event) => ({ topic: 'anpr.reads' as const, event })),
    { topic: 'port.movements', event: aMovement() },
  ]);
  await groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
  await matcher.stop();

  // Sizes and lag are measured by the housekeeping, which looks once more at the start of the next life.
  const next = matcherService(platform);
  await next.start();
  const text = async (): Promise<string> => platform.metrics.registry.metrics();
  while (!(await text()).includes('landfall_window_facts 5')) await nextTurn();
  const page = await text();
  expect(page).toContain('landfall_facts_matched_total{kind="READ"} 4');
  expect(page).toContain('landfall_facts_matched_total{kind="MOVEMENT"} 1');
  expect(page).toContain('landfall_late_facts_total{kind="READ"} 1');
  expect(page).toMatch(
    /landfall_hits_total\{rule="watch-hit",theme="MODERN_SLAVERY_AND_TRAFFICKING",kind="READ",match="EXACT",found="LIVE"\} 3/,
  );
  expect(page).toContain('landfall_consumer_lag_records{group="matcher",topic="anpr.reads"} 0');
  expect(page).toContain('landfall_watch_identifiers 1');
  expect(page).toContain('landfall_receipt_to_matched_seconds_count{kind="READ"} 3');
  expect(page).toContain('nodejs_eventloop_lag_seconds');
  await next.stop();
  await world.close();
});
