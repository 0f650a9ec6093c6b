import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReplayOptions } from '@landfall/replay';
import { runReplay } from '@landfall/replay';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEntry, aRead } from '../support/events.ts';
import { openWorld } from '../support/world.ts';
import { liveThrough } from './live-history.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landfall-replay-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(more: Partial<ReplayOptions>) {
  const options: ReplayOptions = {
    from: '2026-10-05T09:00',
    to: '2026-10-05T10:00',
    zone: 'Europe/London',
    data: path.join(folder, 'landfall.db'),
    limit: 100,
    format: 'text',
    showPlates: false,
    ...more,
  };
  const said = { report: '', error: '' };
  const output = {
    report: (text: string) => void (said.report += text),
    progress: (text: string) => void (said.error += text),
  };
  return { code: await runReplay(options, output, new AbortController().signal), ...said };
}

const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('landfall replay', () => {
  it.each<readonly [string, Partial<ReplayOptions>, RegExp]>([
    ['a time that is none', { from: 'yesterday' }, /--from "yesterday" is no time.*2026-10-05T07:00:00Z/],
    ['an unknown zone', { zone: 'Kent' }, /--zone Kent.*--zone Europe\/London/],
    ['an end before the beginning', { to: '2026-10-05T08:00' }, /--to is to lie after --from/],
    ['a local time that comes twice', { to: '2026-10-25T01:30' }, /--to .* comes twice .* 2026-10-25T00:30:00.000Z/],
    ['a list without its name', { watchlist: 'voi.csv' }, /--list kent-voi/],
    ['a file that is not there', { watchlist: 'none.csv', list: 'kent-voi' }, /--watchlist none.csv/],
    ['a data file that is not there', {}, /log-unavailable.*there is no such file/],
  ])('exits with 1 on %s, names the option and leaves nothing behind', async (_what, options, message) => {
    const { code, error } = await run(options);
    expect(code).toBe(1);
    expect(error).toMatch(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [
      'an unknown kind',
      '- { ruleId: a, version: 1, kind: tailgating }',
      /known are watch-hit, port-then-road, .*convoy/,
    ],
    ['a missing version', '- { ruleId: a, kind: convoy }', /version/],
    ['no list', 'kind: convoy', /array/],
    ['one rule twice', '[{ ruleId: a, version: 1, kind: convoy }, { ruleId: a, version: 2, kind: convoy }]', /twice/],
    ['another watch-hit', '- { ruleId: watch-hit, version: 7, kind: watch-hit }', /always judged by, as version 1/],
  ])('refuses a rules file with %s', async (_what, text, message) => {
    const { code, error } = await run({ rules: file('rules.yaml', text) });
    expect(code).toBe(1);
    expect(error).toMatch(message);
  });

  it('reads the data file of a Landfall that is running, reports, and exits with 0, or 3 on a difference', async () => {
    const world = await openWorld({ file: path.join(folder, 'landfall.db') });
    const entry = { topic: 'watchlist.entries', event: anEntry({ entryId: 'van' }) } as const;
    await liveThrough(world.platform, [[entry], [{ topic: 'anpr.reads', event: aRead({ mark: 'AB12CDE' }) }]]);
    const same = await run({ rules: file('rules.yaml', '- { ruleId: watch-hit, version: 1, kind: watch-hit }') });
    expect(same).toMatchObject({ code: 0, error: '' });
    expect(same.report).toMatch(/No difference\.\n {2}1 unchanged, 0 new/);
    await world.platform.log.append([
      {
        topic: 'anpr.reads',
        key: 'x',
        value: world.platform.codec.encode('anpr.reads', aRead({ mark: 'AB12CDE', cameraId: 'A2' })),
        timestampMs: Date.now(),
      },
    ]);
    const output = path.join(folder, 'report.json');
    expect(await run({ format: 'json', output })).toMatchObject({ code: 3, report: '' });
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ isDifferent: true, counts: { new: 1 } });
    await world.close();
    expect(readdirSync(folder).filter((name) => name.includes('.replay-'))).toEqual([]);
  });
});
