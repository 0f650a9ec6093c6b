import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD_FOLDER, freePort, launch, missingPrograms, run } from './local-java.ts';
import { realComponent } from './real-component.ts';
import type { Found } from './real-component.ts';

const VERSION = '2.6.13.Final';
const ARTIFACT = `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`;
const FETCH_TIMEOUT_MS = 180_000;
const START_TIMEOUT_MS = 60_000;
const JAVA_OPTIONS = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Where the registry of a test comes from: an address that somebody gave, or an Apicurio that the test starts. */
export type RegistrySource = { readonly kind: 'address'; readonly url: string } | { readonly kind: 'local' };

/**
 * The source for `startRegistry`, or null after a loud message, to be passed to `describe.skipIf`. LANDFALL_TEST_REGISTRY
 * gives the URL of a registry with Confluent's API; else Java and Maven start one.
 */
export function realRegistry(): RegistrySource | null {
  return realComponent('A schema registry', () => findRegistry(process.env));
}

function findRegistry(env: Readonly<Record<string, string | undefined>>): Found<RegistrySource> {
  const url = env['LANDFALL_TEST_REGISTRY'];
  if (url) return { component: { kind: 'address', url } };
  const missing = missingPrograms(['java', 'mvn', 'tar']);
  if (missing === null) return { component: { kind: 'local' } };
  return { missing: `${missing}, and LANDFALL_TEST_REGISTRY names no registry` };
}

export interface RunningRegistry {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** An Apicurio that keeps its schemas in memory; or the registry whose address was given. */
export async function startRegistry(source: RegistrySource | null): Promise<RunningRegistry> {
  if (source === null) throw new Error('startRegistry needs the source that realRegistry gave');
  if (source.kind === 'address') return { url: source.url, stop: async () => {} };
  const app = await apicurio();
  const folder = await mkdtemp(join(tmpdir(), 'landfall-registry-'));
  const port = await freePort();
  const registry = await launch({
    command: ['java', ...JAVA_OPTIONS, '-jar', join(app, `apicurio-registry-app-${VERSION}-runner.jar`)],
    cwd: folder,
    env: { QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: String(port) },
    ready: /Listening on: http/,
    timeoutMs: START_TIMEOUT_MS,
  });
  return {
    url: `http://127.0.0.1:${port}/apis/ccompat/v7`,
    stop: async () => {
      await registry.stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The folder with Apicurio, fetched through Maven and unpacked the first time. */
export async function apicurio(): Promise<string> {
  const app = join(BUILD_FOLDER, `apicurio-${VERSION}`);
  if (existsSync(app)) return app;
  await mkdir(BUILD_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(BUILD_FOLDER, 'fetching-registry-'));
  const goal = ['dependency:copy', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`];
  await run('mvn', ['-q', '-B', ...goal], { cwd: folder, timeout: FETCH_TIMEOUT_MS });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tar.gz')) ?? '';
  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked);
  await run('tar', ['-xzf', join(folder, archive), '-C', unpacked]);
  // Two suites may fetch at once; one rename wins, and both have the same files.
  await rename(unpacked, app).catch((error: unknown) => {
    if (!existsSync(app)) throw error;
  });
  await rm(folder, { recursive: true, force: true });
  return app;
}
