import { describe, expect, it } from 'vitest';
import { acceptRead } from '../accept.ts';
import { context, ends, message, onlyRead, sample } from '../fixtures/test-context.ts';
import { axis } from './axis.ts';

const SAMPLE = sample('axis-lpv-camera-event.json').toString();
const parse = (body: string) => axis.parse(message(body), context());
const readId = (body: string): string => {
  const accepted = acceptRead(onlyRead(parse(body)), context());
  return accepted.ok ? accepted.event.readId : accepted.code;
};

describe('an Axis event', () => {
  it('of a real camera gives its read, numbers being texts', () => {
    expect(onlyRead(parse(SAMPLE))).toMatchObject({
      rawPlate: 'RLE11684',
      cameraId: 'ACCC8ED3290D',
      capturedAt: 1_623_405_938_252,
      confidence: 0.719034,
      motion: 'APPROACHING',
      position: { latitudeDeg: 50.418114, longitudeDeg: 30.476213 },
      country: 'POL',
      vendorEventId: '1144696',
    });
  });

  it('keeps the clock without a zone as text', () => {
    expect(onlyRead(parse(SAMPLE)).clocks).toContainEqual({ name: 'datetime', text: '20210611 130538252', at: null });
  });

  it('repeated as new and lost is one read', () => {
    const asNew = SAMPLE.replace('"lost"', '"new"').replace('1623405938252"', '1623405937000"');
    expect(readId(asNew)).toBe(readId(SAMPLE));
  });

  it('of the same car number on another day, or with another plate, is another read', () => {
    expect(readId(SAMPLE.replace('1623405938252"', '1623505938252"'))).not.toBe(readId(SAMPLE));
    expect(readId(SAMPLE.replace('"RLE11684"', '"RLE11685"'))).not.toBe(readId(SAMPLE));
  });

  it('with a position that is none is a read without one', () => {
    const positions = ['"NaN"', '1e999', '91', 'null'].map(
      (lat) => onlyRead(parse(SAMPLE.replace('50.418114', lat))).position,
    );
    expect(positions).toEqual([null, null, null, null]);
  });

  it.each([
    ['truncated', SAMPLE.slice(0, 500), 'json-invalid'],
    ['without a time', SAMPLE.replace('capture_timestamp', 'other'), 'time-invalid'],
    ['with one key twice', SAMPLE.replace('"frame_timestamp"', '"plateUTF8"'), 'duplicate-key'],
    ['of another kind', '{"hello":1}', 'message-unknown'],
    ['without a plate', '{"packetCounter":"1"}', 'ignored'],
  ])('%s ends as it should', (_what, body, end) => {
    expect(ends(parse(body))).toEqual([end]);
  });
});
