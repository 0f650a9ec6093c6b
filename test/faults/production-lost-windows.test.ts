import { matcherService } from '@landfall/matcher';
import type { Service } from '@landfall/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProductionComponents, ProductionWorld } from '../support/production-world.ts';
import { openProductionWorld, realProduction, startProduction } from '../support/production-world.ts';
import { tellRedis } from '../support/real-redis.ts';
import { SHORT_SESSION } from '../support/start-matcher.ts';
import type { Traffic } from './production-traffic.ts';
import { allHandled, hitIdsIn, moreCommitted, trafficTo } from './production-traffic.ts';

const sources = realProduction();

describe.skipIf(sources === null)('two matchers over a Redis that loses its data', () => {
  let components: ProductionComponents;
  let worlds: readonly ProductionWorld[];
  let world: ProductionWorld;
  let traffic: Traffic;
  let matchers: readonly Service[];

  beforeAll(async () => {
    components = await startProduction(sources);
  });
  afterAll(() => components.stop());
  beforeEach(async () => {
    world = await openProductionWorld(components, { log: SHORT_SESSION });
    const other = await openProductionWorld(components, { log: SHORT_SESSION, namespace: world.namespace });
    worlds = [world, other];
    traffic = trafficTo(world);
    matchers = worlds.map(({ platform }) => matcherService(platform));
    await Promise.all(matchers.map((matcher) => matcher.start()));
  });
  afterEach(async () => {
    await Promise.all(matchers.map((matcher) => matcher.stop()));
    await Promise.all(worlds.map((one) => one.close()));
  });

  it('finds exactly the hits of all facts when Redis is emptied three times under load', async () => {
    for (let losses = 0; losses < 3; losses += 1) {
      const appended = traffic.append(4000, 30);
      await moreCommitted(world, 1);
      await tellRedis(components.redis.nodes[0]!, 'FLUSHALL');
      await appended;
    }
    await allHandled(world);
    expect(await hitIdsIn(world)).toEqual(traffic.expectedHits());
  });

  it('finds exactly the hits of all facts when Redis is killed under load and comes back empty', async () => {
    const { whileDown } = components.redis;
    expect(whileDown).not.toBeNull();
    const appended = traffic.append(4000, 30);
    await moreCommitted(world, 1);
    await whileDown?.(() => traffic.append(1000, 10));
    await appended;
    await allHandled(world);
    expect(await hitIdsIn(world)).toEqual(traffic.expectedHits());
  });

  it('sees the reads of before the loss when an entry is the first to come after it', async () => {
    await traffic.append(2000, 0);
    await allHandled(world);
    await tellRedis(components.redis.nodes[0]!, 'FLUSHALL');
    await traffic.append(0, 40);
    await allHandled(world);
    expect(traffic.expectedHits().length).toBeGreaterThan(0);
    expect(await hitIdsIn(world)).toEqual(traffic.expectedHits());
  });

  it('matches the entries of before the loss when reads are the first to come after it', async () => {
    await traffic.append(0, 40);
    await allHandled(world);
    await tellRedis(components.redis.nodes[0]!, 'FLUSHALL');
    await traffic.append(2000, 0);
    await allHandled(world);
    expect(traffic.expectedHits().length).toBeGreaterThan(0);
    expect(await hitIdsIn(world)).toEqual(traffic.expectedHits());
  });
});
