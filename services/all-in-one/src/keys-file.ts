import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Key } from '@landfall/runtime';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { StartError } from './start-error.ts';

const keysSchema = z.strictObject({
  cookieSecret: z.string().min(32),
  keys: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        role: z.enum(['source', 'analyst', 'operator', 'admin']),
        key: z.string().min(16).max(512),
      }),
    )
    .min(1),
});

export interface KeysFile {
  readonly cookieSecret: string;
  readonly keys: readonly Key[];
}

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
  const parsed = keysSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const detail = z.prettifyError(parsed.error);
  throw new StartError(
    'keys-file-invalid',
    `The keys file ${file} cannot be used:\n${detail}\nMend it, or move it away to have a new one made.`,
  );
}

/** The first key with this role. Throws StartError when the file has none. */
export function keyOfRole(file: KeysFile, role: Key['role'], nth = 0): Key {
  const key = file.keys.filter((candidate) => candidate.role === role)[nth];
  if (key === undefined) throw new StartError('keys-file-invalid', `The keys file needs a key with the role ${role}.`);
  return key;
}
