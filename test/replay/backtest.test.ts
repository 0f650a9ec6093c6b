import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BacktestReport } from '@landfall/replay';
import { runBacktest } from '@landfall/replay';
import { publish } from '@landfall/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMovement, anEntry, aRead, DAY_MS, HOUR_MS, MINUTE_MS, T0 } from '../support/events.ts';
import { openWorld, readTopic } from '../support/world.ts';

const RULE =
  '- { ruleId: ashore, version: 1, kind: port-then-road, parameters: { withinMs: 3600000 }, effectiveFrom: 99999999999999 }';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landfall-backtest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => path.join(folder, name);

async function run(rule: string, more: { readonly format?: 'text' | 'json'; readonly showPlates?: boolean } = {}) {
  writeFileSync(inFolder('rule.yaml'), rule);
  const said = { report: '', error: '' };
  const code = await runBacktest(
    {
      from: new Date(T0 - HOUR_MS).toISOString(),
      to: new Date(T0 + 2 * DAY_MS).toISOString(),
      zone: 'Europe/London',
      data: inFolder('landfall.db'),
      rule: inFolder('rule.yaml'),
      examples: 1,
      format: 'json',
      showPlates: false,
      ...more,
    },
    { report: (text) => void (said.report += text), progress: (text) => void (said.error += text) },
    new AbortController().signal,
  );
  return { code, ...said };
}

/** Two arrivals, each followed by a read within the hour; the second read is a misread by one character, and comes a day later. */
async function liveTwoDays(): Promise<void> {
  const world = await openWorld({ file: inFolder('landfall.db') });
  const vehicle = { raw: 'AB12COE', mark: 'AB12COE' };
  const arrival = (occurredAt: number) => aMovement({ vehicle, kind: 'ARRIVED', occurredAt });
  await publish(world.platform, [
    { topic: 'watchlist.entries', event: anEntry({ entryId: 'van', identifiers: [{ kind: 'VRM', ...vehicle }] }) },
    { topic: 'port.movements', event: arrival(T0) },
    { topic: 'anpr.reads', event: aRead({ mark: 'AB12COE', capturedAt: T0 + 20 * MINUTE_MS, cameraId: 'A20-1' }) },
    { topic: 'port.movements', event: arrival(T0 + DAY_MS) },
    {
      topic: 'anpr.reads',
      event: aRead({ mark: 'AB12C0E', capturedAt: T0 + DAY_MS + 50 * MINUTE_MS, confidence: 0.6 }),
    },
  ]);
  expect(await readTopic(world.platform, 'hits')).toEqual([]);
  await world.close();
}

describe('landfall backtest', () => {
  it('says how many hits a rule would have raised, when and where, and how many may be false', async () => {
    await liveTwoDays();
    const { code, report } = await run(RULE);
    expect(code).toBe(0);
    const result = JSON.parse(report) as BacktestReport;
    expect(result).toMatchObject({
      rule: 'ashore 1 (port-then-road)',
      hits: 2,
      vehicles: 1,
      byDay: [
        { value: '2026-10-05', hits: 1 },
        { value: '2026-10-06', hits: 1 },
      ],
      byHour: [{ value: '09', hits: 2 }],
      doubtful: 1,
      examples: [{ mark: '[redacted]', entryId: 'van', place: 'A20-1', match: 'EXACT' }],
    });
    expect(result.hitsPerDay).toBeCloseTo(2 / (49 / 24));
    expect(result.misreadExpected).toBeGreaterThan(0.4);
  });

  it('reads well as text, and shows plates only when asked to', async () => {
    await liveTwoDays();
    const { report } = await run(RULE, { format: 'text', showPlates: true });
    expect(report).toMatch(/2 hits on 1 vehicles: 1\.0 a day\./);
    expect(report).toMatch(/1 rest on a forgiven character or a pattern/);
    expect(report).toMatch(/by hour +hits\n +09 +2/);
    expect(report).toMatch(/AB12COE/);
  });

  it.each([
    ['- { ruleId: a, version: 1, kind: telepathy }', /known are/],
    ['[]', /--rules/],
    [`${RULE}\n${RULE.replace('ashore', 'other')}`, /give one enabled rule/],
  ])('exits with 1 and says what is wrong with %j', async (rule, message) => {
    const { code, error } = await run(rule);
    expect(code).toBe(1);
    expect(error).toMatch(message);
  });
});
