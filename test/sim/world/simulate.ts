import type { Topic } from '@landfall/core';
import type { MatcherPlatform } from '@landfall/runtime';
import { loadTopics, publish } from '@landfall/runtime';
import { createRandom } from '@landfall/simulator';
import { HOUR_MS, T0 } from '../../support/events.ts';
import { SCHEMAS_DIR } from '../../support/world.ts';
import type { Proof } from '../expected-hits.ts';
import { expectedHits, RULES } from '../expected-hits.ts';
import type { Broker } from './broker.ts';
import { createBroker } from './broker.ts';
import type { FaultName, Faults } from './faults.ts';
import { chooseFaults } from './faults.ts';
import { generate } from './generate.ts';
import type { MatcherFleet } from './matcher-fleet.ts';
import { matcherFleet } from './matcher-fleet.ts';
import { connectLog } from './memory-log.ts';
import type { World } from './process.ts';
import { startProcess } from './process.ts';
import { createScheduler } from './scheduler.ts';
import { tell } from './sources.ts';
import { windowServer } from './window-server.ts';

export interface Outcome {
  readonly seed: number;
  readonly faults: readonly FaultName[];
  readonly struck: ReadonlyMap<FaultName, number>;
  /** What the facts prove, and what the log says, by id of hit. */
  readonly expected: ReadonlyMap<string, Proof>;
  readonly published: ReadonlyMap<string, Proof>;
  /** What went wrong that no fault accounts for; null when nothing did. */
  readonly trouble: string | null;
  /** Of all that happened, in order: the same for the same seed. */
  readonly steps: number;
  readonly endedAtMs: number;
}

/** Fewer partitions than in service, so that vehicles share them, and more than one, so that they do not share all. */
const PARTITIONS: Partial<Record<Topic, number>> = {
  'anpr.reads': 3,
  'port.movements': 2,
  'watchlist.entries': 2,
  hits: 2,
};
const LAYOUT = loadTopics(SCHEMAS_DIR).map((topic) => ({ ...topic, partitions: PARTITIONS[topic.name] ?? 1 }));
const BUCKETS = 4;

/** Shortly after the facts, so that the windows hold them all and no look-back has to search the log for their age. */
const START_MS = T0 + 6 * HOUR_MS;
/** Disturbances from outside come within so long. */
const TROUBLED_MS = 12_000;
/** Virtual time in which a story is told, and in which a world without faults catches up. */
const TOLD_WITHIN_MS = 10 * 60_000;
const DRAINED_WITHIN_MS = 10 * 60_000;

const GROUPS = {
  matcher: ['anpr.reads', 'port.movements'],
  'matcher-entries': ['watchlist.entries'],
} as const satisfies Record<string, readonly Topic[]>;

/** Lives through one seed: the story is told while things go wrong, then nothing does any more, and everything is handled. */
export async function simulate(
  seed: number,
  common: Omit<MatcherPlatform, 'log' | 'windows' | 'clock'>,
): Promise<Outcome> {
  const stream = (name: string) => createRandom(seed, name);
  const faults = chooseFaults(stream('faults'));
  const scheduler = createScheduler(START_MS, stream('ties'));
  const world: World = { scheduler, random: stream('world'), faults, windows: windowServer(BUCKETS), held: new Map() };
  const story = generate(stream('story'));
  const broker = createBroker(LAYOUT);
  const fleet = matcherFleet({ world, broker, common });

  const source = startProcess(world);
  const platform = { ...common, clock: source.clock, log: connectLog(broker, source.pass) };
  let told = false;
  const telling = (async () => {
    await define(broker, common);
    fleet.start();
    if (world.random.chance(0.5)) fleet.start();
    disturb(world, fleet);
    await tell(world, platform, story);
    told = true;
  })();
  telling.catch(() => {});
  const until = START_MS + TROUBLED_MS;
  const isTold = await scheduler.runUntil(() => told && scheduler.now() >= until, TOLD_WITHIN_MS);
  faults.calm();
  const drained = await scheduler.runUntil(() => fleet.ready && isDrained(broker), DRAINED_WITHIN_MS);
  fleet.end();
  const steps = scheduler.steps;
  return {
    seed,
    faults: faults.chosen,
    struck: faults.struck,
    expected: expectedHits([...story.reads, ...story.movements, ...story.entries]),
    published: publishedHits(broker, common),
    trouble: troubleOf({ isTold, drained, faults, fleet }),
    steps,
    endedAtMs: scheduler.now() - START_MS,
  };
}

/** The rules stand in the log before any matcher starts. */
async function define(broker: Broker, common: Omit<MatcherPlatform, 'log' | 'windows' | 'clock'>): Promise<void> {
  const clock = { now: () => START_MS, sleep: async () => {} };
  const log = connectLog(broker, async () => {});
  await publish({ ...common, clock, log }, RULES.map((event) => ({ topic: 'rules', event }))); // prettier-ignore
}

/** What comes from outside, at times that the seed chooses. */
function disturb(world: World, fleet: MatcherFleet): void {
  const { scheduler, random, faults } = world;
  const sometimes = (name: FaultName, happen: () => void): void => {
    for (let times = 1 + random.below(3); times > 0; times -= 1)
      scheduler.schedule(random.below(TROUBLED_MS), () => {
        if (faults.strikes(name)) happen();
      });
  };
  sometimes('matcher-joins', () => fleet.start());
  sometimes('matcher-leaves', () => fleet.stopOne());
}

function isDrained(broker: Broker): boolean {
  return Object.entries(GROUPS).every(([name, topics]) =>
    topics.every((topic) => {
      const group = broker.group(name);
      return broker.ends(topic).every((end) => (group.committedAt(end) ?? 0) >= end.offset);
    }),
  );
}

function publishedHits(broker: Broker, { codec }: Pick<MatcherPlatform, 'codec'>): ReadonlyMap<string, Proof> {
  const ids = new Map<string, Proof>();
  for (const partition of broker.partitions('hits'))
    for (const record of partition.batch(0, Infinity)?.records ?? []) {
      const { hitId, ruleId, entryId, evidence } = codec.decode('hits', record.value);
      ids.set(hitId, { ruleId, entryId, evidenceIds: evidence.map(({ factId }) => factId) });
    }
  return ids;
}

function troubleOf(given: {
  readonly isTold: boolean;
  readonly drained: boolean;
  readonly faults: Faults;
  readonly fleet: MatcherFleet;
}): string | null {
  const [surprise] = given.fleet.surprises;
  if (surprise !== undefined)
    return surprise instanceof Error ? (surprise.stack ?? surprise.message) : 'something was thrown that is no error';
  if (!given.isTold) return 'the story was not told in time';
  return given.drained ? null : 'the matchers do not catch up, though nothing goes wrong any more';
}
