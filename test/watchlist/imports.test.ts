import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { virtualClock } from '@landfall/adapter-embedded';
import { LogError } from '@landfall/ports';
import { watchlistService } from '@landfall/watchlist';
import { describe, expect, it } from 'vitest';
import { DAY_MS, T0 } from '../support/events.ts';
import { nextTurn, openHost, openWorld, readTopic } from '../support/world.ts';
import { aRow, csv, FIRST, openDesk } from './desk.ts';

describe('an import', () => {
  it('reports each row, stores entries with their audit events, and repeats nothing', async () => {
    const desk = await openDesk();
    const rows = [
      aRow(),
      aRow({ reason: 'Drugs, and "more"\r\nbelow' }),
      aRow({ vrm: 'TRUCK' }),
      aRow({ action: 'HIGH' }),
    ];
    const first = await desk.importRows(rows);
    expect(first.body).toMatchObject({ rows: 4, added: 3, refused: 1, awaitingApproval: 1, encoding: 'utf-8' });
    expect(first.body.results[2]).toMatchObject({
      row: 3,
      line: 5,
      vrm: 'TRUCK',
      outcome: 'refused',
      code: 'mark-refused',
    });
    expect(await readTopic(desk.platform, 'watchlist.entries')).toHaveLength(3);
    const second = await desk.importRows(rows);
    expect(second.body).toMatchObject({ added: 0, amended: 0, unchanged: 3, refused: 1 });
    expect(await readTopic(desk.platform, 'watchlist.entries')).toHaveLength(3);
    const audit = await readTopic(desk.platform, 'audit');
    expect(audit.filter(({ action }) => action === 'entry.created')).toHaveLength(3);
    expect(audit.filter(({ action }) => action === 'list.imported')).toHaveLength(2);
    await desk.close();
  });

  it('keeps two lists with the same entries apart', async () => {
    const desk = await openDesk();
    await desk.importRows([aRow()], 'list=kent');
    const other = await desk.importRows([aRow()], 'list=essex');
    expect(other.body).toMatchObject({ added: 1 });
    expect(new Set((await readTopic(desk.platform, 'watchlist.entries')).map(({ entryId }) => entryId)).size).toBe(2);
    await desk.close();
  });

  it('withdraws what a complete file leaves out, but not when rows of it are refused', async () => {
    const desk = await openDesk();
    await desk.importRows([aRow(), aRow({ vrm: 'XY34 ZZZ' })]);
    const damaged = [aRow(), aRow({ vrm: 'TRUCK' })];
    const refused = await desk.importRows(damaged, 'list=kent&mode=complete');
    expect(refused).toMatchObject({ status: 409, body: { code: 'complete-with-refusals', refusedRows: [{ row: 2 }] } });
    const empty = await desk.importRows([], 'list=kent&mode=complete');
    expect(empty).toMatchObject({ status: 400, body: { code: 'file-empty' } });
    expect(await readTopic(desk.platform, 'watchlist.entries')).toHaveLength(2);
    const forced = await desk.importRows(damaged, 'list=kent&mode=complete&withdrawDespiteRefusals=true');
    expect(forced.body).toMatchObject({
      unchanged: 1,
      refused: 1,
      withdrawn: 1,
      withdrawnEntries: [{ vrm: 'XY34 ZZZ' }],
    });
    await desk.close();
  });

  it.each([
    ['', 400, 'body-invalid'],
    ['list=kent&theme=parking', 400, 'theme-unknown'],
    ['list=kent&risk=severe', 400, 'risk-unknown'],
    ['list=kent&mode=all', 400, 'body-invalid'],
    ['list=kent&list=essex', 400, 'body-invalid'],
  ])('with parameters %j is refused', async (query, status, code) => {
    const desk = await openDesk();
    expect(await desk.importRows([aRow()], query)).toMatchObject({ status, body: { code } });
    await desk.close();
  });

  it('says file-too-large of bytes and of rows', async () => {
    const desk = await openDesk({ config: { importBytesMax: 2000, importRowsMax: 3 } });
    const short = Array.from({ length: 4 }, () => aRow());
    expect(await desk.importRows(short)).toMatchObject({ status: 413, body: { code: 'file-too-large' } });
    const long = [aRow({ reason: 'x'.repeat(2000) })];
    expect(await desk.importRows(long)).toMatchObject({ status: 413, body: { code: 'file-too-large' } });
    await desk.close();
  });

  it('refuses to go over the bound of entries', async () => {
    const desk = await openDesk({ config: { entriesMax: 1 } });
    const two = await desk.importRows([aRow(), aRow({ vrm: 'XY34 ZZZ' })]);
    expect(two).toMatchObject({ status: 507, body: { code: 'entries-full' } });
    expect(await desk.importRows([aRow()])).toMatchObject({ status: 200 });
    await desk.close();
  });

  it('is completed by the same file when the log failed in the middle of it', async () => {
    const world = await openWorld();
    let appendsLeft = 2;
    const log: typeof world.platform.log = {
      append: (records) => {
        appendsLeft -= 1;
        return appendsLeft < 0
          ? Promise.reject(new LogError('log-unavailable', 'The disk is gone.'))
          : world.platform.log.append(records);
      },
      consume: (options) => world.platform.log.consume(options),
      follow: (options) => world.platform.log.follow(options),
      scan: (options) => world.platform.log.scan(options),
      fetch: (positions) => world.platform.log.fetch(positions),
      ends: (topic) => world.platform.log.ends(topic),
      offsetsAt: (topic, at) => world.platform.log.offsetsAt(topic, at),
      committed: (group, topic) => world.platform.log.committed(group, topic),
      close: () => world.platform.log.close(),
    };
    const platform = { ...world.platform, log };
    const host = await openHost(platform, [watchlistService(platform, { importAppendMax: 3, defaultRules: false })]);
    const payload = csv(Array.from({ length: 10 }, (_row, index) => aRow({ vrm: `KO ${1000 + index}` })));
    const send = () =>
      host.app.inject({ method: 'POST', url: '/v1/watchlist/imports?list=kent', headers: FIRST, payload });
    const failed = await send();
    expect(failed.statusCode).toBe(503);
    expect(failed.headers['retry-after']).toBe('1');
    appendsLeft = Number.POSITIVE_INFINITY;
    expect((await send()).json()).toMatchObject({ added: 4, unchanged: 6 });
    expect((await send()).json()).toMatchObject({ added: 0, unchanged: 10 });
    await host.close();
    await world.close();
  });

  it('is remembered after a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'landfall-watchlist-'));
    const file = path.join(folder, 'landfall.db');
    const before = await openDesk({ file });
    await before.importRows([aRow(), aRow({ action: 'HIGH', reason: 'Drugs' })]);
    await before.close();
    const after = await openDesk({ file });
    expect((await after.importRows([aRow(), aRow({ action: 'HIGH', reason: 'Drugs' })])).body).toMatchObject({
      unchanged: 2,
    });
    await after.close();
    rmSync(folder, { recursive: true });
  });
});

describe('weeding', () => {
  it('ends entries the day after their weed date, at the next look and at the next start, once', async () => {
    const clock = virtualClock(T0);
    const desk = await openDesk({ clock, config: { weedCheckMs: 60_000 } });
    await desk.importRows([aRow({ weedDate: dateOn(1) }), aRow({ vrm: 'XY34 ZZZ', weedDate: dateOn(9) })]);
    const states = async () => (await readTopic(desk.platform, 'watchlist.entries')).map(({ state }) => state);
    await clock.advance(DAY_MS);
    await desk.importRows([]);
    expect(await states()).not.toContain('WEEDED');
    await clock.advance(DAY_MS);
    while (!(await states()).includes('WEEDED')) await nextTurn();
    await clock.advance(60_000);
    await desk.importRows([]);
    expect((await states()).filter((state) => state === 'WEEDED')).toHaveLength(1);
    const audit = await readTopic(desk.platform, 'audit');
    expect(audit.filter(({ action }) => action === 'entry.weeded')).toMatchObject([{ actor: 'watchlist' }]);
    await desk.close();
  });
});

function dateOn(days: number): string {
  return new Date(T0 + days * DAY_MS).toISOString().slice(0, 10);
}
