import { memoryWindowStore } from '@landfall/adapter-embedded';
import { matcherService } from '@landfall/matcher';
import type { LogBatch, ScanOptions } from '@landfall/ports';
import type { MatcherPlatform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { expect, it } from 'vitest';
import { MINUTE_MS, T0, aRead, anEntry } from '../support/events.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';

const READS = 5000;

/** The platform with a log that tells of every batch of reads that a look-back is handed. */
function watchingScans(platform: MatcherPlatform, onBatch: () => void): MatcherPlatform {
  const { log } = platform;
  async function* scan(options: ScanOptions): AsyncGenerator<LogBatch> {
    for await (const batch of log.scan(options)) {
      if (batch.topic === 'anpr.reads') onBatch();
      yield batch;
    }
  }
  const watched: typeof log = {
    append: (records) => log.append(records),
    fetch: (positions) => log.fetch(positions),
    offsetsAt: (topic, timestampMs) => log.offsetsAt(topic, timestampMs),
    follow: (options) => log.follow(options),
    ends: (topic) => log.ends(topic),
    committed: (group, topic) => log.committed(group, topic),
    consume: (options) => log.consume(options),
    close: () => log.close(),
    scan,
  };
  return { ...platform, log: watched };
}

it('stops in the middle of a long look-back, which is done again after the start and finds everything', async () => {
  const world = await openWorld();
  try {
    const { platform } = world;
    const reads = Array.from({ length: READS }, (_, index) => aRead({ mark: 'AB12CDE', capturedAt: T0 + index }));
    const entry = anEntry({
      entryId: 'pattern',
      identifiers: [{ kind: 'PARTIAL_VRM', raw: 'AB1*', mark: 'AB1*' }],
      validFrom: T0,
      validTo: T0 + MINUTE_MS,
    });

    let batches = 0;
    const stopped = Promise.withResolvers<void>();
    const first = matcherService(
      watchingScans(platform, () => {
        batches += 1;
        if (batches === 1) void first.stop().then(stopped.resolve, (error: unknown) => stopped.reject(error));
      }),
    );
    await first.start();
    await publish(
      platform,
      reads.map((event) => ({ topic: 'anpr.reads', event })),
    );
    await groupCaughtUp(platform, 'matcher', ['anpr.reads']);
    await publish(platform, [{ topic: 'watchlist.entries', event: entry }]);
    await stopped.promise;
    expect(batches).toBe(1);

    const second = matcherService({ ...platform, windows: memoryWindowStore({}) });
    await second.start();
    await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
    await second.stop();
    const hits = await readTopic(platform, 'hits');
    expect(new Set(hits.map(({ hitId }) => hitId)).size).toBe(READS);
  } finally {
    await world.close();
  }
});
