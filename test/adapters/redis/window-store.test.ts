import { randomUUID } from 'node:crypto';
import { redisWindowStore } from '@landfall/adapter-redis';
import { windowStoreContract } from '@landfall/ports/contracts';
import { afterAll, beforeAll, describe } from 'vitest';
import type { TestRedis } from '../../support/real-redis.ts';
import { realRedis, realRedisCluster } from '../../support/real-redis.ts';

const TIMEOUT_MS = 30_000;
const launcher = realRedis();
const clusterLauncher = realRedisCluster();

/** Each test has a namespace of its own in servers that all share. */
function contractOn(name: string, servers: () => TestRedis, more: { readonly cluster: boolean }): void {
  windowStoreContract({
    name,
    timeoutMs: TIMEOUT_MS,
    open: async () => {
      const store = await redisWindowStore({ nodes: servers().nodes, namespace: randomUUID(), ...more });
      return { store, close: () => store.close() };
    },
  });
}

describe.skipIf(launcher === null)('on one Redis server', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await launcher!.single();
  });
  afterAll(() => redis.stop());
  contractOn('Redis', () => redis, { cluster: false });
});

describe.skipIf(clusterLauncher === null)('on a Redis Cluster of three masters', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await clusterLauncher!.cluster();
  });
  afterAll(() => redis.stop());
  contractOn('Redis Cluster', () => redis, { cluster: true });
});
