import { matcherService } from '@landfall/matcher';
import type { Service } from '@landfall/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductionComponents, ProductionWorld } from '../support/production-world.ts';
import { openProductionWorld, realProduction, startProduction } from '../support/production-world.ts';
import { tellRedis } from '../support/real-redis.ts';
import { SHORT_SESSION } from '../support/start-matcher.ts';
import { allHandled, hitIdsIn, trafficTo } from './production-traffic.ts';

const RUNS = 5;
const MATCHERS = 2;

/** Few vehicles on several partitions, so that entries are made while reads of theirs stream in. */
const aVehicle = fc.nat({ max: 11 });
const aStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('reads'), vehicle: aVehicle, count: fc.nat({ max: 300 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('entry'),
      vehicle: aVehicle,
      by: fc.constantFrom('mark' as const, 'mark' as const, 'pattern' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('loss') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart'), which: fc.nat({ max: MATCHERS - 1 }) }) },
);
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

const sources = realProduction();

describe.skipIf(sources === null)('same facts, same hits, over many partitions', () => {
  let components: ProductionComponents;
  beforeAll(async () => {
    components = await startProduction(sources);
  });
  afterAll(() => components.stop());

  /** Plays the steps on two matchers. Facts are appended side by side: nothing waits for their acknowledgement before the end. */
  async function play(
    steps: readonly Step[],
  ): Promise<{ readonly found: readonly string[]; expected: readonly string[] }> {
    const world = await openProductionWorld(components, { log: SHORT_SESSION });
    const other = await openProductionWorld(components, { log: SHORT_SESSION, namespace: world.namespace });
    const worlds: readonly ProductionWorld[] = [world, other];
    const matchers: Service[] = worlds.map(({ platform }) => matcherService(platform));
    await Promise.all(matchers.map((matcher) => matcher.start()));
    const traffic = trafficTo(world);
    const appending: Promise<void>[] = [];
    for (const step of steps) {
      if ('count' in step) appending.push(traffic.appendReadsOf(step.vehicle, step.count));
      else if ('by' in step) appending.push(traffic.appendEntryFor(step.vehicle, step.by));
      else if ('which' in step) {
        await matchers[step.which]!.stop();
        matchers[step.which] = matcherService(worlds[step.which]!.platform);
        await matchers[step.which]!.start();
      } else await tellRedis(components.redis.nodes[0]!, 'FLUSHALL');
    }
    await Promise.all(appending);
    await allHandled(world);
    await Promise.all(matchers.map((matcher) => matcher.stop()));
    const result = { found: await hitIdsIn(world), expected: traffic.expectedHits() };
    await Promise.all(worlds.map((one) => one.close()));
    return result;
  }

  it('finds each pair of a read and an entry, whoever stores which first, is restarted, or loses the windows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 20, maxLength: 40 }), async (steps) => {
        const { found, expected } = await play(steps);
        expect(found).toEqual(expected);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
