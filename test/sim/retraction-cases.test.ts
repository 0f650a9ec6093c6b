import type { Hit, WatchEntry } from '@landfall/core';
import { compareHitRecords } from '@landfall/core';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { matcherService } from '@landfall/matcher';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, T0, aRead, aRule, anEntry } from '../support/events.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';
import { quickClock } from './run-until-crash.ts';

const CONVOY = aRule({ kind: 'convoy', ruleId: 'convoy', parameters: { withinMs: String(5 * MINUTE_MS) } });

const read = (mark: string, minute: number): NewEvent => ({
  topic: 'anpr.reads',
  event: aRead({ mark, capturedAt: T0 + minute * MINUTE_MS, cameraId: 'A2' }),
});
const entry = (entryId: string, mark: string, given: Partial<WatchEntry> = {}): NewEvent => ({
  topic: 'watchlist.entries',
  event: anEntry({ entryId, mark, ocgId: 'ocg-1', ...given }),
});

const inWords = ({ vehicleMark, state, entryRevision, stateVersion, stateReason }: Hit): string =>
  `${vehicleMark} ${state} ${entryRevision}.${stateVersion} ${stateReason}`.trim();

describe('a hit', () => {
  let world: EmbeddedWorld;
  beforeEach(async () => {
    world = await openWorld({ clock: quickClock(T0 + HOUR_MS) });
  });
  afterEach(() => world.close());

  /** Each step is settled before the next. */
  async function live(rules: readonly (typeof CONVOY)[], ...steps: readonly (readonly NewEvent[])[]): Promise<void> {
    const matcher = matcherService(world.platform, { rules });
    await matcher.start();
    for (const events of steps) {
      await publish(world.platform, events);
      await groupCaughtUp(world.platform, 'matcher', ['anpr.reads']);
      for (const group of ['matcher-entries', 'matcher-retractions'])
        await groupCaughtUp(world.platform, group, ['watchlist.entries']);
    }
    await matcher.stop();
  }

  /** The record that counts of each hit of a rule, in words. */
  async function standing(ruleId: string): Promise<readonly string[]> {
    const hits = (await readTopic(world.platform, 'hits')).filter((hit) => hit.ruleId === ruleId);
    const records = Map.groupBy(hits, ({ hitId }) => hitId);
    return [...records.values()].map((some) => inWords(some.toSorted(compareHitRecords)[0]!));
  }

  it('is taken back with a reason when its entry is withdrawn, and in force again when it is listed again', async () => {
    const listed = [[entry('van', 'AB12CDE')], [read('AB12CDE', 0)]];
    await live([], ...listed, [entry('van', 'AB12CDE', { revision: 2, state: 'WITHDRAWN' })]);
    expect(await standing('watch-hit')).toEqual(['AB12CDE RETRACTED 2.1 entry withdrawn']);
    await live([], [entry('van', 'AB12CDE', { revision: 3 })]);
    expect(await standing('watch-hit')).toEqual(['AB12CDE RAISED 3.0']);
  });

  it('is taken back when its entry is amended to another plate, or to another time', async () => {
    await live([], [entry('van', 'AB12CDE'), entry('car', 'KX34FGH')], [read('AB12CDE', 0), read('KX34FGH', 0)]);
    const later = { revision: 2, validFrom: T0 + HOUR_MS, lookBackMs: 0 };
    await live([], [entry('van', 'XY99ZZZ', { revision: 2 }), entry('car', 'KX34FGH', later)]);
    expect((await standing('watch-hit')).toSorted()).toEqual([
      'AB12CDE RETRACTED 2.1 entry amended: it no longer lists AB12CDE',
      'KX34FGH RETRACTED 2.1 entry amended: it no longer covers that time, or lists the vehicle otherwise',
    ]);
  });

  it('stands when its entry is amended in what does not matter to it, or is weeded', async () => {
    await live([], [entry('van', 'AB12CDE')], [read('AB12CDE', 0)]);
    await live([], [entry('van', 'AB12CDE', { revision: 2, reason: 'another' })]);
    await live([], [entry('van', 'AB12CDE', { revision: 3, state: 'WEEDED' })]);
    expect(await standing('watch-hit')).toEqual(['AB12CDE RAISED 2.0']);
  });

  it('of a convoy falls with the partner, stands again with another entry for it, and falls with that', async () => {
    await live([CONVOY], [entry('van', 'AB12CDE'), entry('car', 'KX34FGH')], [read('KX34FGH', 0), read('AB12CDE', 1)]);
    expect(await standing('convoy')).toEqual(['AB12CDE RAISED 1.0']);
    const reason = 'an entry that it also rests on was withdrawn or amended';
    await live([CONVOY], [entry('car', 'KX34FGH', { revision: 2, state: 'WITHDRAWN' })]);
    expect(await standing('convoy')).toEqual([`AB12CDE RETRACTED 1.1 ${reason}`]);
    await live([CONVOY], [entry('same-car', 'KX34FGH')]);
    expect(await standing('convoy')).toEqual(['AB12CDE RAISED 1.2']);
    await live([CONVOY], [entry('same-car', 'KX34FGH', { revision: 2, ocgId: 'ocg-2' })]);
    expect(await standing('convoy')).toEqual([`AB12CDE RETRACTED 1.3 ${reason}`]);
  });

  it('of a convoy stands when the partner was weeded, whatever else of the group is withdrawn', async () => {
    const group = [entry('van', 'AB12CDE'), entry('car', 'KX34FGH'), entry('twin', 'KX34FGH')];
    await live([CONVOY], group, [read('KX34FGH', 0), read('AB12CDE', 1)]);
    await live([CONVOY], [entry('car', 'KX34FGH', { revision: 2, state: 'WEEDED' })]);
    await live([CONVOY], [entry('twin', 'KX34FGH', { revision: 2, state: 'WITHDRAWN' })]);
    expect(await standing('convoy')).toEqual(['AB12CDE RAISED 1.0']);
  });

  it('of a rule that has ended is still taken back with its entry, and not otherwise', async () => {
    await live([CONVOY], [entry('van', 'AB12CDE'), entry('car', 'KX34FGH')], [read('KX34FGH', 0), read('AB12CDE', 1)]);
    await live([], [entry('van', 'AB12CDE', { revision: 2, reason: 'another' })]);
    expect(await standing('convoy')).toEqual(['AB12CDE RAISED 1.0']);
    await live([], [entry('car', 'KX34FGH', { revision: 2, state: 'WITHDRAWN' })]);
    expect(await standing('convoy')).toMatchObject([expect.stringContaining('AB12CDE RETRACTED 2.1')]);
  });

  it('goes to the incident of the other vehicle when its entry is amended to a mark that the same read shows too', async () => {
    await live([], [entry('van', 'AB12CDE')], [read('AB12CDE', 0)]);
    await live([], [entry('van', 'A812CDE', { revision: 2 })]);
    const records = (await readTopic(world.platform, 'hits')).map(inWords);
    expect(records.at(-1)).toBe('A812CDE RAISED 2.2');
    expect(records).toContainEqual(expect.stringMatching(/^AB12CDE RETRACTED 2\.1/));
    expect(await standing('watch-hit')).toEqual(['A812CDE RAISED 2.2']);
  });
});
