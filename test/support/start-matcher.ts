import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch } from './local-java.ts';
import type { LocalProcess } from './local-java.ts';
import type { ProductionComponents, ProductionWorld, ProductionWorldOptions } from './production-world.ts';
import type { RedisAddress } from './real-redis.ts';

export interface MatcherProcessOptions {
  readonly brokers: readonly string[];
  readonly redisNodes: readonly RedisAddress[];
  readonly registryUrl: string;
  readonly namespace: string;
  readonly log: NonNullable<ProductionWorldOptions['log']>;
}

/** A member that is killed loses its partitions soon, so that tests of it are short. */
export const SHORT_SESSION = { sessionTimeoutMs: 2_000, heartbeatMs: 500 } as const;

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const START_WITHIN_MS = 30_000;

/** Starts a matcher of this world as a process and waits until it consumes. `stop('SIGKILL')` is a crash. */
export async function startMatcher(components: ProductionComponents, world: ProductionWorld): Promise<LocalProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'landfall-matcher-'));
  const options: MatcherProcessOptions = {
    brokers: components.kafka.brokers,
    redisNodes: components.redis.nodes,
    registryUrl: components.registry.url,
    namespace: world.namespace,
    log: SHORT_SESSION,
  };
  const entry = path.join(REPOSITORY, 'test/support/matcher-process.ts');
  const running = await launch({
    command: [process.execPath, '--conditions=@landfall/source', entry, JSON.stringify(options)],
    cwd: folder,
    ready: /The matcher is ready/,
    timeoutMs: START_WITHIN_MS,
  });
  return {
    ...running,
    async stop(signal) {
      await running.stop(signal);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
