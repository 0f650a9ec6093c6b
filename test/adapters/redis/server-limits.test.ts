import { redisWindowStore } from '@landfall/adapter-redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestRedis } from '../../support/real-redis.ts';
import { realRedis, tellRedis } from '../../support/real-redis.ts';
import { everywhere, fact, HOUR_MS, mark, newNamespace, none, NOON_MS } from './window-help.ts';

const launcher = realRedis();
const UNAVAILABLE = { name: 'WindowStoreError', code: 'windows-unavailable' };

describe.skipIf(launcher === null)('a Redis server with limits', () => {
  let redis: TestRedis;
  const tell = (command: string): Promise<string> => tellRedis(redis.nodes[0]!, command);
  const open = (more: Partial<Parameters<typeof redisWindowStore>[0]> = {}) =>
    redisWindowStore({ nodes: redis.nodes, namespace: newNamespace(), ...more });
  beforeAll(async () => {
    redis = await launcher!.single();
  });
  afterAll(() => redis.stop());

  it('is refused at open when it would evict keys, with what to do', async () => {
    await tell('CONFIG SET maxmemory-policy allkeys-lru');
    await expect(open()).rejects.toMatchObject({ ...UNAVAILABLE, message: expect.stringContaining('noeviction') });
    await tell('CONFIG SET maxmemory-policy noeviction');
    await (await open()).close();
  });

  it('answers windows-full when its memory is full, and takes facts again after hours have expired', async () => {
    const store = await open();
    await store.storeAndLook(everywhere(store), none(store));
    const full = { name: 'WindowStoreError', code: 'windows-full' };
    await tell('CONFIG SET maxmemory 1');
    await expect(store.storeAndLook([fact(7, 500)], none(store))).rejects.toMatchObject(full);
    await expect(store.markAndLook([mark('m', 7)])).rejects.toMatchObject(full);
    expect(await store.positions()).toEqual([{ topic: 'anpr.reads', partition: 0, offset: store.bucketCount }]);
    await store.expire({ hoursBeforeMs: NOON_MS + HOUR_MS, daysBeforeMs: NOON_MS });
    expect((await store.sizes()).facts).toBe(0);
    await tell('CONFIG SET maxmemory 0');
    await store.storeAndLook([fact(7, 500)], none(store));
    expect((await store.sizes()).facts).toBe(1);
    await store.close();
  });

  it('is given up on when it does not answer in time', async () => {
    const store = await open({ commandTimeoutMs: 100 });
    await tell('CLIENT PAUSE 1000 ALL');
    await expect(store.storeAndLook([fact(7, 1)], none(store))).rejects.toMatchObject(UNAVAILABLE);
    await store.close();
  });

  it('takes a user and a password, and refuses wrong ones', async () => {
    await tell('ACL SETUSER landfall on >secret ~* +@all');
    const store = await open({ username: 'landfall', password: 'secret' });
    await store.storeAndLook([fact(7, 1)], none(store));
    await store.close();
    await expect(open({ username: 'landfall', password: 'wrong' })).rejects.toMatchObject(UNAVAILABLE);
  });

  it('is unavailable when nobody listens', async () => {
    await expect(open({ nodes: [{ host: '127.0.0.1', port: 1 }] })).rejects.toMatchObject(UNAVAILABLE);
    await expect(open({ nodes: [{ host: '127.0.0.1', port: 1 }], cluster: true })).rejects.toMatchObject(UNAVAILABLE);
  });

  it('keeps namespaces apart, and refuses another number of buckets in one', async () => {
    const namespace = newNamespace();
    const store = await open({ namespace });
    const other = await open();
    await store.storeAndLook([fact(7, 1)], none(store));
    expect([(await other.sizes()).facts, await other.positions()]).toEqual([0, []]);
    await expect(open({ namespace, bucketCount: 64 })).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('256'),
    });
    await Promise.all([store.close(), other.close()]);
  });

  it('gets back what its strings took beyond their ends, when hours are over', async () => {
    const namespace = newNamespace();
    const store = await open({ namespace, bucketCount: 1 });
    const start = NOON_MS / HOUR_MS;
    for (let offset = 0; offset < 5_000; offset += 50) {
      const facts = Array.from({ length: 50 }, (_, at) => fact(7, offset + at, NOON_MS + (at % 5) * HOUR_MS));
      await store.storeAndLook(facts, none(store));
    }
    const usage = async (hour: number): Promise<number> =>
      Number((await tell(`MEMORY USAGE {${namespace}:0}:f:${hour}`)).slice(1));
    const before = await usage(start);
    await store.expire({ hoursBeforeMs: NOON_MS, daysBeforeMs: NOON_MS });
    expect(await usage(start)).toBeLessThan(before);
    expect(await usage(start)).toBeLessThan(1.3 * 1_000 * 16);
    const [found] = await store.markAndLook([mark('m', 7)]);
    expect(found).toHaveLength(5_000);
    await store.close();
  });
});
