import { findPattern, isSuite } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';
import { splitSource } from './split-source.ts';

const IMPURE: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b|\bTemporal\.Now\b/g, 'a clock'],
  [/\bMath\.random\b|\bcrypto\b/g, 'random or cryptography of the host'],
  [/\b(?:set(?:Timeout|Interval|Immediate)|queueMicrotask)\b/g, 'a timer'],
  [/\bconsole\b/g, 'the console'],
  [/\b(?:process|globalThis)\b\s*[.[]|\bfetch\s*\(/g, 'the process or network'],
];

/** The core and the geography are functions of their arguments alone. */
export function checkPurity(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path }) => /^packages\/(core|geography)\/src\/.*\.ts$/.test(path) && !isSuite(path))
    .flatMap(({ path, text }) => {
      const code = { path, text: splitSource(text).code };
      return IMPURE.flatMap(([pattern, what]) => findPattern(code, pattern, `uses ${what}: it must be an argument`));
    });
}
