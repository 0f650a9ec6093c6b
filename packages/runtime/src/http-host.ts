import helmet from '@fastify/helmet';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { fastify } from 'fastify';
import type { Platform, Service } from './platform.ts';
import { HttpProblem } from './problem.ts';

/** Something that readiness depends on, such as a service or the brokers. */
export type Condition = Pick<Service, 'name' | 'ready'>;

type Base = Pick<Platform, 'logger' | 'metrics'>;

export interface HttpHostOptions {
  /** Those whose routes are served. */
  readonly services: readonly Service[];
  /** What readiness depends on. Absent: the services. */
  readonly conditions?: () => readonly Condition[];
  /** The answer at every address that nobody serves. Absent: 404. */
  readonly elsewhere?: () => HttpProblem;
  /** Bodies over this are refused by routes that set no limit of their own, bytes. */
  readonly bodyLimit: number;
}

export interface HttpHost {
  readonly app: FastifyInstance;
  close(): Promise<void>;
}

/** The routes of any list of services, without a socket, with health, metrics, security headers and problems as answers. */
export async function httpHost(platform: Base, options: HttpHostOptions): Promise<HttpHost> {
  const app = fastify({
    loggerInstance: platform.logger.child({ component: 'http' }, { level: 'warn' }) as never,
    bodyLimit: options.bodyLimit,
    // For whoever lets the app listen itself: an open live stream never ends by itself.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }) as unknown as FastifyInstance;
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: FastifyError, _request, reply) => sendError(platform, error, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(reply, options.elsewhere?.() ?? nothingHere(request.method)));
  healthRoutes(app, platform, options.conditions ?? (() => options.services));
  for (const service of options.services)
    if (service.routes !== undefined) await app.register(asPlugin(service.routes));
  return { app, close: () => app.close() };
}

function asPlugin(routes: (app: FastifyInstance) => void) {
  return async (scope: FastifyInstance): Promise<void> => routes(scope);
}

function nothingHere(method: string): HttpProblem {
  return new HttpProblem({ status: 404, code: 'not-found', detail: `There is no ${method} here.` });
}

function healthRoutes(app: FastifyInstance, platform: Base, conditions: () => readonly Condition[]): void {
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const details = conditions().map((condition) => ({ service: condition.name, ...condition.ready() }));
    const ok = details.every((detail) => detail.ok);
    return reply.code(ok ? 200 : 503).send({ ok, services: details });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(platform.metrics.registry.contentType).send(await platform.metrics.registry.metrics()),
  );
}

function sendError(platform: Base, error: FastifyError, reply: FastifyReply): FastifyReply {
  if (error instanceof HttpProblem) return sendProblem(reply, error);
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    platform.logger.error({ err: error }, 'request failed');
    return sendProblem(
      reply,
      new HttpProblem({ status: 500, code: 'internal', detail: 'The request failed; the log has the reason.' }),
    );
  }
  const code = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'body-too-large' : 'request-invalid';
  return sendProblem(reply, new HttpProblem({ status, code, detail: error.message }));
}

function sendProblem(reply: FastifyReply, problem: HttpProblem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: problem.code,
      status: problem.status,
      code: problem.code,
      detail: problem.message,
      ...problem.extra,
    });
}
