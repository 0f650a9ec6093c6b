import type { AnprRead, LateFact, PortMovement } from '@landfall/core';
import { matcherService } from '@landfall/matcher';
import { publish } from '@landfall/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, T0, aMovement, aRead, anEntry, aRule } from '../support/events.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';
import { quickClock } from './run-until-crash.ts';

const MARK = 'AB12CDE';
const RULES = [aRule({ ruleId: 'together', kind: 'convoy' }), aRule({ ruleId: 'to-and-fro', kind: 'shuttle' })];
const GRACE_MS = 120_000;

let world: EmbeddedWorld;
beforeEach(async () => {
  world = await openWorld({ clock: quickClock(T0 + HOUR_MS) });
});
afterEach(() => world.close());

const seen = (beforeMs: number): AnprRead => aRead({ mark: MARK, capturedAt: T0 - beforeMs, receivedAt: T0 });
const arrived = (beforeMs: number): PortMovement =>
  aMovement({ vehicle: { raw: MARK, mark: MARK }, kind: 'ARRIVED', occurredAt: T0 - beforeMs });

/** Three cameras bring the watermark to T0, less its grace; then the facts come. */
async function take(facts: { readonly reads?: readonly AnprRead[]; readonly movements?: readonly PortMovement[] }) {
  const { platform } = world;
  const entry = anEntry({ entryId: 'van', mark: MARK, ocgId: 'ocg-1', validFrom: T0, lookBackMs: 30 * DAY_MS });
  const matcher = matcherService(platform, { rules: RULES });
  await matcher.start();
  await publish(platform, [{ topic: 'watchlist.entries', event: entry }]);
  await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
  const others = ['A2', 'M2', 'M20'].map((cameraId) => aRead({ mark: 'XY99ZZZ', capturedAt: T0, cameraId }));
  for (const reads of [others, facts.reads ?? []])
    await publish(
      platform,
      reads.map((event) => ({ topic: 'anpr.reads', event })),
    ).then(() => groupCaughtUp(platform, 'matcher', ['anpr.reads']));
  const movements = (facts.movements ?? []).map((event) => ({ topic: 'port.movements', event }) as const);
  await publish(platform, movements);
  await groupCaughtUp(platform, 'matcher', ['port.movements']);
  await matcher.stop();
}

describe('a fact that comes after the windows have let its time go', () => {
  it('raises its watch hit, labelled late, and is reported for the rules that may have missed it', async () => {
    const read = seen(40 * HOUR_MS);
    await take({ reads: [read, seen(30 * HOUR_MS)] });
    const hits = await readTopic(world.platform, 'hits');
    expect(hits.map(({ ruleKind, late }) => [ruleKind, late])).toEqual([
      ['watch-hit', true],
      ['watch-hit', true],
    ]);
    expect(await readTopic(world.platform, 'late.facts')).toEqual([
      {
        factId: read.readId,
        kind: 'READ',
        entryId: 'van',
        occurredAt: read.capturedAt,
        receivedAt: T0,
        sourceId: read.sourceId,
        cameraId: read.cameraId,
        rules: ['together/1'],
        judgedFrom: T0 - GRACE_MS - 36 * HOUR_MS,
      } satisfies LateFact,
    ]);
    const { values } = await world.platform.metrics.tooLateFacts.get();
    expect(values).toEqual([expect.objectContaining({ value: 1, labels: { kind: 'READ' } })]);
  });

  it('is in time for rules over days for as long as these keep it', async () => {
    await take({ movements: [arrived(6 * DAY_MS), arrived(9 * DAY_MS)] });
    const late = await readTopic(world.platform, 'late.facts');
    expect(late.map(({ rules, occurredAt }) => [rules, (T0 - occurredAt) / DAY_MS])).toEqual([[['to-and-fro/1'], 9]]);
  });
});
