import type { ProductionSources } from '../../support/production-world.ts';
import { startProduction } from '../../support/production-world.ts';
import type { ServiceName, ServiceProcess, SplitLandfall } from '../../support/split-landfall.ts';
import { SERVICES, splitLandfall } from '../../support/split-landfall.ts';
import type { Landfall, PreparedWorld } from './landfall.ts';

/** Paths that begin so are served by the service; everything else is the control room's. */
const PATHS: readonly (readonly [start: RegExp, name: ServiceName])[] = [
  [/^\/v1\/(?:watchlist|ocgs)\b/, 'watchlist'],
  [/^\/v1\//, 'ingest'],
];

/** A process for each service, over Kafka, Redis and a registry that are really there. */
export async function prepareSplit(sources: ProductionSources | null): Promise<PreparedWorld> {
  const components = await startProduction(sources);
  return {
    start: () => startSplit(splitLandfall(components)),
    release: () => components.stop(),
  };
}

async function startSplit(split: SplitLandfall): Promise<Landfall> {
  await split.prepare();
  let processes = await startAll(split);
  const ports = portsOf(processes);
  const originOf = (path: string): string =>
    `http://127.0.0.1:${ports.get(PATHS.find(([start]) => start.test(path))?.[1] ?? 'control-room')}`;
  const baseUrl = originOf('/');
  const kill = async (): Promise<void> => {
    await Promise.all([...processes.values()].map((running) => running.end('SIGKILL')));
  };
  return {
    baseUrl,
    port: ports.get('control-room')!,
    controlRoomUrl: `${baseUrl}/sign-in?key=${split.key('operator')}`,
    originOf,
    key: (role, nth) => split.key(role, nth),
    kill,
    async startAgain() {
      processes = await startAll(split, ports);
    },
    async close() {
      await kill();
      split.folder.remove();
    },
  };
}

async function startAll(
  split: SplitLandfall,
  ports: ReadonlyMap<ServiceName, number> = new Map(),
): Promise<ReadonlyMap<ServiceName, ServiceProcess>> {
  const starting = SERVICES.map(
    async (name) => [name, await split.start(name, { port: ports.get(name) ?? 0 })] as const,
  );
  return new Map(await Promise.all(starting));
}

function portsOf(processes: ReadonlyMap<ServiceName, ServiceProcess>): ReadonlyMap<ServiceName, number> {
  return new Map([...processes].map(([name, { port }]) => [name, port]));
}
