import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import type { Key, KeysFile } from '@landfall/runtime';
import { KeysFileError, readKeysFile } from '@landfall/runtime';
import { stringify } from 'yaml';
import { StartError } from './start-error.ts';

const COMMENT = `# Keys of this Landfall. One key per camera system or person; add, change and remove them here, then restart.
# Roles: source (sends reads and movements), analyst (keeps the lists), operator (answers hits), admin (all, and dead letters).
`;

const secret = (): string => randomBytes(24).toString('base64url');

/** Reads the keys file beside the data file, or makes one with fresh keys, readable by its owner only. */
export function loadOrCreateKeys(file: string): KeysFile {
  if (!existsSync(file)) {
    const keys: readonly Omit<Key, 'key'>[] = [
      { name: 'duty-operator', role: 'operator' },
      { name: 'first-analyst', role: 'analyst' },
      { name: 'second-analyst', role: 'analyst' },
      { name: 'administrator', role: 'admin' },
      { name: 'simulator', role: 'source' },
      { name: 'first-camera', role: 'source' },
    ];
    const made: KeysFile = { cookieSecret: secret() + secret(), keys: keys.map((key) => ({ ...key, key: secret() })) };
    writeFileSync(file, COMMENT + stringify(made), { mode: 0o600 });
  }
  try {
    return readKeysFile(file);
  } catch (error) {
    if (!(error instanceof KeysFileError)) throw error;
    const remedy = 'Mend it, or move it away to have a new one made.';
    throw new StartError(error.code, `${error.message}\n${remedy}`, { cause: error });
  }
}

/** The first key with this role. Throws StartError when the file has none. */
export function keyOfRole(file: KeysFile, role: Key['role'], nth = 0): Key {
  const key = file.keys.filter((candidate) => candidate.role === role)[nth];
  if (key === undefined) throw new StartError('keys-file-invalid', `The keys file needs a key with the role ${role}.`);
  return key;
}
