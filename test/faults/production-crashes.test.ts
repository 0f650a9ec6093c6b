import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalProcess } from '../support/local-java.ts';
import type { ProductionComponents, ProductionWorld } from '../support/production-world.ts';
import { openProductionWorld, realProduction, startProduction } from '../support/production-world.ts';
import { startMatcher } from '../support/start-matcher.ts';
import type { Traffic } from './production-traffic.ts';
import { allHandled, hitIdsIn, moreCommitted, trafficTo } from './production-traffic.ts';

const KILLS = 5;
const sources = realProduction();

describe.skipIf(sources === null)('matchers over Kafka and Redis that are killed', () => {
  let components: ProductionComponents;
  let world: ProductionWorld;
  let traffic: Traffic;
  const running = new Set<LocalProcess>();
  const start = async (): Promise<LocalProcess> => {
    const matcher = await startMatcher(components, world);
    running.add(matcher);
    return matcher;
  };
  const kill = async (matcher: LocalProcess): Promise<void> => {
    running.delete(matcher);
    await matcher.stop('SIGKILL');
  };

  beforeAll(async () => {
    components = await startProduction(sources);
  });
  afterAll(() => components.stop());
  beforeEach(async () => {
    world = await openProductionWorld(components);
    traffic = trafficTo(world);
  });
  afterEach(async () => {
    await Promise.all([...running].map(kill));
    await world.close();
  });

  it('finds exactly the hits of all facts, killed five times under load', async () => {
    for (let kills = 0; kills < KILLS; kills += 1) {
      const matcher = await start();
      const appended = traffic.append(3000, 20);
      await moreCommitted(world, 1);
      await kill(matcher);
      await appended;
    }
    await start();
    await allHandled(world);
    expect(await hitIdsIn(world)).toEqual(traffic.expectedHits());
    expect(traffic.expectedHits().length).toBeGreaterThan(1000);
  });

  it('finds exactly the hits of all facts when one of two is killed and the other takes its partitions', async () => {
    const [first] = await Promise.all([start(), start()]);
    const appended = traffic.append(10_000, 80);
    await moreCommitted(world, 1);
    await kill(first);
    await appended;
    await allHandled(world);
    expect(await hitIdsIn(world)).toEqual(traffic.expectedHits());
  });
});
