import { homeOf, isSuite } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

const PROMISES = ['Guarantee', 'On crash', 'On retry', 'Bounds'];
const PORT_NAMES = 'EventLog|WindowStore|SchemaRegistry';
const MAKES_PORT = new RegExp(
  `\\bexport\\s+(?:async\\s+)?function\\s+\\w+[^{;]*\\)\\s*:\\s*(?:Promise<)?(?:${PORT_NAMES})\\b`,
);
const NAMED_AS_PORT = /\/(?:[a-z]+-)?(?:event-log|window-store|schema-registry)\.ts$/;
/** These start services; they process nothing themselves. */
const STARTERS = /^services\/(?:all-in-one|replay|cli)\//;

/** Whoever implements a port or processes events says what it guarantees and what happens when things go wrong. */
export function checkHeaders(files: readonly SourceFile[]): Finding[] {
  const sources = files.filter(
    ({ path }) => /^(?:packages|services)\/[^/]+\/src\/.*\.ts$/.test(path) && !isSuite(path),
  );
  const adapters = sources.filter(
    ({ path, text }) => path.startsWith('packages/adapter-') && (NAMED_AS_PORT.test(path) || MAKES_PORT.test(text)),
  );
  const services = sources.filter(({ path }) => /^services\/[^/]+\/src\/service\.ts$/.test(path));
  const missing = [...adapters, ...services].flatMap(({ path, text }) =>
    hasHeader(text) ? [] : [{ path, line: 1, message: `no header block with ${PROMISES.join(', ')}` }],
  );
  return [...missing, ...homesWithout(sources, [...adapters, ...services])];
}

/** An adapter package or a service in which nothing was found to check would pass for the wrong reason. */
function homesWithout(sources: readonly SourceFile[], checked: readonly SourceFile[]): Finding[] {
  const homes = new Set(
    sources
      .map(({ path }) => path)
      .filter(mustPromise)
      .map(homeOf)
      .filter((home) => home !== null),
  );
  for (const { path } of checked) homes.delete(homeOf(path) ?? '');
  return [...homes].map((home) => ({
    path: `${home}/src/${home.startsWith('services/') ? 'service.ts' : 'index.ts'}`,
    line: 1,
    message: home.startsWith('services/')
      ? 'a service has its processor in service.ts'
      : 'an adapter implements no port',
  }));
}

function mustPromise(path: string): boolean {
  return path.startsWith('packages/adapter-') || (path.startsWith('services/') && !STARTERS.test(path));
}

function hasHeader(text: string): boolean {
  return [...text.matchAll(/\/\*[\s\S]*?\*\//g)].some(([block]) =>
    PROMISES.every((promise) => block.includes(promise)),
  );
}
