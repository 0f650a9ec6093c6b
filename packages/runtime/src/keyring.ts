import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type Role = 'source' | 'analyst' | 'operator' | 'admin';

/** Who is calling. A source's name is the sourceId of its reads. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

export interface Key extends Principal {
  readonly key: string;
}

export interface Keyring {
  /** By Bearer token, X-API-Key or the password of HTTP Basic (all that some cameras can do). Null: no key, or an unknown one. */
  authenticate(headers: IncomingHttpHeaders): Principal | null;
  /** The principal of a key itself. */
  byKey(key: string): Principal | null;
}

const KEY_CHARACTERS_MAX = 512;

/** Keys are looked up by their SHA-256, so that comparing takes the same time whatever is sent. */
export function keyring(keys: readonly Key[]): Keyring {
  const principals = new Map<string, Principal>();
  for (const { key, name, role } of keys) principals.set(digest(key), { name, role });
  const byKey = (key: string): Principal | null =>
    key.length > KEY_CHARACTERS_MAX ? null : (principals.get(digest(key)) ?? null);
  return {
    byKey,
    authenticate(headers) {
      const key = keyOf(headers);
      return key === null ? null : byKey(key);
    },
  };
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}

function keyOf(headers: IncomingHttpHeaders): string | null {
  const apiKey = headers['x-api-key'];
  if (typeof apiKey === 'string') return apiKey;
  const [scheme, value] = (headers.authorization ?? '').split(' ', 2);
  if (value === undefined || value === '') return null;
  switch (scheme!.toLowerCase()) {
    case 'bearer':
      return value;
    case 'basic': {
      const text = Buffer.from(value, 'base64').toString('utf8');
      return text.slice(text.indexOf(':') + 1);
    }
    default:
      return null;
  }
}
