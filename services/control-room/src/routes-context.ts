import type { Platform } from '@landfall/runtime';
import { HttpProblem } from '@landfall/runtime';
import type { FastifyRequest } from 'fastify';
import type { ControlRoomLimits } from './config.ts';
import type { Desk } from './desk.ts';
import type { IncidentProjection } from './incidents.ts';
import type { LiveStream } from './live-stream.ts';
import type { PageBundle } from './page-bundle.ts';
import { openSession, SESSION_COOKIE, sessionFor, type Session } from './session.ts';
import type { StatusReply } from './wire.ts';

/** What the routes work with. */
export interface RoutesContext {
  readonly platform: Platform;
  readonly limits: ControlRoomLimits;
  readonly cookieSecret: string;
  readonly projection: IncidentProjection;
  readonly live: LiveStream;
  readonly desk: Desk;
  /** Null until the service is ready. */
  page(): PageBundle | null;
  mapJson(): string;
  status(operator: string): StatusReply;
}

/** The session of a request: from its cookie, or from a key as the other services take it. Throws HttpProblem 401 without one. */
export function sessionOf(request: FastifyRequest, { platform, limits }: RoutesContext): Session {
  const session = cookieSession(request, platform) ?? keySession(request, { platform, limits });
  if (session !== null) return session;
  throw new HttpProblem({ status: 401, code: 'not-signed-in', detail: 'Sign in first.' });
}

export function cookieSession(request: FastifyRequest, { clock }: Pick<Platform, 'clock'>): Session | null {
  const cookie = request.cookies[SESSION_COOKIE];
  if (cookie === undefined) return null;
  const unsigned = request.unsignCookie(cookie);
  return unsigned.valid ? openSession(unsigned.value, clock.now()) : null;
}

function keySession(
  request: FastifyRequest,
  { platform, limits }: Pick<RoutesContext, 'platform' | 'limits'>,
): Session | null {
  return sessionFor(platform.keyring.authenticate(request.headers), platform.clock.now() + limits.sessionMs);
}

export function requirePage(context: RoutesContext): PageBundle {
  const page = context.page();
  if (page !== null) return page;
  const detail = 'The control room is starting: it reads the log. Try again in a moment.';
  throw new HttpProblem({ status: 503, code: 'starting', detail, headers: { 'retry-after': '1' } });
}
