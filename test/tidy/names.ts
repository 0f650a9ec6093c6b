import type { Finding, SourceFile } from './source-file.ts';

const KEBAB = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const CUSTOMARY =
  /^(?:README|NOTICE|LICENSE|CHANGELOG|CONTRIBUTING|SECURITY|RESULTS)(?:\.md)?$|^Dockerfile(?:\.[a-z-]+)?$/;

/** Files and folders are named in kebab-case, but for the names that every repository has. */
export function checkNames(files: readonly SourceFile[]): Finding[] {
  return files.flatMap(({ path }) =>
    path
      .split('/')
      .filter((name) => !KEBAB.test(name) && !CUSTOMARY.test(name))
      .map((name) => ({ path, line: 1, message: `${name} is not kebab-case` })),
  );
}
