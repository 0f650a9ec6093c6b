import { dayStart, patternTruth, simulateDay, truth } from '@landfall/simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorld } from '../support/world.ts';
import type { AllInOneProcess } from './support/all-in-one-process.ts';
import { runCommand, startAllInOne } from './support/all-in-one-process.ts';
import { incidentsOf, watchHitsOf } from './support/desk-view.ts';
import { hitLinesOf, trueLines } from './support/expected-hits.ts';
import { defaultTrueRules, patternLinesOf, truePatternLines } from './support/expected-patterns.ts';
import { sendersTo } from './support/senders.ts';
import type { TempFolder } from './support/temp-folder.ts';
import { tempFolder } from './support/temp-folder.ts';
import { until } from './support/until.ts';

const HOUR_MS = 3_600_000;
const DRAIN_WITHIN_MS = 3000;
const DAY_WITHIN_MS = 90_000;
const SEED = 11;
const SCALE = 0.02;
const AT_ONCE = ['--rate', 'max', '--scale', String(SCALE), '--seed', String(SEED)];

let folder: TempFolder;
let landfall: AllInOneProcess | undefined;

beforeEach(() => {
  folder = tempFolder();
});
afterEach(async () => {
  await landfall?.end('SIGKILL');
  folder.remove();
});

/** How far the simulated day has come; null before it begins and after its end. */
async function simulatedAt(running: AllInOneProcess): Promise<number | null> {
  const { simulation } = await sendersTo(running).ask('operator', { method: 'GET', url: '/api/status' });
  return (simulation as { readonly simulatedAt: number } | null)?.simulatedAt ?? null;
}

describe('npm start', () => {
  it('drains and exits 0 in less than 3 seconds on Ctrl-C, in the middle of the day', async () => {
    landfall = await startAllInOne({ dataFile: folder.file('landfall.db'), args: ['--rate', 'max', '--scale', '1'] });
    const running = landfall;
    await until(async () => (await incidentsOf(running)).length > 0, { what: 'a hit', withinMs: 30_000 });
    const toldAt = performance.now();
    expect(await landfall.end('SIGINT')).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAt).toBeLessThan(DRAIN_WITHIN_MS);
    expect(landfall.output()).toContain('Stopped. Nothing was lost.');
  });

  it('stops at once when it is told to while it is still starting', async () => {
    const command = runCommand(['--data', folder.file('landfall.db'), '--port', '0']);
    await command.line(/^Landfall is starting/m);
    const toldAt = performance.now();
    expect(await command.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAt).toBeLessThan(DRAIN_WITHIN_MS);
  });

  it('finds exactly the hits of the simulated day, killed in the middle of it and started again', async () => {
    const dataFile = folder.file('landfall.db');
    const startMs = dayStart(Date.now());
    landfall = await startAllInOne({ dataFile, args: AT_ONCE });
    for (const hour of [3, 11]) {
      const running = landfall;
      const past = async (): Promise<boolean> => ((await simulatedAt(running)) ?? 0) > startMs + hour * HOUR_MS;
      await until(past, { what: `hour ${hour} of the day`, withinMs: DAY_WITHIN_MS });
      await landfall.end('SIGKILL');
      landfall = await startAllInOne({ dataFile, args: AT_ONCE });
    }
    const running = landfall;
    await landfall.line(/^The simulated day is over/m, DAY_WITHIN_MS);
    const hits = truth(simulateDay({ seed: SEED, startMs, readsPerDayScale: SCALE }));
    const expected = trueLines(hits);
    const shown = async (): Promise<number> => {
      const counts = (await incidentsOf(running)).map((incident) => watchHitsOf(running, incident));
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    await until(async () => (await shown()) >= expected.length, { what: `${expected.length} hits on the page` });
    expect(await shown()).toBe(expected.length);
    expect(await landfall.end('SIGINT')).toEqual({ code: 0, signal: null });
    const world = await openWorld({ file: dataFile });
    expect(await hitLinesOf(world)).toEqual(expected);
    const patterns = patternTruth(hits, defaultTrueRules());
    expect(await patternLinesOf(world)).toEqual(truePatternLines(patterns));
    const kinds = new Set(patterns.map(({ kind }) => kind));
    expect(kinds.size, `every kind of rule that a new installation begins with: ${[...kinds].join()}`).toBe(6);
    await world.close();
  });
});
