import { fastifyCookie } from '@fastify/cookie';
import { HttpProblem } from '@landfall/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseAnswer, parseDeliveries } from './actions.ts';
import { unknownIncident } from './desk.ts';
import { cookieSession, requirePage, sessionOf, type RoutesContext } from './routes-context.ts';
import { requireSameOrigin, type Session } from './session.ts';
import { signInRoutes } from './sign-in-routes.ts';
import type { AnswerKind } from './wire.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
const ANSWER_KINDS: readonly AnswerKind[] = ['acknowledge', 'note', 'close'];

/** Everything that the control room serves. All but the sign-in and the assets asks for a session. */
export function controlRoomRoutes(app: FastifyInstance, context: RoutesContext): void {
  // The scope after it is loaded second, so its routes have the cookies.
  void app.register(fastifyCookie, { secret: context.cookieSecret, hook: 'onRequest' });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  void app.register(async (scope) => {
    pageRoutes(scope, context);
    signInRoutes(scope, context);
    readRoutes(scope, context);
    writeRoutes(scope, context);
  });
}

function pageRoutes(app: FastifyInstance, context: RoutesContext): void {
  app.get('/', async (request, reply) => {
    const page = requirePage(context);
    reply.type('text/html; charset=utf-8');
    if (cookieSession(request, context.platform) === null) return reply.code(401).send(page.signInHtml(null));
    return page.html;
  });
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const asset = requirePage(context).assets.get(`/assets/${request.params.name}`);
    if (asset === undefined)
      throw new HttpProblem({ status: 404, code: 'not-found', detail: 'There is no such asset.' });
    reply.header('cache-control', 'public, max-age=31536000, immutable').type(asset.contentType);
    return reply.send(asset.body);
  });
}

function readRoutes(app: FastifyInstance, context: RoutesContext): void {
  app.get<{ Querystring: { after?: unknown } }>('/api/live', (request, reply) => connectLive(request, reply, context));
  app.get<{ Params: { mark: string } }>('/api/incidents/:mark', async (request) => {
    sessionOf(request, context);
    const detail = context.projection.detail(request.params.mark);
    if (detail === null) throw unknownIncident();
    return detail;
  });
  app.get('/api/map', async (request, reply) => {
    sessionOf(request, context);
    return reply.type('application/json; charset=utf-8').send(context.mapJson());
  });
  app.get('/api/status', async (request) => context.status(sessionOf(request, context).name));
}

type LiveRequest = FastifyRequest<{ Querystring: { after?: unknown } }>;

function connectLive(request: LiveRequest, reply: FastifyReply, context: RoutesContext): void {
  const session = sessionOf(request, context);
  requirePage(context);
  const { after } = request.query;
  const header = request.headers['last-event-id'];
  const named = typeof after === 'string' ? after : header;
  const lastEventId = typeof named === 'string' ? named : null;
  const { expiresAt } = session;
  if (context.live.connect(reply.raw, { lastEventId, expiresAt, headers: reply.getHeaders() })) {
    reply.hijack();
    return;
  }
  const detail = 'As many pages as this server allows are open.';
  throw new HttpProblem({ status: 503, code: 'too-many-pages', detail, headers: { 'retry-after': '5' } });
}

function writeRoutes(app: FastifyInstance, context: RoutesContext): void {
  const bodyLimit = BODY_LIMIT_BYTES;
  for (const kind of ANSWER_KINDS) {
    app.post<{ Params: { mark: string } }>(`/api/incidents/:mark/${kind}`, { bodyLimit }, async (request, reply) => {
      const session = writerOf(request, context);
      const answer = parseAnswer(request.body, kind);
      await context.desk.answer(session, request.params.mark, { kind, answer });
      return reply.code(204).send();
    });
  }
  app.post('/api/deliveries', { bodyLimit }, async (request, reply) => {
    const session = writerOf(request, context);
    await context.desk.deliver(session, parseDeliveries(request.body));
    return reply.code(204).send();
  });
}

/** A request that changes something on the strength of a cookie must come from our own page; one with a key proves itself. */
function writerOf(request: FastifyRequest, context: RoutesContext): Session {
  const session = sessionOf(request, context);
  if (cookieSession(request, context.platform) !== null) requireSameOrigin(request.headers);
  return session;
}
