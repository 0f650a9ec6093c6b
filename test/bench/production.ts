import { forgivenCharacters, foldMark } from '@landfall/core';
import { matcherService } from '@landfall/matcher';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { aRead, anEntry } from '../support/events.ts';
import type { ProductionComponents, ProductionWorld } from '../support/production-world.ts';
import { openProductionWorld, realProduction, startProduction } from '../support/production-world.ts';
import { groupCaughtUp } from '../support/world.ts';
import type { Benchmark, Figure } from './figures.ts';
import { atLeast } from './figures.ts';
import { markAt, trafficMarks } from './marks.ts';

const READS = Number(process.env['LANDFALL_BENCH_READS'] ?? 600_000);
const TRAFFIC = { listed: 1000, watchedShare: 0.01, vehicles: 400_000 };
const PUBLISH_MAX = 10_000;
const BATCH_MAX = 5000;
const MIB = 2 ** 20;
const MINUTE_MS = 60_000;
const ASK_MS = 20;

export const benchProduction: Benchmark = {
  name: 'production',
  about:
    'One matcher over Kafka, Redis and a registry, which run on the same machine: 600,000 reads on 16 partitions, 1 % of them of 1,000 ' +
    'listed vehicles, every read stored in the windows. The windows are filled first, then all reads are matched. Bare consuming is the ' +
    'same log read by a group that does nothing, in the same run.',
  async run() {
    const components = await startProduction(realProduction());
    try {
      const world = await openProductionWorld(components);
      const expected = await load(world);
      const figures = [...(await matchAll(components, world, expected)), ...(await consumeBare(world))];
      await world.close();
      const ratio = 100 * (valueOf(figures, MATCHED) / valueOf(figures, BARE));
      return [...figures, { name: 'matching against bare consuming', value: ratio, unit: '%' }];
    } finally {
      await components.stop();
    }
  },
};

const FILLED = 'windows filled from the log';
const MATCHED = 'stored, matched and published';
const BARE = 'bare consuming';

/** Appends entries and reads; resolves with the number of hits that they must give. */
async function load({ platform }: ProductionWorld): Promise<number> {
  const nowMs = Date.now();
  const listed = Array.from({ length: TRAFFIC.listed }, (_, at) => markAt(at));
  const byFold = Map.groupBy(listed, foldMark);
  await publish(
    platform,
    listed.map((mark, at): NewEvent => {
      return { topic: 'watchlist.entries', event: anEntry({ entryId: `entry-${at}`, mark, validFrom: nowMs }) };
    }),
  );
  const next = trafficMarks(TRAFFIC, 1);
  let expected = 0;
  for (let start = 0; start < READS; start += PUBLISH_MAX) {
    const events = Array.from({ length: PUBLISH_MAX }, (_, at): NewEvent => {
      const mark = next();
      const alike = byFold.get(foldMark(mark)) ?? [];
      expected += alike.filter((one) => forgivenCharacters(mark, one, 1) !== null).length;
      const capturedAt = nowMs - 10 * MINUTE_MS + start + at;
      return { topic: 'anpr.reads', event: aRead({ mark, capturedAt, cameraId: `camera-${at % 150}` }) };
    });
    await publish(platform, events);
  }
  return expected;
}

async function matchAll(
  components: ProductionComponents,
  { platform, namespace }: ProductionWorld,
  expected: number,
): Promise<readonly Figure[]> {
  const world = await openProductionWorld(components, { namespace });
  const matcher = matcherService(world.platform);
  const filling = performance.now();
  await matcher.start();
  const filled = performance.now();
  const cpu = process.cpuUsage();
  await readsCommitted(platform);
  const matched = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const rss = process.memoryUsage().rss;
  await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
  const { facts, bytes } = await world.platform.windows.sizes();
  await matcher.stop();
  await world.close();
  const hits = await countHits(platform);
  if (hits !== expected) throw new Error(`There are ${hits} hits, not ${expected}.`);
  return [
    { name: FILLED, value: perSecond(filled - filling), unit: 'reads/s' },
    { name: MATCHED, value: perSecond(matched - filled), unit: 'reads/s', target: atLeast(200_000) },
    { name: 'hits, each once, as many as there must be', value: hits, unit: 'hits' },
    { name: 'CPU of the process for a million reads', value: (user + system) / READS, unit: 's' },
    { name: 'memory of the process', value: rss / MIB, unit: 'MiB' },
    { name: 'windows in Redis', value: bytes / facts, unit: 'bytes/fact' },
  ];
}

/** Asks seldom, since the asking is done by the process that is measured. */
async function readsCommitted({ log, clock }: ProductionWorld['platform']): Promise<void> {
  const total = async (): Promise<number> =>
    (await log.committed('matcher', 'anpr.reads')).reduce((sum, { offset }) => sum + offset, 0);
  while ((await total()) < READS) await clock.sleep(ASK_MS);
}

async function countHits(platform: ProductionWorld['platform']): Promise<number> {
  const ids = new Set<string>();
  for await (const batch of platform.log.scan({ topic: 'hits', batchMax: BATCH_MAX })) {
    await platform.codec.load(batch.records);
    for (const { value } of batch.records) ids.add(platform.codec.decode('hits', value).hitId);
  }
  return ids.size;
}

async function consumeBare({ platform }: ProductionWorld): Promise<readonly Figure[]> {
  const began = performance.now();
  const consumed = await platform.log.consume({
    group: 'bare',
    topics: ['anpr.reads'],
    batchMax: BATCH_MAX,
    onBatch: async () => {},
  });
  await consumed.caughtUp;
  const ended = performance.now();
  await consumed.close();
  return [{ name: BARE, value: perSecond(ended - began), unit: 'reads/s' }];
}

function perSecond(ms: number): number {
  return Math.round(READS / (ms / 1000));
}

function valueOf(figures: readonly Figure[], name: string): number {
  return figures.find((figure) => figure.name === name)!.value;
}
