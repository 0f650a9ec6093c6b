import { redisWindowStore } from '@landfall/adapter-redis';
import type { WindowFact } from '@landfall/ports';
import { Redis } from 'ioredis';
import { realRedis } from '../support/real-redis.ts';
import type { RedisAddress } from '../support/real-redis.ts';
import type { Benchmark, Figure } from './figures.ts';
import { quantile } from './figures.ts';
import { randomNumbers } from './marks.ts';
import { sortedWindows } from './redis-windows-sorted.ts';

const FACTS = 500_000;
const BATCHES = [500, 2_000] as const;
const VEHICLES = 100_000;
const BUCKETS = 256;
/** One of 16 partitions has these many buckets. */
const PARTITIONS = 16;
const LOOKS = 200;
const HOUR_MS = 3_600_000;
const DAY = { fromMs: Date.UTC(2026, 10, 20), toMs: Date.UTC(2026, 10, 21) };
const LIFE_MS = 48 * HOUR_MS;

export const benchRedisWindows: Benchmark = {
  name: 'redis-windows',
  about:
    'Two representations of the windows on one local Redis each, one connection, batch after batch: packed chunks for each bucket and hour ' +
    '(`adapter-redis`), and a sorted set for each vehicle with its expiry, one script call for each bucket and batch in both. ' +
    '500,000 reads of 24 hours in order of time, of 100,000 vehicles by Zipf, of one of 16 partitions (16 of 256 buckets). ' +
    'Memory is `used_memory` before and after, CPU that of Redis. ' +
    'Decision: packed chunks. They take the less memory and processor time for what every read costs; ' +
    'a look-back of one vehicle, which is rare, costs them more.',
  async run() {
    const facts = traffic();
    const figures: Figure[] = [];
    for (const batch of BATCHES) {
      for (const name of ['packed', 'sorted'] as const) figures.push(...(await runOn(name, facts, batch)));
    }
    return figures;
  },
};

interface Windows {
  readonly store: (facts: readonly WindowFact[]) => Promise<unknown>;
  readonly look: (keyHash: number) => Promise<number>;
  readonly expire: () => Promise<void>;
  readonly close: () => void;
}

async function runOn(
  name: 'packed' | 'sorted',
  facts: readonly WindowFact[],
  batch: number,
): Promise<readonly Figure[]> {
  const launcher = realRedis();
  if (launcher === null) throw new Error('This benchmark needs redis-server.');
  const redis = await launcher.single();
  const [address] = redis.nodes as [RedisAddress];
  const observer = new Redis({ ...address, protocol: 2 });
  const windows = await (name === 'packed' ? packed(address) : sorted(address));
  try {
    const before = await stateOf(observer);
    const startedAt = performance.now();
    for (let at = 0; at < facts.length; at += batch) await windows.store(facts.slice(at, at + batch));
    const seconds = (performance.now() - startedAt) / 1000;
    const stored = await stateOf(observer);
    await windows.expire();
    const after = await stateOf(observer);
    const looks = await lookTimes(windows, facts);
    const figure = (what: string, value: number, unit: string): Figure => ({
      name: `${name}, batches of ${batch.toLocaleString('en-GB')}: ${what}`,
      value,
      unit,
    });
    return [
      figure('stored', Math.round(facts.length / seconds), 'facts/s'),
      figure('CPU of Redis', ((stored.cpuS - before.cpuS) / facts.length) * 1e6, 's per million'),
      figure('memory', (after.bytes - before.bytes) / facts.length, 'bytes a fact'),
      figure('look-back, p50', quantile(looks, 0.5), 'ms'),
      figure('look-back, p99', quantile(looks, 0.99), 'ms'),
    ];
  } finally {
    windows.close();
    observer.disconnect();
    await redis.stop();
  }
}

async function packed(address: RedisAddress): Promise<Windows> {
  const store = await redisWindowStore({ nodes: [address], bucketCount: BUCKETS, namespace: 'bench' });
  const seen = Array.from({ length: BUCKETS }, () => 0);
  let marks = 0;
  return {
    store: (facts) => store.storeAndLook(facts, seen),
    look: async (keyHash) => {
      marks += 1;
      const [found] = await store.markAndLook([
        { markId: `mark ${marks}`, revision: 1, keyHash, bytes: new Uint8Array(100), ...DAY },
      ]);
      return found?.length ?? 0;
    },
    // Nothing is old enough; what was allocated beyond the ends of hours that are over is given back, as every minute in service.
    expire: () => store.expire({ hoursBeforeMs: DAY.fromMs, daysBeforeMs: DAY.fromMs }),
    close: () => void store.close(),
  };
}

async function sorted(address: RedisAddress): Promise<Windows> {
  const store = sortedWindows({ ...address, bucketCount: BUCKETS, lifeMs: LIFE_MS });
  return {
    store: (facts) => store.store(facts),
    look: (keyHash) => store.look(keyHash, DAY),
    expire: async () => {},
    close: () => store.close(),
  };
}

async function lookTimes(windows: Windows, facts: readonly WindowFact[]): Promise<number[]> {
  const times: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const { keyHash } = facts[Math.floor((look * facts.length) / LOOKS)]!;
    const startedAt = performance.now();
    if ((await windows.look(keyHash)) === 0) throw new Error('A look-back has found nothing.');
    times.push(performance.now() - startedAt);
  }
  return times;
}

async function stateOf(redis: Redis): Promise<{ readonly bytes: number; readonly cpuS: number }> {
  const info = `${await redis.info('memory')}${await redis.info('cpu')}`;
  const field = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return { bytes: field('used_memory'), cpuS: field('used_cpu_user') + field('used_cpu_sys') };
}

/** The reads of one partition over a day: the vehicle of rank r comes about 1/r as often as the first. */
function traffic(): readonly WindowFact[] {
  const random = randomNumbers(1);
  const stepMs = (DAY.toMs - DAY.fromMs) / FACTS;
  return Array.from({ length: FACTS }, (_, offset) => {
    const rank = Math.floor(VEHICLES ** random());
    const hash = Math.imul(rank, 0x9e3779b1) >>> 0;
    const keyHash = hash - (hash % PARTITIONS);
    return {
      keyHash,
      atMs: Math.floor(DAY.fromMs + offset * stepMs),
      position: { topic: 'anpr.reads', partition: 0, offset },
    };
  });
}
