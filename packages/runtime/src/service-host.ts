import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Condition, HttpHost } from './http-host.ts';
import { httpHost } from './http-host.ts';
import type { Platform, Service } from './platform.ts';
import { HttpProblem } from './problem.ts';
import { startServices, stopAll } from './start-services.ts';

export interface ServiceHostOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** What readiness depends on besides the services. */
  readonly conditions?: readonly Condition[];
  /** How long requests in hand may take when the host stops, before their connections are cut. */
  readonly drainMaxMs: number;
  /** Called with each service that has started. */
  readonly onStarted?: (name: string, tookMs: number) => void;
}

export interface ServiceHost {
  readonly port: number;
  /** Starts the services in their order and then serves their routes. Rejects with what a service rejects with. */
  serve(services: readonly Service[]): Promise<void>;
  /** Takes no more requests, stops the services, the newest first, lets requests in hand finish and frees the port. Idempotent. */
  stop(): Promise<void>;
}

type Phase = 'starting' | 'serving' | 'stopping';

const BODY_BYTES_MAX = 1024 * 1024;
const KEEP_ALIVE_MS = 65_000;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Services behind one port, from the first moment of a process to its last. Rejects with code EADDRINUSE when the port is taken.
 *
 * Guarantee: while the port is open, /healthz, /readyz and /metrics are answered and say what is so; everything else is answered 503
 * until all services have started, and from the beginning of the stop on. What was accepted before is answered.
 * Bounds: requests in hand have `drainMaxMs`.
 */
export async function openServiceHost(
  base: Pick<Platform, 'logger' | 'metrics'>,
  options: ServiceHostOptions,
): Promise<ServiceHost> {
  const { conditions = [], drainMaxMs, onStarted = () => undefined } = options;
  let phase: Phase = 'starting';
  let services: readonly Service[] = [];
  const hosts: HttpHost[] = [];
  const itself: Condition = { name: 'process', ready: () => ({ ok: phase === 'serving', detail: phase }) };
  const hostOf = async (routed: readonly Service[], elsewhere?: () => HttpProblem): Promise<FastifyInstance> => {
    const host = await httpHost(base, {
      services: routed,
      conditions: () => [itself, ...conditions, ...services],
      bodyLimit: BODY_BYTES_MAX,
      ...(elsewhere === undefined ? {} : { elsewhere }),
    });
    hosts.push(host);
    await host.app.ready();
    return host.app;
  };
  const apart = await hostOf([], () => notServing(phase));
  let serving = apart;
  const door = openDoor((request, response) => (phase === 'serving' ? serving : apart).routing(request, response));
  const port = await door.listen(options);
  let stopping: Promise<void> | undefined;
  const closeHosts = async (): Promise<void> => {
    for (const host of hosts) await host.close();
  };
  const stops: (() => Promise<void>)[] = [closeHosts, () => door.close(drainMaxMs)];
  return {
    port,
    async serve(wanted) {
      services = wanted;
      serving = await hostOf(wanted);
      await startServices(wanted, stops, onStarted);
      if (phase === 'starting') phase = 'serving';
    },
    stop() {
      phase = 'stopping';
      return (stopping ??= stopAll(stops, base.logger));
    },
  };
}

function notServing(phase: Phase): HttpProblem {
  const code = phase === 'stopping' ? 'stopping' : 'starting';
  const detail = `This process is ${code}; /readyz says more.`;
  return new HttpProblem({ status: 503, code, detail, headers: { 'retry-after': '1', connection: 'close' } });
}

/** The listening socket, which outlives what answers behind it. */
function openDoor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_TIMEOUT_MS }, answer);
  return {
    listen: ({ host, port }: Pick<ServiceHostOptions, 'host' | 'port'>) =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    close: (drainMaxMs: number) =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), drainMaxMs);
        // A connection that is kept alive counts as idle only once its answer is out.
        server.on('request', (_request, response) => response.once('close', () => server.closeIdleConnections()));
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}
