import { describe, expect, it } from 'vitest';
import { acceptRead } from '../accept.ts';
import { context, ends, message, onlyRead } from '../fixtures/test-context.ts';
import { landfallMovements, landfallReads } from './landfall-json.ts';

const READ = { plate: 'GU62 SJE', capturedAt: '2026-11-23T11:59:58.250+00:00', cameraId: 'M20-J10-E' };
const parse = (body: string | Uint8Array, contentType?: string) =>
  landfallReads.parse(message(body, contentType), context());
const endOf = (more: object) => ends(parse(JSON.stringify({ ...READ, ...more })));

function accepted(more: object): string {
  const [outcome] = parse(JSON.stringify({ ...READ, ...more }));
  if (outcome?.kind !== 'read') return ends(outcome === undefined ? [] : [outcome]).join();
  const read = acceptRead(outcome.read, context());
  return read.ok ? read.event.clockState : read.code;
}

describe('a read in JSON', () => {
  it('has what was sent, and nothing made up', () => {
    expect(onlyRead(parse(JSON.stringify(READ)))).toMatchObject({
      rawPlate: 'GU62 SJE',
      cameraId: 'M20-J10-E',
      capturedAt: Date.parse('2026-11-23T11:59:58.250Z'),
      confidence: null,
      position: null,
      clocks: [
        { name: 'capturedAt', text: '2026-11-23T11:59:58.250+00:00', at: Date.parse('2026-11-23T11:59:58.250Z') },
      ],
    });
  });

  it('names the fields that it does not know', () => {
    const [outcome] = parse(JSON.stringify({ ...READ, latitude: 51, ['__proto__x']: 1 }));
    expect(outcome?.kind === 'read' && outcome.ignoredFields).toEqual(['latitude', '__proto__x']);
  });

  it.each([
    ['1970', { capturedAt: 0 }, 'time-before-2000'],
    ['2100', { capturedAt: '2100-01-01T00:00:00Z' }, 'time-in-future'],
    ['1e300', { capturedAt: 1e300 }, 'time-invalid'],
    ['an hour ahead', { capturedAt: '2026-11-23T13:00:00Z' }, 'AHEAD'],
    ['no zone', { capturedAt: '2026-11-23T11:00:00' }, 'time-invalid'],
    ['the 30th of February', { capturedAt: '2026-02-30T11:00:00Z' }, 'time-invalid'],
    ['another clock an hour off', { clocks: [{ name: 'gps', text: '2026-11-23T11:00:00Z' }] }, 'DISAGREES'],
  ])('captured at %s ends as it should', (_what, more, end) => {
    expect(accepted(more)).toBe(end);
  });

  it.each([
    ['a plate of 10 MB', { plate: 'A'.repeat(10_000_000) }, 'plate-too-long'],
    ['no plate', { plate: null }, 'PLAUSIBLE'],
    ['the word unknown', { plate: 'unknown' }, 'PLAUSIBLE'],
  ])('with %s ends as it should', (_what, more, end) => {
    expect(accepted(more)).toBe(end);
  });

  it.each([
    [{ position: { latitudeDeg: 'NaN', longitudeDeg: 1 } }, 'position-invalid'],
    [{ position: { latitudeDeg: null, longitudeDeg: 1 } }, 'position-invalid'],
    [{ position: { latitudeDeg: 91, longitudeDeg: 1 } }, 'position-invalid'],
    [{ confidence: 97 }, 'field-invalid'],
    [{ cameraId: '' }, 'field-invalid'],
    [{ plate: 7 }, 'field-invalid'],
  ])('with %j is rejected', (more, code) => {
    expect(endOf(more)).toEqual([code]);
  });

  it('with an infinite position is rejected', () => {
    const body = JSON.stringify({ ...READ, position: { latitudeDeg: 11, longitudeDeg: 1 } }).replace(':11', ':1e999');
    expect(ends(parse(body))).toEqual(['position-invalid']);
  });

  it('with a clock beyond all calendars is rejected, since no log could store it beside good reads', () => {
    const clocks = [{ name: 'rtc', text: 'x', at: Number.MAX_SAFE_INTEGER }];
    expect(endOf({ clocks })).toEqual(['field-invalid']);
  });

  it('with one key twice is rejected, also when the second hides in escapes or the values are equal', () => {
    const text = JSON.stringify(READ);
    expect(ends(parse(text.replace('{', '{"plate":"GU62 SJE",')))).toEqual(['duplicate-key']);
    expect(ends(parse(text.replace('{', '{"pl\\u0061te":"X",')))).toEqual(['duplicate-key']);
    expect(ends(parse(text.replace('{', '{"__proto__":{"a":1},"__proto__":{},')))).toEqual(['duplicate-key']);
  });

  it('nested deep is rejected', () => {
    expect(ends(parse(`{"a":${'['.repeat(1_000_000)}`))).toEqual(['json-too-deep']);
  });
});

describe('a batch', () => {
  const line = JSON.stringify(READ);

  it('of lines gives each line its own end, the cut one included', () => {
    const body = [line, '{"plate":', '', line, line.slice(0, 30)].join('\r\n');
    expect(ends(parse(body, 'application/x-ndjson'))).toEqual(['read', 'json-invalid', 'read', 'json-invalid']);
  });

  it('of lines is known without its content type', () => {
    expect(ends(parse(`${line}\n${line}\n`, 'application/json'))).toEqual(['read', 'read']);
    expect(ends(parse(JSON.stringify(READ, null, 2), 'application/json'))).toEqual(['read']);
  });

  it('of lines keeps the good ones when one is not UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from(`${line}\n{"plate":"`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n${line}`),
    ]);
    const outcomes = parse(body, 'application/x-ndjson');
    expect(ends(outcomes)).toEqual(['read', 'encoding-invalid', 'read']);
    expect(outcomes[1]?.kind === 'rejection' && Buffer.from(outcomes[1].original).includes(0xff)).toBe(true);
  });

  it('as an array gives each element its own end', () => {
    expect(ends(parse(`[${line}, {"a":1,"a":2} ,7,${line}]`))).toEqual([
      'read',
      'duplicate-key',
      'field-invalid',
      'read',
    ]);
    expect(ends(parse('[]'))).toEqual([]);
    expect(ends(parse(`[${line}] x`))).toEqual(['read', 'json-invalid']);
  });

  it('as an array that is cut gives the elements before the cut', () => {
    expect(ends(parse(`[${line},${line.slice(0, 20)}`))).toEqual(['read', 'body-truncated']);
  });

  it('over the bound is rejected whole', () => {
    const body = `${line}\n`.repeat(10_001);
    expect(ends(parse(body, 'application/x-ndjson'))).toEqual(['batch-too-large']);
    expect(ends(parse(`[${Array(10_001).fill('1').join()}]`))).toEqual(['batch-too-large']);
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${line}`)],
    ['UTF-16', Buffer.from(`\ufeff${line}`, 'utf16le')],
  ])('in %s is read', (_what, body) => {
    expect(ends(parse(body))).toEqual(['read']);
  });
});

describe('a movement in JSON', () => {
  const MOVEMENT = { kind: 'ARRIVED', direction: 'UK_INBOUND', vehicle: 'GU62 SJE', portUnlocode: 'GBDVR' };
  const parseOne = (more: object) =>
    landfallMovements.parse(message(JSON.stringify({ ...MOVEMENT, ...more })), context());

  it('takes a local time with its zone', () => {
    const [outcome] = parseOne({ localTime: '2026-10-25T01:30', timeZone: 'Europe/London' });
    expect(outcome?.kind === 'movement' && outcome.movement).toMatchObject({
      occurredAt: Date.parse('2026-10-25T00:30:00Z'),
      localArrivalRepeats: true,
      timeBasis: 'PORT_LOCAL',
      portName: 'Dover',
    });
  });

  it.each([
    [{ occurredAt: '2026-11-23T11:00:00Z' }, 'movement'],
    [{ occurredAt: '2026-11-23T11:00:00' }, 'time-invalid'],
    [{ localTime: '2026-11-23T11:00', timeZone: 'Mars/Olympus' }, 'time-invalid'],
    [{}, 'time-invalid'],
    [{ occurredAt: 0, kind: 'SUNK' }, 'field-invalid'],
  ])('with %j ends as it should', (more, end) => {
    expect(ends(parseOne(more))).toEqual([end]);
  });
});
