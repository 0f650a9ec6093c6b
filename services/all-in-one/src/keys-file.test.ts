import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOfRole, loadOrCreateKeys } from './keys-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landfall-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('keys file', () => {
  it('is made with a key for each role, readable by its owner only, and read again as it was', () => {
    const file = path.join(folder, 'landfall.keys.yaml');
    const made = loadOrCreateKeys(file);
    expect(new Set(made.keys.map(({ role }) => role))).toEqual(new Set(['operator', 'analyst', 'admin', 'source']));
    expect(new Set(made.keys.map(({ key }) => key)).size).toBe(made.keys.length);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(loadOrCreateKeys(file)).toEqual(made);
  });

  it.each([
    [
      'a role that does not exist',
      'cookieSecret: 01234567890123456789012345678901\nkeys: [{ name: a, role: boss, key: 0123456789abcdef }]',
    ],
    [
      'a key that is too short',
      'cookieSecret: 01234567890123456789012345678901\nkeys: [{ name: a, role: admin, key: short }]',
    ],
    ['no keys at all', 'keys: []'],
  ])('is refused with %s, naming the file', (_what, text) => {
    const file = path.join(folder, 'keys.yaml');
    writeFileSync(file, text);
    expect(() => loadOrCreateKeys(file)).toThrowError(expect.objectContaining({ code: 'keys-file-invalid' }));
  });

  it('says which role it lacks', () => {
    expect(() => keyOfRole({ cookieSecret: '', keys: [] }, 'operator')).toThrow(/role operator/);
  });
});
