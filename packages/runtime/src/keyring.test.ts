import { describe, expect, it } from 'vitest';
import { keyring } from './keyring.ts';

const keys = keyring([
  { name: 'M20 cameras', role: 'source', key: 'camera-key-0123456789' },
  { name: 'duty-operator', role: 'operator', key: 'operator-key-012345' },
]);

describe('keyring', () => {
  it.each([
    ['a bearer token', { authorization: 'Bearer camera-key-0123456789' }],
    ['an API key header', { 'x-api-key': 'camera-key-0123456789' }],
    [
      'the password of HTTP Basic',
      { authorization: `Basic ${Buffer.from('any:camera-key-0123456789').toString('base64')}` },
    ],
  ])('knows a source by %s', (_how, headers) => {
    expect(keys.authenticate(headers)).toEqual({ name: 'M20 cameras', role: 'source' });
  });

  it.each([
    ['no header', {}],
    ['an unknown key', { 'x-api-key': 'nobody' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Digest camera-key-0123456789' }],
    ['a key of a megabyte', { 'x-api-key': 'k'.repeat(1_000_000) }],
  ])('knows nobody by %s', (_how, headers) => {
    expect(keys.authenticate(headers)).toBeNull();
  });

  it('gives the principal of a key itself', () => {
    expect(keys.byKey('operator-key-012345')).toEqual({ name: 'duty-operator', role: 'operator' });
  });
});
