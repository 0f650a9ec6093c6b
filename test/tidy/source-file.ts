/** One text file of the repository: path from the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** Where a finding is, as one line: `path:line message`. */
export function describeFinding(finding: Finding): string {
  return `${finding.path}:${finding.line} ${finding.message}`;
}

export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** A finding for every match of a global pattern in a text, which may be the file's code or comments alone. */
export function findPattern(file: SourceFile, pattern: RegExp, message: string): Finding[] {
  return [...file.text.matchAll(pattern)].map((match) => ({
    path: file.path,
    line: lineAt(file.text, match.index),
    message,
  }));
}

export function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/** Suites, whether they run themselves or are given to an adapter by a test. */
export function isSuite(path: string): boolean {
  return /\.(test|contract)\.tsx?$/.test(path) || path.endsWith('/contracts.ts');
}

/** The package or service that a path belongs to, such as `packages/core`, or `test`; null for files of the root. */
export function homeOf(path: string): string | null {
  return /^(?:(?:packages|services)\/[^/]+|test)(?=\/)/.exec(path)?.[0] ?? null;
}
