import { describe, expect, it } from 'vitest';
import { checkSnippets } from './check-snippets.ts';
import { checkDirections } from './directions.ts';

const MANIFEST = {
  'services/ingest/package.json': `{ "dependencies": { "fastify": "catalog:", "@fastify/busboy": "catalog:" } }`,
};

function allowed(path: string, statement: string): boolean {
  return checkSnippets(checkDirections, { ...MANIFEST, [path]: statement }).length === 0;
}

describe('the import table', () => {
  it.each([
    ['packages/core/src/a.ts', `import { readFileSync } from 'node:fs';`],
    ['packages/core/src/a.ts', `import { z } from 'zod';`],
    ['packages/geography/src/a.ts', `import { foldMark } from '@landfall/core';`],
    ['packages/ports/src/event-log.ts', `import { eventKey } from '@landfall/core';`],
    ['packages/ports/src/event-log.ts', `import { it } from 'vitest';`],
    ['packages/codec/src/codec.ts', `import { pino } from 'pino';`],
    ['packages/adapter-embedded/src/event-log.ts', `import { publish } from '@landfall/runtime';`],
    ['packages/adapter-embedded/src/event-log.ts', `import { openCodec } from '@landfall/codec';`],
    ['packages/runtime/src/publish.ts', `import { sqliteEventLog } from '@landfall/adapter-embedded';`],
    ['packages/runtime/src/publish.ts', `import { DatabaseSync } from 'node:sqlite';`],
    ['packages/simulator/src/day.ts', `import { decide } from '@landfall/core';`],
    ['services/ingest/src/service.ts', `import { matcherService } from '@landfall/matcher';`],
    ['services/ingest/src/service.ts', `import { sqliteEventLog } from '@landfall/adapter-embedded';`],
    ['services/ingest/src/service.ts', `const { parse } = await import('csv-parse/sync');`],
    ['services/ingest/src/main.ts', `import { matcherService } from '@landfall/matcher';`],
    ['services/all-in-one/src/service.ts', `import Redis from 'ioredis';`],
    ['services/control-room/src/page/app.tsx', `import { hash } from 'node:crypto';`],
    ['services/ingest/src/service.ts', `import { foldMark } from '@landfall/core/src/fold.ts';`],
    ['services/ingest/src/service.ts', `import { openCodec } from '../../../packages/codec/src/index.ts';`],
    ['test/e2e/read.test.ts', `import { foldMark } from '../../packages/core/src/fold.ts';`],
    ['test/e2e/read.test.ts', `import { foldMark } from '@landfall/core/fold';`],
  ])('keeps %s from: %s', (path, statement) => {
    expect(allowed(path, statement)).toBe(false);
  });

  it.each([
    ['packages/core/src/a.test.ts', `import { it } from 'vitest';`],
    ['packages/core/src/rules/watch-hit.ts', `import { foldMark } from '../fold.ts';`],
    ['packages/ports/src/event-log.ts', `import type { Topic } from '@landfall/core';`],
    ['packages/ports/src/event-log.contract.ts', `import { it } from 'vitest';`],
    ['packages/adapter-embedded/src/event-log.ts', `import { DatabaseSync } from 'node:sqlite';`],
    [
      'packages/adapter-embedded/src/event-log.test.ts',
      `import { eventLogContract } from '@landfall/ports/contracts';`,
    ],
    ['services/ingest/src/service.ts', `import busboy from '@fastify/busboy';`],
    ['services/ingest/src/main.ts', `import { sqliteEventLog } from '@landfall/adapter-embedded';`],
    ['services/all-in-one/src/service.ts', `import { ingestService } from '@landfall/ingest';`],
    ['test/e2e/read.test.ts', `import { launchChromium } from '../support/chromium.ts';`],
  ])('lets %s have: %s', (path, statement) => {
    expect(allowed(path, statement)).toBe(true);
  });

  it('says that only the types may come in, where that is so', () => {
    const text = `// why\nimport { eventKey } from '@landfall/core';`;
    expect(checkSnippets(checkDirections, { 'packages/ports/src/event-log.ts': text })).toEqual([
      'packages/ports/src/event-log.ts:2 may not import @landfall/core except its types',
    ]);
  });
});
