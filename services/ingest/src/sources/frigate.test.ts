import { describe, expect, it } from 'vitest';
import { acceptRead } from '../accept.ts';
import { context, ends, message, onlyRead, sample } from '../fixtures/test-context.ts';
import { frigate } from './frigate.ts';

const SAMPLE = sample('frigate-tracked-object-update-lpr.json').toString();
const parse = (body: string) => frigate.parse(message(body), context());
const readId = (body: string): string => {
  const accepted = acceptRead(onlyRead(parse(body)), context());
  return accepted.ok ? accepted.event.readId : accepted.code;
};

describe('a Frigate update', () => {
  it('of type lpr gives its read', () => {
    expect(onlyRead(parse(SAMPLE))).toMatchObject({
      rawPlate: '123ABC',
      cameraId: 'driveway_cam',
      capturedAt: 1_607_123_958_748,
      confidence: 0.95,
      vendorEventId: '1607123955.475377-mxklsc',
    });
  });

  it('sent again for the same object is one read, and a better reading is another', () => {
    expect(readId(SAMPLE.replace('1607123958.748393', '1607123959.9'))).toBe(readId(SAMPLE));
    expect(readId(SAMPLE.replace('123ABC', 'L23ABC'))).not.toBe(readId(SAMPLE));
  });

  it.each([
    ['without a plate', SAMPLE.replace('"123ABC"', 'null'), 'read'],
    ['of a face', SAMPLE.replace('"lpr"', '"face"'), 'ignored'],
    ['whose plate is a number', SAMPLE.replace('"123ABC"', '123'), 'field-invalid'],
    ['whose time is a text', SAMPLE.replace('1607123958.748393', '"NaN"'), 'time-invalid'],
    ['without a type', '{"id":"1"}', 'message-unknown'],
    ['that is no object', '7', 'message-unknown'],
  ])('%s ends as it should', (_what, body, end) => {
    expect(ends(parse(body))).toEqual([end]);
  });
});

describe('a Frigate event', () => {
  const event = (after: object, type = 'update'): string =>
    JSON.stringify({ type, before: {}, after: { ...OBJECT, ...after } });
  const OBJECT = {
    id: '1607123955.475377-mxklsc',
    camera: 'driveway_cam',
    label: 'car',
    frame_time: 1607123958.748393,
  };

  it.each([
    ['as a text', { recognized_license_plate: '123ABC', recognized_license_plate_score: 0.9 }],
    ['as a pair', { recognized_license_plate: ['123ABC', 0.9] }],
  ])('whose object has a recognised plate, %s, is the read that the update of that object is', (_how, after) => {
    expect(onlyRead(parse(event(after)))).toMatchObject({
      rawPlate: '123ABC',
      cameraId: 'driveway_cam',
      confidence: 0.9,
    });
    expect(readId(event(after))).toBe(readId(SAMPLE));
  });

  it.each([
    ['without a plate', event({}), 'ignored'],
    ['whose plate is a number', event({ recognized_license_plate: 7 }), 'field-invalid'],
    ['without a time', event({ recognized_license_plate: '123ABC', frame_time: null }), 'time-invalid'],
    ['of another type', event({ recognized_license_plate: '123ABC' }, 'thumbnail'), 'ignored'],
  ])('%s ends as it should', (_what, body, end) => {
    expect(ends(parse(body))).toEqual([end]);
  });
});
