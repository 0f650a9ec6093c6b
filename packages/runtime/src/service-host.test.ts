import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import type { Service } from './platform.ts';
import type { ServiceHost } from './service-host.ts';
import { openServiceHost } from './service-host.ts';

const base = { metrics: createMetrics(), logger: createLogger({ level: 'silent', showPlates: false }) };

/** A service that starts, answers and stops when the test says so, and tells in which order it was asked to. */
function controlled(mayStop: Promise<void> = Promise.resolve()) {
  const [starts, asked, answers] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const told: string[] = [];
  const service: Service = {
    name: 'controlled',
    routes(app) {
      app.get('/slow', async () => {
        asked!.resolve();
        await answers!.promise;
        return { answered: true };
      });
      app.get('/stream', (_request, reply) => {
        reply.hijack();
        reply.raw.write('begun');
        asked!.resolve();
      });
    },
    start: () => starts!.promise,
    ready: () => ({ ok: true, detail: 'ready' }),
    async stop() {
      told.push('stop');
      await mayStop;
    },
  };
  return { service, starts: starts!, asked: asked!, answers: answers!, told };
}

let host: ServiceHost;
let brokers: { ok: boolean; detail: string };
beforeEach(async () => {
  brokers = { ok: true, detail: 'reachable' };
  const conditions = [{ name: 'kafka', ready: () => brokers }];
  host = await openServiceHost(base, { host: '127.0.0.1', port: 0, conditions, drainMaxMs: 300 });
});
afterEach(() => host.stop());

async function ask(path: string) {
  const response = await fetch(`http://127.0.0.1:${host.port}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, response };
}

describe('service host', () => {
  it('is healthy, not ready, and refuses everything else with `starting` until all services have started', async () => {
    const { service, starts } = controlled();
    expect((await ask('/healthz')).status).toBe(200);
    const serving = host.serve([service]);
    const before = await ask('/readyz');
    expect([before.status, before.body['ok']]).toEqual([503, false]);
    const refused = await ask('/slow');
    expect([refused.status, refused.body['code']]).toEqual([503, 'starting']);
    expect(refused.response.headers.get('retry-after')).toBe('1');
    starts.resolve();
    await serving;
    expect((await ask('/readyz')).status).toBe(200);
    expect((await ask('/nowhere')).status).toBe(404);
  });

  it('is not ready while a condition fails, and says which', async () => {
    const { service, starts } = controlled();
    starts.resolve();
    await host.serve([service]);
    brokers = { ok: false, detail: 'brokers away' };
    const { status, body } = await ask('/readyz');
    expect(status).toBe(503);
    expect(body['services']).toContainEqual({ service: 'kafka', ok: false, detail: 'brokers away' });
  });

  it('answers the requests in hand when it stops, takes no more, and then frees the port', async () => {
    const mayStop = Promise.withResolvers<void>();
    const { service, starts, asked, answers, told } = controlled(mayStop.promise);
    starts.resolve();
    await host.serve([service]);
    const inHand = ask('/slow');
    await asked.promise;
    const stopping = host.stop();
    const refused = await ask('/slow');
    expect([refused.status, refused.body['code']]).toEqual([503, 'stopping']);
    mayStop.resolve();
    answers.resolve();
    expect((await inHand).body).toEqual({ answered: true });
    await stopping;
    expect(told).toEqual(['stop']);
    await expect(ask('/healthz')).rejects.toThrow('fetch failed');
  });

  it('cuts what does not end within the bound', async () => {
    const { service, starts, asked } = controlled();
    starts.resolve();
    await host.serve([service]);
    const response = await fetch(`http://127.0.0.1:${host.port}/stream`);
    await asked.promise;
    await host.stop();
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('says when the port is taken', async () => {
    const second = openServiceHost(base, { host: '127.0.0.1', port: host.port, drainMaxMs: 1 });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
