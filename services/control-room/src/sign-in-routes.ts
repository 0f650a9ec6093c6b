import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookieSession, requirePage, type RoutesContext } from './routes-context.ts';
import { requireSameOrigin, sealSession, SESSION_COOKIE, sessionFor } from './session.ts';

const BODY_LIMIT_BYTES = 4096;
const COOKIE = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const;

/** Sign-in by the address that all-in-one prints or by a form, and sign-out. */
export function signInRoutes(app: FastifyInstance, context: RoutesContext): void {
  app.get<{ Querystring: { key?: unknown } }>('/sign-in', async (request, reply) => {
    const page = requirePage(context);
    const { key } = request.query;
    if (typeof key === 'string') return signIn(request, reply, { context, key });
    return reply.type('text/html; charset=utf-8').send(page.signInHtml(null));
  });
  app.post('/sign-in', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    requireSameOrigin(request.headers);
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    return signIn(request, reply, { context, key: form.get('key')?.trim() ?? '' });
  });
  app.post('/sign-out', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    if (cookieSession(request, context.platform) !== null) requireSameOrigin(request.headers);
    return reply.clearCookie(SESSION_COOKIE, COOKIE).redirect('/', 303);
  });
}

interface Attempt {
  readonly context: RoutesContext;
  readonly key: string;
}

async function signIn(request: FastifyRequest, reply: FastifyReply, { context, key }: Attempt): Promise<FastifyReply> {
  const { platform, limits } = context;
  const session = sessionFor(platform.keyring.byKey(key), platform.clock.now() + limits.sessionMs);
  if (session === null) {
    const html = requirePage(context).signInHtml('This key is not known, or it is not an operator’s.');
    return reply.code(401).type('text/html; charset=utf-8').send(html);
  }
  await context.desk.signedIn(session);
  const maxAge = Math.floor(limits.sessionMs / 1000);
  reply.setCookie(SESSION_COOKIE, reply.signCookie(sealSession(session)), { ...COOKIE, maxAge });
  // A redirect that began on another site would not carry the strict cookie, so such a visitor goes on from a page of ours.
  if (request.headers['sec-fetch-site'] !== 'cross-site') return reply.redirect('/', 303);
  const onward =
    '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Landfall</title><a href="/">Go on</a>';
  return reply.type('text/html; charset=utf-8').send(onward);
}
