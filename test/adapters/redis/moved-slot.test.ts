import { redisWindowStore } from '@landfall/adapter-redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisAddress, TestRedis } from '../../support/real-redis.ts';
import { realRedisCluster, tellRedis } from '../../support/real-redis.ts';
import { everywhere, fact, HOUR_MS, mark, newNamespace, none, NOON_MS } from './window-help.ts';

const clusterLauncher = realRedisCluster();

/** Moves a slot, with the keys named, from the node that has them to another, as resharding does. */
async function moveSlot(nodes: readonly RedisAddress[], slot: string, keys: readonly string[]): Promise<void> {
  const counts = await Promise.all(nodes.map((node) => tellRedis(node, `CLUSTER COUNTKEYSINSLOT ${slot}`)));
  const from = nodes[counts.findIndex((count) => count !== ':0')]!;
  const to = nodes.find((node) => node !== from)!;
  const [fromId, toId] = [await tellRedis(from, 'CLUSTER MYID'), await tellRedis(to, 'CLUSTER MYID')];
  await tellRedis(to, `CLUSTER SETSLOT ${slot} IMPORTING ${fromId}`);
  await tellRedis(from, `CLUSTER SETSLOT ${slot} MIGRATING ${toId}`);
  await tellRedis(from, `MIGRATE ${to.host} ${to.port} "" 0 5000 KEYS ${keys.join(' ')}`);
  for (const node of [to, from, ...nodes]) await tellRedis(node, `CLUSTER SETSLOT ${slot} NODE ${toId}`);
}

describe.skipIf(clusterLauncher === null)('a bucket whose slot moves to another master', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await clusterLauncher!.cluster();
  });
  afterAll(() => redis.stop());

  it('is found there, with all it held, by a store that knew the old place', async () => {
    const namespace = newNamespace();
    const store = await redisWindowStore({ nodes: redis.nodes, cluster: true, namespace });
    await store.storeAndLook(everywhere(store), none(store));
    await store.markAndLook([mark('early', 7)]);
    const tag = `{${namespace}:7}`;
    const slot = (await tellRedis(redis.nodes[0]!, `CLUSTER KEYSLOT ${tag}`)).slice(1);
    const names = ['meta', 'order', 'hours', 'bodies', 'pending', `f:${NOON_MS / HOUR_MS}`];
    await moveSlot(
      redis.nodes,
      slot,
      names.map((name) => `${tag}:${name}`),
    );
    const again = everywhere(store).map(({ keyHash }) => fact(keyHash, 1_000 + keyHash));
    const changes = await store.storeAndLook(again, none(store));
    expect(changes.marks).toEqual([mark('early', 7)]);
    const [found] = await store.markAndLook([mark('late', 7)]);
    expect(found?.map(({ position }) => position.offset)).toEqual([7, 1_007]);
    expect((await store.sizes()).facts).toBe(2 * store.bucketCount);
    await store.close();
  });
});
