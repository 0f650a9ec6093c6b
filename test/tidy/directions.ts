import { posix } from 'node:path';
import { importsOf } from './imports.ts';
import type { Import } from './imports.ts';
import { DRIVERS, DRIVER_HOMES, IMPORT_TABLE, MAIN, SUITE } from './import-table.ts';
import { homeOf, isSuite, isTypeScript } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

/** The direction of imports, and that no file reaches into another package, by name or by path. */
export function checkDirections(files: readonly SourceFile[]): Finding[] {
  const manifests = new Map(
    files.filter(({ path }) => path.endsWith('package.json')).map(({ path, text }) => [path, text]),
  );
  return files
    .filter(({ path }) => isTypeScript(path) && homeOf(path) !== null)
    .flatMap((file) =>
      importsOf(file).flatMap((found) => {
        const message = problem(file.path, found, manifests);
        return message === null ? [] : [{ path: file.path, line: found.line, message }];
      }),
    );
}

function problem(path: string, found: Import, manifests: ReadonlyMap<string, string>): string | null {
  const { specifier } = found;
  const home = homeOf(path) ?? '';
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`${home}/`) ? null : `reaches out of ${home}: import ${specifier} by its package's name`;
  }
  if (/^@landfall\/[^/]+\//.test(specifier) && specifier !== '@landfall/ports/contracts' && !MAIN.test(specifier))
    return `deep import of ${specifier}`;
  if (allows(DRIVERS, specifier) && !DRIVER_HOMES.test(home))
    return `may not import the driver ${specifier}: adapters do`;
  const allowance = IMPORT_TABLE.find(([place]) => place.test(path))?.[1];
  if (allowance === undefined) return null;
  if (allows(allowance.packages, specifier) || (found.typesOnly && allows(allowance.types ?? [], specifier)))
    return null;
  if (isSuite(path) && allows(SUITE, specifier)) return null;
  if (isOwnLibrary(home, specifier, manifests)) return null;
  return `may not import ${specifier}${allows(allowance.types ?? [], specifier) ? ' except its types' : ''}`;
}

/** A service may use the libraries that its own manifest names. */
function isOwnLibrary(home: string, specifier: string, manifests: ReadonlyMap<string, string>): boolean {
  if (!home.startsWith('services/') || /^(@landfall\/|node:)/.test(specifier)) return false;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return (manifests.get(`${home}/package.json`) ?? '').includes(`"${name}":`);
}

function allows(names: readonly string[], specifier: string): boolean {
  return names.some((name) => (name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name));
}
