import { replay } from '@landfall/replay';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEntry, aRead, DAY_MS, T0 } from '../support/events.ts';
import { openProductionWorld, realProduction, startProduction } from '../support/production-world.ts';
import type { ProductionComponents } from '../support/production-world.ts';
import { hitsInLog, liveThrough, stateOfLog } from './live-history.ts';

const sources = realProduction();

describe.skipIf(sources === null)('a replay in the production world', () => {
  let components: ProductionComponents;
  beforeAll(async () => {
    components = await startProduction(sources);
  });
  afterAll(() => components.stop());

  it('raises the same hits over many partitions, and writes nothing', async () => {
    const world = await openProductionWorld(components);
    const marks = Array.from({ length: 20 }, (_, index) => `AB${10 + index}CDE`);
    const reads = marks.map((mark) => ({ topic: 'anpr.reads', event: aRead({ mark }) }) as const);
    const entries = marks
      .slice(5, 15)
      .map(
        (mark) =>
          ({ topic: 'watchlist.entries', event: anEntry({ entryId: mark, mark, forgivenCharactersMax: 0 }) }) as const,
      );
    await liveThrough(world.platform, [reads.slice(0, 10), entries, reads.slice(10)]);
    expect(await hitsInLog(world.platform)).toHaveLength(10);
    const before = await stateOfLog(world.platform);
    const report = await replay(world.platform, { range: { fromMs: T0 - DAY_MS, toMs: T0 + DAY_MS } });
    expect(report).toMatchObject({ facts: 20, isDifferent: false, counts: { unchanged: 10, new: 0, gone: 0 } });
    expect(await stateOfLog(world.platform)).toEqual(before);
    await world.close();
  });
});
