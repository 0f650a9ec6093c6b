import { describeFinding } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

/** Runs a checker over files given as path and text; findings as `path:line message`. */
export function checkSnippets(
  check: (files: readonly SourceFile[]) => Finding[],
  snippets: Readonly<Record<string, string>>,
): string[] {
  const files = Object.entries(snippets).map(([path, text]) => ({ path, text }));
  return check(files).map(describeFinding);
}
