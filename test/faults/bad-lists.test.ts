import type { WatchEntry } from '@landfall/core';
import { VOI_COLUMNS } from '@landfall/watchlist';
import type { VoiColumn } from '@landfall/watchlist';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTopic } from '../support/world.ts';
import type { Desk } from './open-desk.ts';
import { openDesk } from './open-desk.ts';

const DAY_MS = 86_400_000;
const daysOn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
});

const row = (vrm: string, more: Partial<Record<VoiColumn, string>> = {}): string => {
  const cells = { vrm, action: 'LOW', reason: 'Theft', forceAndArea: 'Kent', weedDate: daysOn(60), ...more };
  return VOI_COLUMNS.map((column) => `"${(cells[column as keyof typeof cells] ?? '').replaceAll('"', '""')}"`).join(
    ',',
  );
};

/** Quotes, commas, line breaks, a dash and a pound sign inside fields; a row that is past, a row that is no vehicle, a row cut short. */
const LINES = [
  VOI_COLUMNS.join(','),
  row('AB12 CDE', { reason: 'Said "no",\nthen ran – twice', information: '£5 paid at a café' }),
  row('XY34 ZZZ', { weedDate: '2020-01-01' }),
  row('TRUCK'),
  'GX19 ABC,FORD',
  row('GX19 ABC'),
];

const WINDOWS_1252: Readonly<Record<string, string>> = { '–': '\u0096', '£': '\u00a3', é: '\u00e9' };

const ENCODINGS: readonly (readonly [encoding: string, encode: (text: string) => Buffer])[] = [
  ['utf-8', (text) => Buffer.from(text)],
  ['utf-8 with a byte order mark', (text) => Buffer.from(`\uFEFF${text}`)],
  ['utf-16le', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  [
    'windows-1252',
    (text) =>
      Buffer.from(
        text.replaceAll(/[–£é]/g, (letter) => WINDOWS_1252[letter]!),
        'latin1',
      ),
  ],
];

async function importFile(body: Buffer, query = 'list=kent&theme=shoplifting') {
  const { status, json } = await desk.ask('analyst', `/v1/watchlist/imports?${query}`, { type: 'text/csv', body });
  return { status, ...json };
}

describe('a list as bad as they come', () => {
  it.each(ENCODINGS)(
    'in %s gives the rows that can be used, and says of the others why not',
    async (encoding, encode) => {
      const report = await importFile(encode(LINES.join('\r\n')));
      expect(report).toMatchObject({ status: 200, encoding: encoding.split(' ')[0], added: 2, refused: 3 });
      const { results } = report as unknown as { readonly results: readonly Readonly<Record<string, unknown>>[] };
      expect(results.map((result) => result['code'] ?? result['outcome'])).toEqual([
        'added',
        'weed-date-past',
        'mark-refused',
        'column-count',
        'added',
      ]);
      const entries: readonly WatchEntry[] = await readTopic(desk.platform, 'watchlist.entries');
      expect(entries.map(({ identifiers }) => identifiers[0]?.mark)).toEqual(['AB12CDE', 'GX19ABC']);
      expect(entries[0]?.reason).toContain('Said "no"');
      expect(entries[0]?.reason).toContain('ran – twice');
    },
  );

  it('that comes again in another encoding and with other line ends changes nothing', async () => {
    const good = [LINES[0]!, LINES[1]!, LINES[5]!];
    for (const [index, [, encode]] of ENCODINGS.entries()) {
      const report = await importFile(encode(good.join(index % 2 === 0 ? '\r\n' : '\n')));
      expect(report).toMatchObject(index === 0 ? { added: 2 } : { added: 0, amended: 0, unchanged: 2, refused: 0 });
    }
    expect(await readTopic(desk.platform, 'watchlist.entries')).toHaveLength(2);
  });

  it('of an unknown theme is refused whole, and stores nothing', async () => {
    const report = await importFile(Buffer.from(LINES.join('\n')), 'list=kent&theme=parking');
    expect(report).toMatchObject({ status: 400, code: 'theme-unknown' });
    expect(await readTopic(desk.platform, 'watchlist.entries')).toEqual([]);
  });
});
