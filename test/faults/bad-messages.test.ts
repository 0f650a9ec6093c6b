import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTopic } from '../support/world.ts';
import type { Desk } from './open-desk.ts';
import { openDesk } from './open-desk.ts';

const MIB = 1024 * 1024;

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
});

const aRead = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ plate: 'GU62 SJE', capturedAt: new Date().toISOString(), cameraId: 'M20-J10-E', ...fields });

/** JSON has no NaN, so it is written into the text. */
const withPosition = (latitude: string): string =>
  aRead({ position: { latitudeDeg: 0, longitudeDeg: 1 } }).replace('"latitudeDeg":0', `"latitudeDeg":${latitude}`);

/** The one dead letter of the desk: as it is listed, and its bytes. */
async function theDeadLetter(code: string) {
  const { json } = await desk.ask('admin', `/v1/dead-letters?code=${code}`, { method: 'GET' });
  const letters = json['deadLetters'] as readonly Readonly<Record<string, unknown>>[];
  expect(letters).toHaveLength(1);
  const [letter = {}] = letters;
  const { bytes } = await desk.ask('admin', `/v1/dead-letters/${String(letter['deadLetterId'])}/bytes`, {
    method: 'GET',
  });
  return { letter, bytes };
}

async function replayed(letter: Readonly<Record<string, unknown>>) {
  const { status, json } = await desk.ask('admin', `/v1/dead-letters/${String(letter['deadLetterId'])}/replay`);
  return { status, code: json['code'] };
}

const BAD_RECORDS: readonly (readonly [what: string, record: string | Buffer, code: string])[] = [
  ['of 1970', aRead({ capturedAt: '1970-01-01T00:00:00Z' }), 'time-before-2000'],
  ['of 1970, as a number', aRead({ capturedAt: 0 }), 'time-before-2000'],
  ['of 2100', aRead({ capturedAt: '2100-01-01T00:00:00Z' }), 'time-in-future'],
  ['of the 30th of February', aRead({ capturedAt: '2026-02-30T00:00:00Z' }), 'time-invalid'],
  ['at NaN degrees', withPosition('NaN'), 'json-invalid'],
  ['at "NaN" degrees', withPosition('"NaN"'), 'position-invalid'],
  ['at infinitely many degrees', withPosition('1e999'), 'position-invalid'],
  ['beyond the pole', withPosition('90.1'), 'position-invalid'],
  ['with a key twice', aRead().replace('{', '{"plate":"XX11 XXX",'), 'duplicate-key'],
  ['with a key twice, once escaped', aRead().replace('{', '{"pl\\u0061te":"XX11 XXX",'), 'duplicate-key'],
  ['with a plate of 10 MB', aRead({ plate: 'A'.repeat(10 * MIB) }), 'plate-too-long'],
  ['cut in the middle', aRead().slice(0, 30), 'json-invalid'],
  ['in Windows-1252', Buffer.from(aRead({ cameraId: 'Café-Nord' }), 'latin1'), 'encoding-invalid'],
  [
    'with half a character',
    Buffer.concat([Buffer.from(aRead()).subarray(0, -2), Buffer.from([0xe2, 0x82])]),
    'encoding-invalid',
  ],
  ['nested 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'json-too-deep'],
];

describe('a read that cannot be true', () => {
  it.each(BAD_RECORDS)(
    '%s ends as a dead letter with its bytes, and takes no other with it',
    async (...[, record, code]) => {
      const good = ['AA11 AAA', 'BB22 BBB'].map((plate) => aRead({ plate }));
      const body = Buffer.concat([good[0]!, '\n', record, '\n', good[1]!].map((part) => Buffer.from(part)));
      const { status, json } = await desk.ask('source', '/v1/reads', { type: 'application/x-ndjson', body });
      expect(status).toBe(200);
      expect(json).toMatchObject({ received: 3, accepted: 2, rejected: [{ index: 1, code }] });
      const marks = (await readTopic(desk.platform, 'anpr.reads')).map(({ mark }) => mark);
      expect(marks).toEqual(['AA11AAA', 'BB22BBB']);
      const { letter, bytes } = await theDeadLetter(code);
      expect(letter).toMatchObject({
        route: '/v1/reads',
        sourceId: 'kent-cameras',
        resolution: 'OPEN',
        truncated: false,
      });
      expect(bytes.equals(Buffer.from(record))).toBe(true);
      expect(await replayed(letter)).toEqual({ status: 422, code });
      expect((await theDeadLetter(code)).letter).toMatchObject({ resolution: 'OPEN' });
    },
  );
});

const CAPTURE = '<EventNotificationAlert><macAddress>aa</macAddress><dateTime>2026-01-01T00:00:00Z</dateTime>';
const withPlate = (plate: string): string =>
  `${CAPTURE}<ANPR><licensePlate>${plate}</licensePlate></ANPR></EventNotificationAlert>`;
const LAUGHS = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join(
  '',
);

describe('an XML message that is an attack', () => {
  it.each([
    ['a billion laughs', `<!DOCTYPE x [<!ENTITY l0 "ha">${LAUGHS}]>${withPlate('&l9;')}`, 'xml-doctype'],
    [
      'an external entity',
      `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>${withPlate('&f;')}`,
      'xml-doctype',
    ],
    [
      'an external document type',
      `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">${withPlate('AA11AAA')}`,
      'xml-doctype',
    ],
    ['elements nested 10,000 deep', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`, 'xml-too-large'],
    ['a document over its bound', withPlate('A'.repeat(2 * MIB)), 'xml-too-large'],
    ['an entity that it does not declare', withPlate('&f;').replace('<macAddress>', '<macAddress>&'), 'xml-invalid'],
  ])('%s ends as a dead letter, expands nothing and asks nobody', async (_what, body, code) => {
    const startedAt = performance.now();
    const { status, json } = await desk.ask('source', '/v1/sources/hikvision', { type: 'application/xml', body });
    expect([status, json['code']]).toEqual([422, code]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(await readTopic(desk.platform, 'anpr.reads')).toEqual([]);
    const { letter, bytes } = await theDeadLetter(code);
    expect(bytes.equals(Buffer.from(body).subarray(0, bytes.length))).toBe(true);
    expect(letter['truncated']).toBe(bytes.length < body.length);
  });
});
