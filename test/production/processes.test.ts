import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProductionComponents } from '../support/production-world.ts';
import { openProductionWorld, realProduction, startProduction } from '../support/production-world.ts';
import type { ServiceName, ServiceProcess, SplitLandfall } from '../support/split-landfall.ts';
import { SERVICES, splitLandfall } from '../support/split-landfall.ts';
import { readTopic } from '../support/world.ts';

const DRAIN_WITHIN_MS = 10_000;
const sources = realProduction();

describe.skipIf(sources === null)('services as processes', () => {
  let components: ProductionComponents;
  let split: SplitLandfall;
  const running: ServiceProcess[] = [];

  beforeAll(async () => {
    components = await startProduction(sources);
  });
  afterAll(() => components?.stop());
  beforeEach(() => {
    split = splitLandfall(components);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((process) => process.end('SIGKILL')));
    split.folder.remove();
  });

  async function start(name: ServiceName, until: 'listening' | 'ready'): Promise<ServiceProcess> {
    const process = await split.start(name, { until });
    running.push(process);
    return process;
  }

  it('are healthy and not ready while the topics are missing, say what they wait for, and then become ready by themselves', async () => {
    const matcher = await start('matcher', 'listening');
    await matcher.line(/waiting for kafka at .*landfall topics apply/);
    expect((await fetch(`${matcher.origin}/healthz`)).status).toBe(200);
    const before = await fetch(`${matcher.origin}/readyz`);
    expect(before.status).toBe(503);
    const { services } = (await before.json()) as {
      services: readonly { service: string; ok: boolean; detail: string }[];
    };
    expect(services.find(({ service }) => service === 'kafka')).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^waiting for /),
    });
    await split.prepare();
    await matcher.line(/is ready at/);
    const after = await fetch(`${matcher.origin}/readyz`);
    expect([after.status, await after.json()]).toEqual([
      200,
      {
        ok: true,
        services: ['process', 'kafka', 'registry', 'redis', 'matcher'].map((service) => ({
          service,
          ok: true,
          detail: expect.any(String),
        })),
      },
    ]);
  });

  it('are not ready while Redis is away, and say so', async () => {
    const redis = await sources!.redis.single();
    split = splitLandfall({ ...components, redis });
    await split.prepare();
    const matcher = await start('matcher', 'ready');
    await redis.stop();
    const readiness = async (): Promise<string> => (await fetch(`${matcher.origin}/readyz`)).text();
    await expect.poll(readiness, { timeout: 20_000 }).toMatch(/"redis","ok":false,"detail":"redis away: /);
    expect((await fetch(`${matcher.origin}/healthz`)).status).toBe(200);
  });

  it('lose no acknowledged read when they are told to stop while reads are posted, and end with 0 within the bound', async () => {
    await split.prepare();
    const ingest = await start('ingest', 'ready');
    const acknowledged: string[] = [];
    let accepted = Promise.withResolvers<void>();
    const authorization = `Bearer ${split.key('source')}`;
    const post = async (sender: number): Promise<void> => {
      for (let count = 0; ; count += 1) {
        const cameraId = `camera-${sender}-${count}`;
        const body = JSON.stringify({
          plate: 'AB12 CDE',
          capturedAt: new Date().toISOString(),
          cameraId,
          confidence: 0.9,
        });
        const headers = { authorization, 'content-type': 'application/json' };
        const status = await fetch(`${ingest.origin}/v1/reads`, { method: 'POST', headers, body }).then(
          (response) => response.status,
          () => 0,
        );
        if (status !== 200) return;
        acknowledged.push(cameraId);
        accepted.resolve();
      }
    };
    const senders = Array.from({ length: 8 }, (_, sender) => post(sender));
    await accepted.promise;
    accepted = Promise.withResolvers<void>();
    await accepted.promise;
    const toldAt = performance.now();
    expect(await ingest.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAt).toBeLessThan(DRAIN_WITHIN_MS);
    await Promise.all(senders);
    const world = await openProductionWorld(components, { namespace: split.namespace });
    const stored = new Set((await readTopic(world.platform, 'anpr.reads')).map(({ cameraId }) => cameraId));
    await world.close();
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((cameraId) => !stored.has(cameraId))).toEqual([]);
  });

  it('all drain and end with 0 on SIGTERM and on Ctrl-C', async () => {
    await split.prepare();
    const processes = await Promise.all(SERVICES.map((name) => start(name, 'ready')));
    const signals = ['SIGTERM', 'SIGINT', 'SIGTERM', 'SIGINT'] as const;
    const exits = await Promise.all(processes.map((process, index) => process.end(signals[index]!)));
    expect(exits).toEqual(SERVICES.map(() => ({ code: 0, signal: null })));
    for (const process of processes) expect(process.output()).toContain('Stopped. Nothing was lost.');
  });

  it('stop at once when they are told to while they wait', async () => {
    const ingest = await start('ingest', 'listening');
    expect(await ingest.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('give up after the bound, with what to do', async () => {
    const env = { LANDFALL_KAFKA_BROKERS: '127.0.0.1:1', LANDFALL_PROCESS_START_MAX_SECONDS: '1' };
    const { code, output } = await split.ask(['watchlist', '--port', '0'], env);
    expect(code).toBe(1);
    expect(output).toContain('landfall watchlist cannot start (component-missing).');
    expect(output).toMatch(/kafka at 127\.0\.0\.1:1 is not there after 1 s: .*\nlandfall doctor says/);
  });

  it('refuse settings that cannot be meant, before anything is opened', async () => {
    const { code, output } = await split.ask(['matcher'], { LANDFALL_HTTP_PORT: 'eighty', LANDFALL_REDIS_NODES: '' });
    expect(code).toBe(1);
    expect(output).toContain(
      'http.port (LANDFALL_HTTP_PORT): found "eighty", from environment LANDFALL_HTTP_PORT; wanted: a whole number',
    );
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('say that the keys file cannot be used, and where it is named', async () => {
    const { code, output } = await split.ask(['ingest', '--port', '0'], {
      LANDFALL_KEYS_FILE: split.folder.file('missing'),
    });
    expect(code).toBe(1);
    expect(output).toContain('landfall ingest cannot start (keys-file-invalid).');
    expect(output).toContain('keysFile (LANDFALL_KEYS_FILE)');
  });

  it('say that the port is taken, and which settings choose another', async () => {
    await split.prepare();
    const { port } = await start('ingest', 'listening');
    const { code, output } = await split.ask(['watchlist', '--port', String(port)]);
    expect(code).toBe(1);
    expect(output).toMatch(/cannot start \(port-not-free\)[\s\S]*--host and --port/);
  });
});
