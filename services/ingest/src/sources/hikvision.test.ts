import { describe, expect, it } from 'vitest';
import { context, ends, message, onlyRead, sample } from '../fixtures/test-context.ts';
import { hikvision } from './hikvision.ts';

const SAMPLE = sample('hikvision-isapi-anpr.xml').toString();
const parse = (body: string | Uint8Array, contentType = 'application/xml') =>
  hikvision.parse(message(body, contentType), context());

describe('a Hikvision message', () => {
  it('of a real camera gives its read', () => {
    const read = onlyRead(parse(SAMPLE));
    expect(read).toMatchObject({
      rawPlate: 'PECT600',
      cameraId: 'd4:e8:53:bc:4c:02',
      capturedAt: Date.parse('2024-01-19T03:17:19Z'),
      confidence: 0.97,
      candidates: [],
      lane: 2,
      motion: 'RECEDING',
      vendorEventId: '2024011911172144900FlERIduqg06eKsYuvLX072NugIxaHw22mHG5D5KBmWqX',
      retransmitted: false,
      country: '3',
      vehicle: { make: null, model: null, colour: 'white', bodyType: 'vehicle' },
    });
    expect(read.position?.longitudeDeg).toBe(111);
    expect(read.position?.latitudeDeg).toBeCloseTo(0.3667, 4);
  });

  it('keeps both clocks, reading the local one with the offset of the other', () => {
    expect(onlyRead(parse(SAMPLE)).clocks).toEqual([
      { name: 'dateTime', text: '2024-01-19T11:17:19+08:00', at: Date.parse('2024-01-19T03:17:19Z') },
      { name: 'absTime', text: '20240119111719654', at: Date.parse('2024-01-19T03:17:19.654Z') },
    ]);
  });

  it('is read whatever prefix the firmware puts before the names', () => {
    const prefixed = SAMPLE.replaceAll(/<(\/?)([A-Za-z])/g, '<$1hik:$2').replace('xmlns=', 'xmlns:hik=');
    expect(onlyRead(parse(prefixed))).toEqual(onlyRead(parse(SAMPLE)));
  });

  it('keeps the first reading as a candidate when the camera corrected it', () => {
    const corrected = SAMPLE.replace('<originalLicensePlate>PECT600', '<originalLicensePlate>PECTG00');
    expect(onlyRead(parse(corrected)).candidates).toEqual([{ rawPlate: 'PECTG00', confidence: null }]);
  });

  it('takes a confidence with decimals up to 1 as a ratio', () => {
    expect(onlyRead(parse(SAMPLE.replace('>97<', '>0.91<'))).confidence).toBe(0.91);
    expect(onlyRead(parse(SAMPLE.replace('>97<', '>1<'))).confidence).toBe(0.01);
    expect(onlyRead(parse(SAMPLE.replace('>97<', '>640<'))).confidence).toBeNull();
  });

  it('has its plate as meant when characters are written as numbers', () => {
    const text = SAMPLE.replace('<licensePlate>PECT600<', '<licensePlate>PECT&#54;&#x30;0<');
    expect(onlyRead(parse(text)).rawPlate).toBe('PECT600');
  });

  it('is a read when the plate was not read', () => {
    expect(onlyRead(parse(SAMPLE.replace('<licensePlate>PECT600', '<licensePlate>unknown'))).rawPlate).toBe('unknown');
    expect(onlyRead(parse(SAMPLE.replace('<licensePlate>PECT600', '<licensePlate>'))).rawPlate).toBe('');
  });

  it('without an offset is taken in the zone of the cameras', () => {
    const summer = SAMPLE.replace('2024-01-19T11:17:19+08:00', '2024-07-19T11:17:19');
    expect(onlyRead(parse(summer)).capturedAt).toBe(Date.parse('2024-07-19T10:17:19Z'));
  });

  it('says that it is a late resend', () => {
    const resent = SAMPLE.replace('<isDataRetransmission>false', '<isDataRetransmission>true');
    expect(onlyRead(parse(resent)).retransmitted).toBe(true);
  });

  it('with several captures gives each', () => {
    const event = SAMPLE.slice(SAMPLE.indexOf('<EventNotificationAlert'));
    const both = `<list>${event}${event.replaceAll('PECT600', 'GU62SJE')}</list>`;
    expect(ends(parse(both))).toEqual(['read', 'read']);
  });

  it('of another kind is ignored', () => {
    const heartbeat = '<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>';
    expect(ends(parse(heartbeat))).toEqual(['ignored']);
  });

  it('in another declared encoding is read', () => {
    const text = SAMPLE.replace('UTF-8', 'GB2312').replace('Camera 01', '\u00b7');
    const bytes = Buffer.from(text.replace('\u00b7', '##'), 'latin1');
    bytes.set([0xc9, 0xe3], bytes.indexOf('##'));
    expect(onlyRead(parse(bytes)).rawPlate).toBe('PECT600');
  });
});

describe('what is no Hikvision message', () => {
  it.each([
    ['a truncated document', SAMPLE.slice(0, 900), 'xml-invalid'],
    ['no XML', '{"plate":"X"}', 'xml-invalid'],
    ['nothing', '', 'body-empty'],
    ['an unknown document', '<a><b>1</b></a>', 'message-unknown'],
    ['a capture without a time', SAMPLE.replace(/<dateTime>.*<\/dateTime>/, ''), 'time-invalid'],
    ['a document nested deep', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, 'xml-too-large'],
    ['a document of 2 MB', `<a>${'x'.repeat(2_000_000)}</a>`, 'xml-too-large'],
    ['an external entity', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>`, 'xml-doctype'],
  ])('%s is rejected', (_what, body, code) => {
    expect(ends(parse(body))).toEqual([code]);
  });

  it('a billion laughs is refused without expanding anything', () => {
    const laughs = Array.from({ length: 10 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">${laughs.join('')}]><l>&l10;</l>`;
    expect(ends(parse(bomb))).toEqual(['xml-doctype']);
  });

  it('bytes that are not in their declared encoding are rejected', () => {
    const bytes = Buffer.from(SAMPLE.replace('Camera 01', '##'), 'latin1');
    bytes.set([0xc9, 0x28], bytes.indexOf('##'));
    expect(ends(parse(bytes))).toEqual(['encoding-invalid']);
  });
});
