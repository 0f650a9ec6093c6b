import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SETTING_NAMES, SETTINGS, variableOf } from '@landfall/production';
import { bytesOf } from './yaml-value.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The image's own port: the default of http.port. */
export const HTTP_PORT = SETTINGS['http.port'].fallback;

/** Every variable that the production world reads; a secret may also be named as a file. */
export const LANDFALL_VARIABLES: ReadonlySet<string> = new Set(
  SETTING_NAMES.flatMap((name) =>
    SETTINGS[name].secret ? [variableOf(name), `${variableOf(name)}_FILE`] : variableOf(name),
  ),
);

/** Seconds that a stop takes at most. */
export const DRAIN_MAX_SECONDS = SETTINGS['process.drainMaxSeconds'].fallback;

/** Routes that every process serves, from the source that serves them. */
export const HEALTH_ROUTES: ReadonlySet<string> = new Set(
  [...readFileSync(path.join(ROOT, 'packages/runtime/src/http-host.ts'), 'utf8').matchAll(/app\.get\('([^']+)'/g)].map(
    ([, route = '']) => route,
  ),
);

/** What the benchmark measured of a process with 100,000 entries, bytes: a matcher needs less, since others were in that process too. */
export function measuredMemoryBytes(): number {
  const results = readFileSync(path.join(ROOT, 'test/bench/RESULTS.md'), 'utf8');
  const [, low = '', high = ''] =
    /\| 100,000 entries: memory of the process .*\| ([\d,]+) to ([\d,]+) \(/.exec(results) ?? [];
  return Math.max(...[low, high].map((figure) => Number(figure.replaceAll(',', '')))) * 1_000_000;
}

/** `maxmemory` beside the container's limit: rewriting the append-only file may double it for a while. */
export function redisFits(maxMemory: unknown, limit: unknown): boolean {
  return bytesOf(maxMemory) * 2 <= bytesOf(limit);
}
