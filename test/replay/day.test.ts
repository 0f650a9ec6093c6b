import { readFileSync } from 'node:fs';
import { WATCH_HIT_RULE_ID } from '@landfall/core';
import { runReplay } from '@landfall/replay';
import type { ReplayReport } from '@landfall/replay';
import { dayStart, simulateDay, truth } from '@landfall/simulator';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AllInOneProcess } from '../e2e/support/all-in-one-process.ts';
import { startAllInOne } from '../e2e/support/all-in-one-process.ts';
import type { TempFolder } from '../e2e/support/temp-folder.ts';
import { tempFolder } from '../e2e/support/temp-folder.ts';

const SEED = 11;
const SCALE = 0.02;
const DAY_WITHIN_MS = 90_000;

let folder: TempFolder;
let landfall: AllInOneProcess | undefined;
beforeEach(() => {
  folder = tempFolder();
});
afterEach(async () => {
  await landfall?.end('SIGKILL');
  folder.remove();
});

it('raises exactly the hits of a simulated day, beside the process that lived it', { timeout: 120_000 }, async () => {
  const data = folder.file('landfall.db');
  const output = folder.file('report.json');
  const startMs = dayStart(Date.now());
  const args = ['--rate', 'max', '--scale', String(SCALE), '--seed', String(SEED)];
  landfall = await startAllInOne({ dataFile: data, args });
  await landfall.line(/^The simulated day is over/m, DAY_WITHIN_MS);
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const from = new Date(startMs).toISOString();
  // A departure carries no time of its own and is dated by its receipt, which is today.
  const to = new Date(Date.now() + 3_600_000).toISOString();
  const options = {
    from,
    to,
    zone: 'Europe/London',
    data,
    output,
    limit: 10,
    format: 'json',
    showPlates: false,
  } as const;
  const code = await runReplay(options, { report: say, progress: say }, new AbortController().signal);
  expect(said.join('')).toBe('');
  const { counts, tables } = JSON.parse(readFileSync(output, 'utf8')) as ReplayReport;
  // The matcher may be some records behind: then the replay knows hits that are still to be raised.
  expect(code).toBe(counts.new === 0 ? 0 : 3);
  // The simulator's truth knows no rule over several facts.
  expect(tables.rule.find(({ value }) => value.startsWith(WATCH_HIT_RULE_ID))?.replayed).toBe(
    truth(simulateDay({ seed: SEED, startMs, readsPerDayScale: SCALE })).length,
  );
  expect(counts.gone + counts['other-revision']).toBe(0);
});
