import type { KeysFile } from '@landfall/runtime';
import { createLogger, openServiceHost, stopAll } from '@landfall/runtime';
import { keyOfRole, loadOrCreateKeys } from './keys-file.ts';
import type { AllInOneOptions } from './config.ts';
import type { OpenedWorld } from './open-world.ts';
import { openWorld } from './open-world.ts';
import { allServices } from './services.ts';
import type { Simulation } from './simulation.ts';
import { startSimulation } from './simulation.ts';

export interface Running {
  readonly baseUrl: string;
  /** Opens the control room, signed in. */
  readonly controlRoomUrl: string;
  readonly simulation: Simulation | null;
  /** Drains and stops everything, the newest part first. Idempotent. */
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** Requests in hand when it stops; within the drain of the whole process. */
const REQUESTS_DRAIN_MAX_MS = 1000;
/** A service that takes longer to start says so. */
const SLOW_MS = 1000;

/** Starts every service over one data file. Rejects with whatever the world says, after closing what was open; see explainFailure. */
export async function startAllInOne(options: AllInOneOptions, say: (line: string) => void): Promise<Running> {
  const logger = createLogger({ level: options.logLevel, showPlates: options.showPlates });
  const keys = loadOrCreateKeys(keysFileOf(options.dataFile));
  const world = await openWorld({ dataFile: options.dataFile, keys: keys.keys, logger });
  const parts: (() => Promise<void>)[] = [() => world.close()];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(parts, logger));
  try {
    return await startParts({ options, keys, world, say, parts, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Start {
  readonly options: AllInOneOptions;
  readonly keys: KeysFile;
  readonly world: OpenedWorld;
  readonly say: (line: string) => void;
  /** What to stop, in the order of starting. */
  readonly parts: (() => Promise<void>)[];
  readonly stop: () => Promise<void>;
}

async function startParts({ options, keys, world, say, parts, stop }: Start): Promise<Running> {
  let simulation: Simulation | null = null;
  const services = allServices(world.platform, {
    windowMs: options.windowHours * HOUR_MS,
    cookieSecret: keys.cookieSecret,
    status: () => ({ simulation: simulation?.status() ?? null }),
  });
  // The port is taken before the windows are refilled, so that a second start fails at once; readiness says when it can serve.
  const host = await openServiceHost(world.platform, {
    host: options.host,
    port: options.port,
    drainMaxMs: REQUESTS_DRAIN_MAX_MS,
    onStarted(name, tookMs) {
      if (tookMs > SLOW_MS) say(`  ${name} ready after ${(tookMs / 1000).toFixed(1)} s`);
    },
  });
  parts.push(() => host.stop());
  await host.serve(services);
  const baseUrl = `http://${urlHost(options.host)}:${host.port}`;
  if (options.simulator) {
    simulation = await startSimulation({ platform: world.platform, keys, baseUrl, options, say });
    parts.push(() => simulation!.stop());
  }
  const key = keyOfRole(keys, 'operator').key;
  return { baseUrl, controlRoomUrl: `${baseUrl}/sign-in?key=${key}`, simulation, stop };
}

function keysFileOf(dataFile: string): string {
  return `${dataFile.replace(/\.db$/, '')}.keys.yaml`;
}

/** A listening address as a browser takes it. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
