import { redisWindowStore } from '@landfall/adapter-redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FactToKeep, WindowStore } from '@landfall/ports';
import type { TestRedis } from '../../support/real-redis.ts';
import { realRedis, realRedisCluster, tellRedis } from '../../support/real-redis.ts';
import { everywhere, fact, LOST, mark, newNamespace, none } from './window-help.ts';

const launcher = realRedis();
const clusterLauncher = realRedisCluster();

const AT_MS = Date.UTC(2026, 10, 20, 12);
const keptAt = (byte: number): FactToKeep => ({
  window: 'subject/7',
  atMs: AT_MS,
  bytes: new Uint8Array([byte]),
  fromMs: AT_MS - 1,
  toMs: AT_MS + 1,
});

describe.skipIf(launcher === null)('when one server loses data', () => {
  let redis: TestRedis;
  let namespace: string;
  let store: WindowStore;
  const tell = (command: string): Promise<string> => tellRedis(redis.nodes[0]!, command);
  const open = (): Promise<WindowStore> => redisWindowStore({ nodes: redis.nodes, namespace });
  beforeAll(async () => {
    redis = await launcher!.single();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    namespace = newNamespace();
    store = await open();
  });
  afterEach(() => store.close());

  it('has no positions after FLUSHALL, for those who were there and for those who come', async () => {
    await store.storeAndLook([fact(7, 1)], none(store));
    await tell('FLUSHALL');
    expect(await store.positions()).toEqual([]);
    const other = await open();
    expect(await other.positions()).toEqual([]);
    await other.close();
  });

  it('refuses to go on until positions are asked for, so that nothing is stored past the gap', async () => {
    await store.storeAndLook([fact(7, 1)], none(store));
    await tell('FLUSHALL');
    await expect(store.storeAndLook([fact(7, 2)], none(store))).rejects.toMatchObject(LOST);
    await expect(store.advance([fact(7, 9).position])).rejects.toMatchObject(LOST);
    await expect(store.markAndLook([mark('m', 7)])).rejects.toMatchObject(LOST);
    await expect(store.marksSince(none(store))).rejects.toMatchObject(LOST);
    await expect(store.keepAndLook([keptAt(7)])).rejects.toMatchObject(LOST);
    expect(await store.positions()).toEqual([]);
    await store.storeAndLook([fact(7, 2)], none(store));
    expect(await store.positions()).toEqual([{ topic: 'anpr.reads', partition: 0, offset: 3 }]);
  });

  it('begins anew without the facts that named windows kept, also where only the positions were lost', async () => {
    await store.keepAndLook([keptAt(1)]);
    await tell(`DEL {${namespace}:positions}:at`);
    expect(await store.positions()).toEqual([]);
    expect(await store.keepAndLook([keptAt(2)])).toEqual([{ kept: true, others: [] }]);
  });

  it('makes another process refuse too when one has begun anew', async () => {
    const other = await open();
    await other.storeAndLook([fact(7, 1)], none(store));
    await tell('FLUSHALL');
    expect(await store.positions()).toEqual([]);
    await store.storeAndLook(everywhere(store), none(store));
    await expect(other.storeAndLook([fact(7, 2)], none(store))).rejects.toMatchObject(LOST);
    expect(await other.positions()).toEqual(await store.positions());
    await other.close();
  });

  it('notices a bucket that lost writes which it had acknowledged, at once and at the next start', async () => {
    await store.storeAndLook(everywhere(store), none(store));
    await tell(`HINCRBY {${namespace}:7}:meta n -1`);
    await expect(store.storeAndLook([fact(7, 300)], none(store))).rejects.toMatchObject(LOST);
    const other = await open();
    expect(await other.positions()).toEqual([]);
    expect(await other.sizes()).toMatchObject({ facts: 0, marks: 0 });
    await other.close();
  });

  it('notices the loss while it looks back', async () => {
    await store.storeAndLook([fact(7, 1)], none(store));
    await tell(`DEL {${namespace}:7}:meta`);
    await expect(store.markAndLook([mark('m', 7)])).rejects.toMatchObject(LOST);
  });

  it('gives marks made again versions that nobody has seen', async () => {
    await store.markAndLook([mark('m', 7)]);
    const seen = await store.marksSince(none(store));
    await tell('FLUSHALL');
    await store.positions();
    await store.markAndLook([mark('m', 7)]);
    expect((await store.storeAndLook([fact(7, 1)], seen.versions)).marks).toEqual([mark('m', 7)]);
  });

  it('tells the buckets that a crash left untold, when the mark is made again', async () => {
    await store.markAndLook([mark('m', 7)]);
    await tell(`ZREM {${namespace}:7}:order m`);
    const home = [];
    for (let bucket = 0; bucket < store.bucketCount; bucket += 1)
      if ((await tell(`HEXISTS {${namespace}:${bucket}}:bodies m`)) === ':1') home.push(bucket);
    expect(home).toHaveLength(1);
    await tell(String.raw`HSET {${namespace}:${home[0]}}:pending m "\x00\x00\x00\x00\x00\x00\x00\x01\x00\x07"`);
    expect((await store.marksSince(none(store))).marks).toEqual([]);
    await store.markAndLook([mark('m', 7)]);
    expect((await store.marksSince(none(store))).marks).toEqual([mark('m', 7)]);
  });

  it('lets many begin at once, in one life', async () => {
    namespace = newNamespace();
    const stores = await Promise.all(Array.from({ length: 6 }, open));
    await Promise.all(stores.map((one, index) => one.storeAndLook([fact(7, index)], none(one))));
    expect(await store.sizes()).toMatchObject({ facts: 0 });
    expect(await stores[0]!.sizes()).toMatchObject({ facts: 6 });
    await Promise.all(stores.map((one) => one.close()));
  });
});

describe.skipIf(clusterLauncher === null)('when one master of a cluster loses its data', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await clusterLauncher!.cluster();
  });
  afterAll(() => redis.stop());

  it.each([0, 1, 2])('begins anew, empty and without positions, whichever master it was: %i', async (master) => {
    const options = { nodes: redis.nodes, cluster: true, namespace: newNamespace() };
    const store = await redisWindowStore(options);
    await store.storeAndLook(everywhere(store), none(store));
    await tellRedis(redis.nodes[master]!, 'FLUSHALL');
    await expect(store.storeAndLook(everywhere(store), none(store))).rejects.toMatchObject(LOST);
    expect(await store.positions()).toEqual([]);
    expect((await store.sizes()).facts).toBe(0);
    await store.storeAndLook(everywhere(store), none(store));
    expect((await store.sizes()).facts).toBe(store.bucketCount);
    await store.close();
  });
});
