import type { KeysFile, Platform, Service, StartFailure, Stoppable } from '@landfall/runtime';
import { createLogger, createMetrics, openServiceHost, readKeysFile, runProcess, stopAll } from '@landfall/runtime';
import type { ProductionWorld, WorldOptions } from './production-world.ts';
import type { Settings } from './settings-table.ts';

const MS_PER_SECOND = 1000;
/** Requests in hand have half of the drain; the batches in hand have the rest. */
const REQUESTS_SHARE = 0.5;

export interface ServiceProcess<P extends Platform> {
  /** As the command names it, such as `matcher`. */
  readonly name: string;
  readonly settings: Settings;
  readonly world: (options: WorldOptions) => ProductionWorld<P>;
  readonly service: (platform: P, keys: KeysFile) => Service;
}

/**
 * One service as a process over the production world, until it is told to stop; see runProcess for how it ends.
 *
 * Guarantee: the port is open before anything is waited for, and says by /readyz what is waited for. On a signal no more requests are
 * taken, those in hand are answered, batches in hand are finished and committed, and then the world is closed.
 * Bounds: `process.startMaxSeconds` for components to come up, `process.drainMaxSeconds` for the stop.
 */
export async function runService<P extends Platform>(options: ServiceProcess<P>): Promise<void> {
  const name = `landfall ${options.name}`;
  await runProcess({
    name,
    drainMaxMs: options.settings['process.drainMaxSeconds'] * MS_PER_SECOND,
    say,
    explain: (error) => explain(error, options.settings),
    start: () => startService(options, name),
  });
}

async function startService<P extends Platform>(options: ServiceProcess<P>, name: string): Promise<Stoppable> {
  const { settings } = options;
  const logger = createLogger({ level: settings.logLevel, showPlates: settings.showPlates });
  const metrics = createMetrics();
  const keys = readKeysFile(settings.keysFile);
  const world = options.world({ settings, keys, logger, metrics, say });
  const stops: (() => Promise<void>)[] = [() => world.close()];
  const stop = (): Promise<void> => stopAll(stops, logger);
  try {
    const host = await openServiceHost(
      { logger, metrics },
      {
        host: settings['http.host'],
        port: settings['http.port'],
        conditions: world.conditions,
        drainMaxMs: REQUESTS_SHARE * settings['process.drainMaxSeconds'] * MS_PER_SECOND,
      },
    );
    stops.push(() => host.stop());
    const address = `http://${urlHost(settings['http.host'])}:${host.port}`;
    say(`${name} listens at ${address}`);
    const platform = await world.open();
    await host.serve([options.service(platform, keys)]);
    say(`${name} is ready at ${address}`);
    logger.info({ service: options.name, address }, 'ready');
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function explain(error: unknown, settings: Settings): StartFailure {
  const { code } = error as { readonly code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'EADDRINUSE':
    case 'EACCES':
    case 'EADDRNOTAVAIL': {
      const remedy = 'Choose others with --host and --port (http.host, http.port).';
      return { code: 'port-not-free', message: `${message}. ${remedy}` };
    }
    case 'component-missing':
    case 'component-unfit': {
      const remedy =
        'landfall doctor says what is wrong and what to do; process.startMaxSeconds is how long a start waits.';
      return { code, message: `${message}\n${remedy}` };
    }
    case 'keys-file-invalid':
      return {
        code,
        message: `${message}\nkeysFile (LANDFALL_KEYS_FILE) is ${settings.keysFile}. Mend the file, or name another.`,
      };
    case 'settings-invalid':
      return { code, message };
    default:
      return { code: 'unexpected', message: error instanceof Error ? (error.stack ?? message) : message };
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
