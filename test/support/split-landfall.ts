import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import type { Key } from '@landfall/runtime';
import { stringify } from 'yaml';
import type { TempFolder } from '../e2e/support/temp-folder.ts';
import { tempFolder } from '../e2e/support/temp-folder.ts';
import type { CommandProcess } from './landfall-command.ts';
import { runLandfall } from './landfall-command.ts';
import type { ProductionComponents } from './production-world.ts';
import { TEST_KEYS } from './world.ts';

export const SERVICES = ['ingest', 'watchlist', 'matcher', 'control-room'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ServiceProcess extends CommandProcess {
  readonly origin: string;
  readonly port: number;
}

/** A configuration file and a keys file under a namespace of their own, and the command run with them. */
export interface SplitLandfall {
  readonly namespace: string;
  readonly configFile: string;
  readonly keysFile: string;
  readonly folder: TempFolder;
  key(role: Key['role'], nth?: number): string;
  /** Any subcommand, with the configuration. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): CommandProcess;
  /** The same, once it has ended: exit code and output. */
  ask(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; output: string }>;
  /** Makes topics and registers schemas. */
  prepare(): Promise<void>;
  /** Starts a service and waits until it listens, or until it is ready. */
  start(
    name: ServiceName,
    options?: { readonly port?: number; readonly until?: 'listening' | 'ready' },
  ): Promise<ServiceProcess>;
}

export function splitLandfall(
  components: Pick<ProductionComponents, 'kafka' | 'registry'> & {
    readonly redis: Pick<ProductionComponents['redis'], 'nodes'>;
  },
): SplitLandfall {
  const folder = tempFolder();
  const namespace = `test-${randomUUID().slice(0, 8)}.`;
  const [configFile, keysFile] = [folder.file('landfall.yaml'), folder.file('keys.yaml')];
  writeFileSync(keysFile, stringify({ cookieSecret: 'a-cookie-secret-of-the-tests-only-0123', keys: TEST_KEYS }));
  chmodSync(keysFile, 0o600);
  writeFileSync(
    configFile,
    stringify({
      namespace,
      kafka: { brokers: components.kafka.brokers, replicationFactor: 1, minInsyncReplicas: 1 },
      redis: { nodes: components.redis.nodes.map(({ host, port }) => `${host}:${port}`) },
      registry: { url: components.registry.url },
      keysFile,
      logLevel: 'warn',
    }),
  );
  const run: SplitLandfall['run'] = (args, env = {}) =>
    runLandfall(args, { env: { LANDFALL_CONFIG: configFile, ...env } });
  const ask: SplitLandfall['ask'] = async (args, env) => {
    const command = run(args, env);
    const { code } = await command.exited;
    return { code, output: command.output() };
  };
  return {
    namespace,
    configFile,
    keysFile,
    folder,
    run,
    ask,
    key: (role, nth = 0) => TEST_KEYS.filter((candidate) => candidate.role === role)[nth]!.key,
    async prepare() {
      const answers = await Promise.all([ask(['topics', 'apply']), ask(['schemas', 'register'])]);
      for (const { code, output } of answers) if (code !== 0) throw new Error(output);
    },
    async start(name, { port = 0, until = 'ready' } = {}) {
      const command = run([name, '--port', String(port)]);
      const pattern = until === 'ready' ? /is ready at (\S+)/ : /listens at (\S+)/;
      const [, origin = ''] = await command.line(pattern);
      return { ...command, origin, port: Number(new URL(origin).port) };
    },
  };
}
