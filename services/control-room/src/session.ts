import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '@landfall/runtime';
import { HttpProblem } from '@landfall/runtime';
import { z } from 'zod';

export const SESSION_COOKIE = 'landfall_session';

/** Who is signed in. It lives in the operator's signed cookie alone, so it survives a restart of the server. */
export interface Session {
  readonly name: string;
  readonly role: 'operator' | 'admin';
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const sessionShape = z.strictObject({
  name: z.string().min(1),
  role: z.enum(['operator', 'admin']),
  expiresAt: z.number().int(),
});

/** A session for a principal who may work here; null for any other. */
export function sessionFor(principal: Principal | null, expiresAt: number): Session | null {
  if (principal === null || (principal.role !== 'operator' && principal.role !== 'admin')) return null;
  return { name: principal.name, role: principal.role, expiresAt };
}

/** The text that the cookie carries, before it is signed. */
export function sealSession(session: Session): string {
  return Buffer.from(JSON.stringify(session)).toString('base64url');
}

/** The session that an unsigned cookie text holds; null when it has expired or is none. */
export function openSession(text: string, nowMs: number): Session | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  const parsed = sessionShape.safeParse(value);
  return parsed.success && parsed.data.expiresAt > nowMs ? parsed.data : null;
}

/**
 * Throws HttpProblem 403 unless a browser says that its own page sent the request: by Sec-Fetch-Site, or where that is not sent (plain
 * HTTP on a network of its own), by an Origin with the host that was asked.
 */
export function requireSameOrigin(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  const same = typeof site === 'string' ? site === 'same-origin' : hostOf(headers.origin) === headers.host;
  if (same) return;
  throw new HttpProblem({
    status: 403,
    code: 'cross-origin',
    detail: 'This request did not come from the page of this server.',
  });
}

/** Null, which is no host, for an Origin that is missing or cannot be read. */
function hostOf(origin: string | undefined): string | null {
  if (origin === undefined || !URL.canParse(origin)) return null;
  return new URL(origin).host;
}
