import type { AnprRead, PortMovement, Rule, WatchEntry } from '@landfall/core';
import { compareHitRecords, compareText } from '@landfall/core';
import { memoryWindowStore, systemClock } from '@landfall/adapter-embedded';
import { matcherService } from '@landfall/matcher';
import type { Clock, WindowStore } from '@landfall/ports';
import { publish } from '@landfall/runtime';
import type { EmbeddedWorld } from '../support/world.ts';
import { groupCaughtUp, nextTurn, readTopic } from '../support/world.ts';
import type { CrashPlan } from './crashing-ports.ts';
import { crashingPorts } from './crashing-ports.ts';

export type Fact =
  | { readonly topic: 'anpr.reads'; readonly event: AnprRead }
  | { readonly topic: 'port.movements'; readonly event: PortMovement }
  | { readonly topic: 'watchlist.entries'; readonly event: WatchEntry };

/** The facts in the order of their arrival, cut into what is appended while the matcher runs. */
export type History = readonly (readonly Fact[])[];

export const NO_CRASH: CrashPlan = { atStep: Infinity, afterEffect: false };

/** Runs a matcher until it dies as planned, or has handled the whole history. */
export async function runUntilCrash(
  world: EmbeddedWorld,
  plan: CrashPlan,
  given: {
    readonly windows: WindowStore;
    readonly history: History;
    readonly rules?: readonly Rule[];
  },
): Promise<{ readonly crashed: boolean }> {
  const { windows, history, rules = [] } = given;
  const ports = crashingPorts(world.platform.log, windows, plan);
  const matcher = matcherService({ ...world.platform, log: ports.log, windows: ports.windows }, { rules });
  const crash = ports.crashed.then(() => true);
  const started = matcher.start();
  // The sources go on whether the matcher lives or not: each fact is appended once.
  const appended = (async () => {
    await Promise.race([started.catch(() => undefined), crash]);
    for (const facts of history) await publish(world.platform, facts);
  })();
  const handled = Promise.all([started, appended]).then(() => allHandled(world));
  const crashed = await Promise.race([handled.then(() => false).catch(() => crash), crash]);
  await appended;
  await matcher.stop();
  return { crashed };
}

/** Lives through half of the history until it dies as planned, and through the rest in windows that outlive it or are lost with it. */
export async function dieHalfWay(
  world: EmbeddedWorld,
  plan: CrashPlan,
  given: { readonly windowsSurvive: boolean; readonly history: History; readonly rules?: readonly Rule[] },
): Promise<{ readonly crashed: boolean }> {
  const { windowsSurvive, history, ...more } = given;
  const { windows } = world.platform;
  const half = Math.ceil(history.length / 2);
  const first = await runUntilCrash(world, plan, { ...more, windows, history: history.slice(0, half) });
  const later = windowsSurvive ? windows : memoryWindowStore({});
  await runUntilCrash(world, NO_CRASH, { ...more, windows: later, history: history.slice(half) });
  return first;
}

async function allHandled({ platform }: EmbeddedWorld): Promise<void> {
  await groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
  await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
  await groupCaughtUp(platform, 'matcher-retractions', ['watchlist.entries']);
}

/** A clock that stands at an instant, for which a pause of up to a second is one turn of the event loop. */
export function quickClock(nowMs: number): Clock {
  const system = systemClock();
  const sleep: Clock['sleep'] = (ms, signal) => (ms <= 1000 ? nextTurn() : system.sleep(ms, signal));
  return { ...system, now: () => nowMs, sleep };
}

/** The ids in force: of the records of each id the one that counts, unless it takes the hit back. Sorted. */
export async function hitIdsInForce(world: EmbeddedWorld): Promise<readonly string[]> {
  const records = Map.groupBy(await readTopic(world.platform, 'hits'), ({ hitId }) => hitId);
  const counting = [...records.values()].map((some) => some.toSorted(compareHitRecords)[0]!);
  return counting
    .filter(({ state }) => state === 'RAISED')
    .map(({ hitId }) => hitId)
    .toSorted(compareText);
}

export async function hitIdsInLog(world: EmbeddedWorld): Promise<readonly string[]> {
  const hits = await readTopic(world.platform, 'hits');
  return [...new Set(hits.map((hit) => hit.hitId))].toSorted();
}
