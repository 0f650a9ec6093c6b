import { describe, expect, it } from 'vitest';
import { toRecord } from './received-record.ts';

const wire = { offset: '7', timestamp: '1712345678901', key: Buffer.from('Ż0'), value: Buffer.from('x') };

describe('toRecord', () => {
  it('gives numbers, text and bytes', () => {
    const headers = { one: Buffer.from('schön'), many: [Buffer.from('first'), 'last'], none: undefined };
    expect(toRecord({ ...wire, headers })).toEqual({
      offset: 7,
      key: 'Ż0',
      value: Buffer.from('x'),
      timestampMs: 1_712_345_678_901,
      headers: { one: 'schön', many: 'last', none: '' },
    });
  });

  it('takes records of others that have no key or no value', () => {
    expect(toRecord({ ...wire, key: null, value: null })).toMatchObject({
      key: '',
      value: new Uint8Array(),
      headers: {},
    });
  });

  it('leaves out the markers of transactions', () => {
    expect(toRecord({ ...wire, isControlRecord: true })).toBeNull();
  });
});
