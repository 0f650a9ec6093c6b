import { describe, expect, it } from 'vitest';
import { checkSnippets } from './check-snippets.ts';
import { checkHeaders } from './headers.ts';
import { checkPortContracts } from './port-contracts.ts';
import { checkReadme } from './readme.ts';

const HEADER = '/**\n * Guarantee: a.\n * On crash: b.\n * On retry: c.\n * Bounds: d.\n */\n';

describe('checkHeaders', () => {
  it('asks adapters and services for the four promises', () => {
    expect(checkSnippets(checkHeaders, { 'packages/adapter-redis/src/window-store.ts': HEADER })).toEqual([]);
    expect(checkSnippets(checkHeaders, { 'services/matcher/src/service.ts': `import a from 'a';\n${HEADER}` })).toEqual(
      [],
    );
    const partly = HEADER.replace('On retry', 'Later');
    expect(checkSnippets(checkHeaders, { 'packages/adapter-redis/src/window-store.ts': partly })).toHaveLength(1);
    expect(checkSnippets(checkHeaders, { 'services/matcher/src/service.ts': partly })).toHaveLength(1);
  });

  it('does not add up promises from several comments', () => {
    const apart = '/* Guarantee On crash */\n/* On retry Bounds */\n';
    expect(checkSnippets(checkHeaders, { 'services/matcher/src/service.ts': apart })).toHaveLength(1);
  });

  it('knows an adapter by what it makes, whatever its file is called', () => {
    const text = 'export async function openLog(\n  options: Options,\n): Promise<EventLog> {}';
    expect(checkSnippets(checkHeaders, { 'packages/adapter-a/src/open-log.ts': text })).toEqual([
      expect.stringContaining('open-log.ts:1 no header'),
    ]);
  });

  it('objects to a service or adapter in which it finds nothing to check', () => {
    expect(checkSnippets(checkHeaders, { 'services/matcher/src/index.ts': '' })).toHaveLength(1);
    expect(checkSnippets(checkHeaders, { 'packages/adapter-a/src/index.ts': '' })).toHaveLength(1);
    expect(checkSnippets(checkHeaders, { 'services/cli/src/main.ts': '' })).toEqual([]);
  });
});

describe('checkPortContracts', () => {
  const good = {
    'packages/ports/src/index.ts': `export type { Clock } from './clock.ts';`,
    'packages/ports/src/clock.ts': 'export interface Clock {}',
    'packages/ports/src/clock.contract.ts': 'export function clockContract(): void {}',
    'packages/ports/src/contracts.ts': `export { clockContract } from './clock.contract.ts';`,
    'packages/runtime/src/clock.test.ts': `clockContract('system', systemClock);`,
  };

  it('lets pass a port whose suite is exported and run', () => {
    expect(checkSnippets(checkPortContracts, good)).toEqual([]);
  });

  it.each(Object.keys(good))('objects when %s is empty', (path) => {
    expect(checkSnippets(checkPortContracts, { ...good, [path]: '' })).toHaveLength(1);
  });

  it('objects to a port without a suite', () => {
    const { 'packages/ports/src/clock.contract.ts': _, ...without } = good;
    expect(checkSnippets(checkPortContracts, without)).toEqual([expect.stringContaining('has no contract suite')]);
  });
});

function tour(paths: readonly string[]): string {
  return `# Landfall\n\n## Follow one read\n\n${paths.map((path) => `1. \`${path}\`\n`).join('')}\n## Next\n`;
}

describe('checkReadme', () => {
  const stops = Array.from({ length: 14 }, (_, index) => `packages/core/src/stop-${index}.ts`);
  const codes = '\n| code | do |\n|---|---|\n| `plate-refused` | nothing |\n';
  const good = {
    ...Object.fromEntries(stops.map((path) => [path, ''])),
    'services/ingest/src/codes.ts': `export const CODES = ['plate-refused'] as const;`,
    'README.md': tour(stops) + codes,
  };

  it('lets pass a tour that can be walked and codes that are explained', () => {
    expect(checkSnippets(checkReadme, good)).toEqual([]);
  });

  it.each([
    [
      'a stop that does not exist',
      { 'README.md': tour([...stops.slice(1), 'packages/core/src/gone.ts']) + codes },
      'does not exist',
    ],
    ['a stop entered twice', { 'README.md': tour([...stops.slice(1), stops[1] ?? '']) + codes }, 'twice'],
    ['a tour of few stops', { 'README.md': `${tour(stops.slice(3))}\`a/b.ts\`${codes}` }, 'names 11 files'],
    ['no tour', { 'README.md': codes }, 'no section'],
    ['a code without a row', { 'README.md': `${tour(stops)}\`plate-refused\`` }, 'plate-refused has no row'],
    [
      'a bare key without a row',
      { 'services/ingest/src/codes.ts': `const A = {\n  overloaded: ['Too much.'],\n};` },
      'overloaded has no row',
    ],
    ['an empty list of codes', { 'services/ingest/src/codes.ts': '' }, 'lists no codes'],
  ])('objects to %s', (_, change, message) => {
    expect(checkSnippets(checkReadme, { ...good, ...change })).toEqual([expect.stringContaining(message)]);
  });

  it('objects to having no README, or no codes at all', () => {
    expect(checkSnippets(checkReadme, {})).toHaveLength(1);
    expect(checkSnippets(checkReadme, { 'README.md': tour([]) })).toHaveLength(2);
  });
});
