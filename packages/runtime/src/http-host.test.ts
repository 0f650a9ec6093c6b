import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpHost } from './http-host.ts';
import type { HttpHost } from './http-host.ts';
import { keyring } from './keyring.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import type { Platform, Service } from './platform.ts';
import { HttpProblem } from './problem.ts';
import { principalOf, requireRole } from './require-role.ts';

const platform = {
  metrics: createMetrics(),
  logger: createLogger({ level: 'silent', showPlates: false }),
  keyring: keyring([
    { name: 'M20 cameras', role: 'source', key: 'source-key-0123456789' },
    { name: 'duty-operator', role: 'operator', key: 'operator-key-01234567' },
  ]),
} as unknown as Platform;

let isReady = true;
const echo: Service = {
  name: 'echo',
  routes(app) {
    const onRequest = requireRole(platform, 'source');
    app.post('/echo', { onRequest }, async (request) => ({
      bytes: (request.body as Buffer).length,
      from: principalOf(request).name,
    }));
    app.get('/refuse', async () => {
      throw new HttpProblem({
        status: 409,
        code: 'revision-conflict',
        detail: 'Newer.',
        headers: { 'retry-after': '1' },
        extra: { revision: 3 },
      });
    });
    app.get('/fail', async () => {
      throw new Error('secret detail');
    });
  },
  start: async () => undefined,
  ready: () => ({ ok: isReady, detail: isReady ? 'ready' : 'catching up' }),
  stop: async () => undefined,
};

let host: HttpHost;
beforeEach(async () => {
  isReady = true;
  host = await httpHost(platform, { services: [echo], bodyLimit: 1000 });
});
afterEach(() => host.close());

const key = { authorization: 'Bearer source-key-0123456789' };

describe('HTTP host', () => {
  it.each(['application/json', 'image/jpeg', 'made/up'])(
    'hands over the bytes of a body of type %s as they came',
    async (type) => {
      const response = await host.app.inject({
        method: 'POST',
        url: '/echo',
        headers: { ...key, 'content-type': type },
        payload: '{"a',
      });
      expect(response.json()).toEqual({ bytes: 3, from: 'M20 cameras' });
    },
  );

  it.each([
    { who: 'no key', headers: {}, status: 401, code: 'key-missing-or-unknown' },
    {
      who: 'a key of another role',
      headers: { 'x-api-key': 'operator-key-01234567' },
      status: 403,
      code: 'role-not-allowed',
    },
  ])('refuses $who before reading the body', async ({ headers, status, code }) => {
    const response = await host.app.inject({ method: 'POST', url: '/echo', headers, payload: 'x'.repeat(5000) });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('refuses a body over the bound with a code', async () => {
    const response = await host.app.inject({ method: 'POST', url: '/echo', headers: key, payload: 'x'.repeat(1001) });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([413, 'body-too-large']);
  });

  it('answers a problem with its code, headers and members', async () => {
    const response = await host.app.inject('/refuse');
    expect(response.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': '1',
    });
    expect(response.json()).toMatchObject({ status: 409, code: 'revision-conflict', detail: 'Newer.', revision: 3 });
  });

  it('keeps the reason of an internal failure to itself', async () => {
    const response = await host.app.inject('/fail');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret detail');
  });

  it('answers an unknown address with a problem', async () => {
    expect((await host.app.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('is ready only when every service is', async () => {
    expect((await host.app.inject('/readyz')).statusCode).toBe(200);
    isReady = false;
    const response = await host.app.inject('/readyz');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({ ok: false, services: [{ service: 'echo', ok: false, detail: 'catching up' }] });
  });

  it('shows metrics in Prometheus text', async () => {
    expect((await host.app.inject('/metrics')).body).toContain('landfall_hits_total');
  });

  it('forbids scripts and frames from elsewhere', async () => {
    const { headers } = await host.app.inject('/healthz');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});
