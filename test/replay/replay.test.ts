import type { WatchEntry } from '@landfall/core';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { replay } from '@landfall/replay';
import { VOI_COLUMNS } from '@landfall/watchlist';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMovement, anEntry, aRead, DAY_MS, HOUR_MS, MINUTE_MS, T0 } from '../support/events.ts';
import { openWorld } from '../support/world.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { hitsInLog, liveThrough, stateOfLog } from './live-history.ts';

let world: EmbeddedWorld;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const RANGE = { fromMs: T0 - DAY_MS, toMs: T0 + DAY_MS };

const read = (mark: string, minute: number, cameraId = 'M20-J9-E'): NewEvent => ({
  topic: 'anpr.reads',
  event: aRead({ mark, cameraId, capturedAt: T0 + minute * MINUTE_MS }),
});
const entry = (entryId: string, mark: string, more: Partial<WatchEntry> = {}): NewEvent => ({
  topic: 'watchlist.entries',
  event: anEntry({ entryId, mark, ...more }),
});

/** Reads before and after their entry, late ones, a pattern, a movement with a trailer, and an entry that is amended. */
const HISTORY: readonly (readonly NewEvent[])[] = [
  [read('AB12CDE', -30), read('XY99ZZZ', -20), read('GK66ABC', -10)],
  [entry('van', 'AB12CDE'), entry('pattern', 'GK66A??', { identifiers: [partial('GK66A??')] })],
  [read('A812CDE', 5), read('GK66AXY', 6), read('QQ11QQQ', 7)],
  [
    {
      topic: 'port.movements',
      event: aMovement({ occurredAt: T0 + 8 * MINUTE_MS, trailers: [{ raw: 'AB12 CDE', mark: 'AB12CDE' }] }),
    },
  ],
  ['A2', 'M2', 'M26'].map((camera) => read('NOBODY1', 60, camera)),
  [read('AB12CDE', -5, 'LATE')],
  [entry('van', 'AB12CDE', { revision: 2, priority: 'LOW', identifiers: [vrm('AB12CDE'), vrm('XY99ZZZ')] })],
];

function partial(mark: string): WatchEntry['identifiers'][number] {
  return { kind: 'PARTIAL_VRM', raw: mark, mark };
}
function vrm(mark: string): WatchEntry['identifiers'][number] {
  return { kind: 'VRM', raw: mark, mark };
}

describe('a replay of what happened', () => {
  it('raises the same hits, those of late reads, look-back, patterns, movements and amended entries included', async () => {
    await liveThrough(world.platform, HISTORY);
    const raised = await hitsInLog(world.platform);
    expect(raised.map(({ found }) => found)).toEqual(expect.arrayContaining(['LIVE', 'LOOK_BACK']));
    expect(raised.some(({ late }) => late)).toBe(true);
    expect(new Set(raised.map(({ matchKind }) => matchKind))).toEqual(new Set(['EXACT', 'CONFUSABLE', 'WILDCARD']));
    const report = await replay(world.platform, { range: RANGE });
    expect(report).toMatchObject({ isDifferent: false, listed: [], notes: [] });
    expect(report.counts).toMatchObject({ unchanged: raised.length, new: 0, gone: 0, 'other-revision': 0 });
    expect(report.facts).toBe(11);
  });

  it('writes nothing: no record, and no commit of a group', async () => {
    await liveThrough(world.platform, HISTORY);
    const damaged = { topic: 'anpr.reads', key: 'x', value: Buffer.from('no read'), timestampMs: Date.now() } as const;
    await world.platform.log.append([damaged]);
    const before = await stateOfLog(world.platform);
    const report = await replay(world.platform, { range: RANGE });
    expect(report.unreadable).toBe(1);
    expect(await stateOfLog(world.platform)).toEqual(before);
  });

  it('takes the first instant of the range in, and the last one not', async () => {
    await liveThrough(world.platform, [[entry('van', 'AB12CDE')], [0, 1, 2].map((minute) => read('AB12CDE', minute))]);
    const report = await replay(world.platform, { range: { fromMs: T0, toMs: T0 + 2 * MINUTE_MS } });
    expect(report.facts).toBe(2);
    expect(report.counts).toMatchObject({ unchanged: 2, new: 0, gone: 0 });
  });

  it('does not miss a hit that was taken back when its entry was withdrawn', async () => {
    const withdrawn = entry('van', 'AB12CDE', { revision: 2, state: 'WITHDRAWN' });
    await liveThrough(world.platform, [[entry('van', 'AB12CDE')], [read('AB12CDE', 0)], [withdrawn]]);
    const report = await replay(world.platform, { range: RANGE });
    expect(report).toMatchObject({ isDifferent: false, counts: { unchanged: 0, gone: 0, 'other-revision': 0 } });
  });

  it('tells a hit of a weeded entry apart, and does not call it a difference', async () => {
    const weeded = entry('van', 'AB12CDE', { revision: 2, state: 'WEEDED' });
    await liveThrough(world.platform, [[entry('van', 'AB12CDE')], [read('AB12CDE', 0)], [weeded]]);
    const report = await replay(world.platform, { range: RANGE });
    expect(report).toMatchObject({ isDifferent: false, counts: { unchanged: 0, gone: 0, 'other-revision': 1 } });
    expect(report.listed[0]?.explanation).toMatch(/revision 1; the entry was weeded at .* \(revision 2\)/);
  });

  it('finds a hit that was never raised, and one that no fact supports', async () => {
    await liveThrough(world.platform, [[entry('van', 'AB12CDE')], [read('AB12CDE', 0)]]);
    const [real] = await hitsInLog(world.platform);
    await publish(world.platform, [{ topic: 'hits', event: { ...real!, hitId: 'made-up' } }, read('AB12CDE', 9)]);
    const report = await replay(world.platform, { range: RANGE });
    expect(report).toMatchObject({ isDifferent: true, counts: { unchanged: 1, new: 1, gone: 1 } });
    expect(report.listed.find(({ kind }) => kind === 'new')?.explanation).toMatch(/1 records to handle/);
    expect(report.listed.find(({ kind }) => kind === 'gone')).toMatchObject({ hitId: 'made-up', explanation: null });
    expect(report.listed.map(({ mark }) => mark)).toEqual(['[redacted]', '[redacted]']);
    const clear = await replay(world.platform, { range: RANGE, showPlates: true, limit: 1 });
    expect(clear.listed.map(({ mark }) => mark)).toEqual(['AB12CDE']);
    expect(clear.unlisted).toBe(1);
  });

  it('rejects without a trace when it is interrupted', async () => {
    await liveThrough(world.platform, HISTORY);
    const before = await stateOfLog(world.platform);
    await expect(replay(world.platform, { range: RANGE, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'interrupted',
    });
    expect(await stateOfLog(world.platform)).toEqual(before);
  });
});

const row = (mark: string): string => {
  const cells: Record<string, string> = {
    vrm: mark,
    action: 'LOW stop',
    weedDate: '31/12/2026',
    reason: 'Seen with a trafficking group',
    forceAndArea: 'Kent',
  };
  return VOI_COLUMNS.map((column) => cells[column] ?? '').join(',');
};
const listFile = (...marks: readonly string[]) => ({
  listId: 'kent-voi',
  bytes: Buffer.from(marks.map((mark) => `${row(mark)}\n`).join('')),
});

describe('a replay with another list', () => {
  const LIVED = [
    [entry('van', 'AB12CDE'), entry('car', 'XY99ZZZ'), entry('other', 'AB12CDE', { listId: 'other-list' })],
    [read('AB12CDE', 0), read('XY99ZZZ', 1), read('GK66ABC', 2), read('AB12CDE', 3)],
  ];

  it('finds no difference with the list as it was, other lists left out', async () => {
    await liveThrough(world.platform, LIVED);
    const report = await replay(world.platform, { range: RANGE, listFile: listFile('AB12CDE', 'XY99ZZZ') });
    expect(report).toMatchObject({ isDifferent: false, counts: { unchanged: 3, new: 0, gone: 0 } });
  });

  it('finds exactly the hits of one more vehicle new, and those of one fewer gone', async () => {
    await liveThrough(world.platform, LIVED);
    const more = await replay(world.platform, {
      range: RANGE,
      listFile: listFile('AB12CDE', 'XY99ZZZ', 'GK66ABC'),
      showPlates: true,
    });
    expect(more.counts).toMatchObject({ unchanged: 3, new: 1, gone: 0 });
    expect(more.listed).toMatchObject([{ kind: 'new', mark: 'GK66ABC', explanation: 'the entry is new in the file' }]);
    const fewer = await replay(world.platform, { range: RANGE, listFile: listFile('XY99ZZZ'), showPlates: true });
    expect(fewer.counts).toMatchObject({ unchanged: 1, new: 0, gone: 2 });
    expect(fewer.listed.map(({ kind, mark }) => `${kind} ${mark}`)).toEqual(['gone AB12CDE', 'gone AB12CDE']);
    expect(fewer.listed[0]?.explanation).toBe('the file does not list the entry');
  });

  it('refuses a file with a bad row, and says which', async () => {
    await expect(replay(world.platform, { range: RANGE, listFile: listFile('AB12CDE', '??') })).rejects.toMatchObject({
      code: 'watchlist-invalid',
      message: expect.stringMatching(/line 2: pattern-too-broad/),
    });
  });
});

describe('any range of any history', () => {
  const MARKS = ['AB12CDE', 'A812CDE', 'XY99ZZZ'];
  const anEvent: fc.Arbitrary<NewEvent> = fc.oneof(
    fc
      .record({ mark: fc.constantFrom(...MARKS), minute: fc.integer({ min: -90, max: 90 }) })
      .map(({ mark, minute }) => read(mark, minute)),
    fc
      .record({
        mark: fc.constantFrom(...MARKS),
        id: fc.integer({ min: 1, max: 2 }),
        hours: fc.integer({ min: 1, max: 2 }),
      })
      .map(({ mark, id, hours }) => entry(`${mark}-${id}-${hours}`, mark, { validTo: T0 + hours * HOUR_MS })),
  );
  const aHistory = fc.array(fc.array(anEvent, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
  const aRange = fc.tuple(fc.integer({ min: -90, max: 91 }), fc.integer({ min: 1, max: 120 }));

  it('replays to the hits of the whole whose event time lies in the range', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(aHistory, aRange, async (history, [start, minutes]) => {
        const own = await openWorld();
        await liveThrough(own.platform, history);
        const range = { fromMs: T0 + start * MINUTE_MS, toMs: T0 + (start + minutes) * MINUTE_MS };
        const inRange = (await hitsInLog(own.platform)).filter(
          ({ capturedAt }) => capturedAt >= range.fromMs && capturedAt < range.toMs,
        );
        compared += inRange.length;
        const { counts } = await replay(own.platform, { range });
        await own.close();
        expect(counts).toMatchObject({ unchanged: inRange.length, new: 0, gone: 0, 'other-revision': 0 });
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});
