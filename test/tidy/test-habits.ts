import { importsOf } from './imports.ts';
import { findPattern, isSuite } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';
import { splitSource } from './split-source.ts';

const NEVER: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/\.only\s*[(.]|\bf(?:it|describe)\s*\(/g, 'leaves the other tests out'],
  [
    /\b(?:it|test|describe|suite|context|ctx)(?:\.\w+)*\.(?:skip|todo)\s*[(.]|\bx(?:it|describe)\s*\(/g,
    'a test that never runs',
  ],
  [/\bset(?:Timeout|Interval)\s*\(|\bwaitForTimeout\s*\(/g, 'sleeps: wait for the event, an offset or a virtual clock'],
  [/\bretry\s*:\s*[\d{]/g, 'retries: a test that passes at the second try has failed'],
];
const CONDITIONAL = /\.(?:skipIf|runIf)\s*\(/g;
const LOUD = /\breal[A-Z]\w*\s*\(/;

/** Suites run whole, awake and once. A condition on a suite is allowed only where a real component is asked for, loudly. */
export function checkTestHabits(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path }) => isSuite(path))
    .flatMap((file) => {
      const code = { path: file.path, text: splitSource(file.text).code };
      return [
        ...NEVER.flatMap(([pattern, message]) => findPattern(code, pattern, message)),
        ...importsOf(file)
          .filter(({ specifier }) => specifier.startsWith('node:timers'))
          .map(({ line }) => ({
            path: file.path,
            line,
            message: 'imports timers: wait for the event, an offset or a virtual clock',
          })),
        ...(LOUD.test(code.text)
          ? []
          : findPattern(code, CONDITIONAL, 'skips silently: ask realComponent, which says why')),
      ];
    });
}
