import { MATCHER_DEFAULTS, matcherService } from '@landfall/matcher';
import { publish } from '@landfall/runtime';
import { replay } from '@landfall/replay';
import { expect, it } from 'vitest';
import { aMovement, anEntry, aRead, aRule, MINUTE_MS, T0 } from '../support/events.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';

const RULES = [aRule({ ruleId: 'p', kind: 'port-then-road', parameters: { withinMs: '3600000' } })];

it('raises the hits of a rule over two facts, the first of which lies before the range', async () => {
  const world = await openWorld();
  const { platform } = world;
  const matcher = matcherService(platform, { ...MATCHER_DEFAULTS, rules: RULES });
  await matcher.start();
  await publish(platform, [{ topic: 'watchlist.entries', event: anEntry({ entryId: 'van' }) }]);
  await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
  const vehicle = { raw: 'AB12CDE', mark: 'AB12CDE' };
  await publish(platform, [
    { topic: 'port.movements', event: aMovement({ vehicle, kind: 'ARRIVED' }) },
    { topic: 'anpr.reads', event: aRead({ mark: 'AB12CDE', capturedAt: T0 + 20 * MINUTE_MS }) },
  ]);
  await groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
  await matcher.stop();
  expect((await readTopic(platform, 'hits')).map(({ ruleId }) => ruleId).toSorted()).toEqual([
    'p',
    'watch-hit',
    'watch-hit',
  ]);
  const range = { fromMs: T0 + 10 * MINUTE_MS, toMs: T0 + 30 * MINUTE_MS };
  expect((await replay(platform, { range, rules: RULES })).counts).toMatchObject({ unchanged: 2, new: 0, gone: 0 });
  const without = await replay(platform, { range });
  expect(without.counts).toMatchObject({ unchanged: 1, gone: 1 });
  expect(without.listed[0]?.explanation).toMatch(/rule p is not among those replayed/);
  await world.close();
});
