import { describe, expect, it } from 'vitest';
import { checkSnippets } from './check-snippets.ts';
import { checkMachineTraces } from './machine-traces.ts';
import { checkNames } from './names.ts';
import { checkPurity } from './purity.ts';
import { FILE_LINES_MAX, LINE_LENGTH_MAX, checkSizes } from './sizes.ts';
import { checkTestHabits } from './test-habits.ts';
import { checkWording } from './wording.ts';

const undone = ['TO', 'DO'].join('');

describe('checkWording', () => {
  it.each([
    [`export * from './a.ts';`],
    [`const a: any = 1;`],
    [`const a = b as any;`],
    [`const a: Map<string, any> = new Map();`],
    [`// @ts-ignore`],
    [`/* @ts-expect-error */`],
    [`// ${undone}: later`],
    [`export default function a() {}`],
  ])('objects to: %s', (text) => {
    expect(checkSnippets(checkWording, { 'packages/core/src/a.ts': `\n${text}\n` })).toEqual([
      expect.stringContaining('a.ts:2 '),
    ]);
  });

  it('objects to unfinished work in other texts', () => {
    expect(checkSnippets(checkWording, { 'README.md': `Figures: ${undone}` })).toHaveLength(1);
  });

  it.each([
    ['a word in a comment', 'a.ts', '// any plate, export * as it were'],
    ['a word in a string', 'a.ts', `const a = 'x: any';`],
    ['a value of that name', 'a.ts', 'const a = (any ? b : c) || any;'],
    ['a member', 'a.ts', 'const a = Promise.any([b]); const c = { b, any: 1 };'],
    ['a default export of a configuration', 'vitest.config.ts', 'export default {};'],
  ])('lets pass %s', (_, path, text) => {
    expect(checkSnippets(checkWording, { [path]: text })).toEqual([]);
  });
});

describe('checkTestHabits', () => {
  it.each([
    [`it.only('a', b);`],
    [`describe.only('a', b);`],
    [`it.skip('a', b);`],
    [`describe.concurrent.skip('a', b);`],
    [`it.todo('a');`],
    [`ctx.skip();`],
    [`describe.skipIf(!broker)('a', b);`],
    [`it.runIf(broker)('a', b);`],
    [`await new Promise((resolve) => setTimeout(resolve, 50));`],
    [`await page.waitForTimeout(50);`],
    [`import { setTimeout as sleep } from 'node:timers/promises';`],
    [`it('a', { retry: 2 }, b);`],
  ])('objects to: %s', (text) => {
    expect(checkSnippets(checkTestHabits, { 'test/a.test.ts': text })).toHaveLength(1);
    expect(checkSnippets(checkTestHabits, { 'packages/ports/src/a.contract.ts': text })).toHaveLength(1);
  });

  it('lets a suite depend on a real component that is asked for loudly', () => {
    const text = `const broker = realComponent('Kafka', findKafka);\ndescribe.skipIf(broker === null)('a', b);`;
    expect(checkSnippets(checkTestHabits, { 'test/a.test.ts': text })).toEqual([]);
  });

  it('leaves alone what is not a suite', () => {
    expect(
      checkSnippets(checkTestHabits, { 'packages/runtime/src/clock.ts': 'setTimeout(resolve, delayMs);' }),
    ).toEqual([]);
  });
});

describe('checkPurity', () => {
  it.each([
    ['Date.now()'],
    ['new Date()'],
    ['Math.random()'],
    ['setTimeout(a, 1)'],
    ['console.log(a)'],
    ['process.env'],
  ])('keeps %s out of the core', (text) => {
    expect(checkSnippets(checkPurity, { 'packages/core/src/a.ts': `const a = ${text};` })).toHaveLength(1);
    expect(checkSnippets(checkPurity, { 'packages/runtime/src/a.ts': `const a = ${text};` })).toEqual([]);
  });
});

function file(lines: number, length: number): Readonly<Record<string, string>> {
  return { 'packages/core/src/a.ts': `${'a'.repeat(length)}\n`.repeat(lines) };
}

describe('checkSizes', () => {
  it('allows the longest file and the longest line, and not one more', () => {
    expect(checkSnippets(checkSizes, file(FILE_LINES_MAX, LINE_LENGTH_MAX))).toEqual([]);
    expect(checkSnippets(checkSizes, file(FILE_LINES_MAX + 1, 1))).toHaveLength(1);
    expect(checkSnippets(checkSizes, file(1, LINE_LENGTH_MAX + 1))).toHaveLength(1);
  });
});

describe('checkNames', () => {
  it.each(['packages/core/src/eventKey.ts', 'packages/Core/src/a.ts', 'test/a_b.test.ts', 'packages/core/readme.MD'])(
    'objects to %s',
    (path) => {
      expect(checkSnippets(checkNames, { [path]: '' })).toHaveLength(1);
    },
  );

  it.each([
    'README.md',
    '.ci/run',
    'packages/core/src/event-key.test.ts',
    'tsconfig.test.json',
    'schemas/anpr-read.avsc',
  ])('lets pass %s', (path) => {
    expect(checkSnippets(checkNames, { [path]: '' })).toEqual([]);
  });
});

describe('checkMachineTraces', () => {
  const path = ['', 'home', 'somebody', 'landfall'].join('/');

  it('objects to an absolute path of one machine', () => {
    expect(checkSnippets(checkMachineTraces, { 'README.md': `cd ${path}` })).toHaveLength(1);
    expect(checkSnippets(checkMachineTraces, { 'a.ts': `const a = '${path}';` })).toHaveLength(1);
  });

  it('lets relative paths and addresses pass', () => {
    expect(checkSnippets(checkMachineTraces, { 'README.md': `.${path} https://example.org${path}` })).toEqual([]);
  });

  it('objects to a host in the lockfile', () => {
    expect(
      checkSnippets(checkMachineTraces, { 'pnpm-lock.yaml': 'tarball: https://registry.example.org/a.tgz' }),
    ).toHaveLength(1);
  });
});
