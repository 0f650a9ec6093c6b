import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

const ROOT = join(import.meta.dirname, '../..');
const LEFT_OUT = new Set(['node_modules', 'dist', '.build', '.git', 'coverage']);
const TEXT =
  /(?:\.(?:[cm]?[jt]sx?|json|avsc|ya?ml|md|sh|css|html|xml|csv|geojson|txt)|\/run|^LICENSE|\/Dockerfile|^\.[a-z]+)$/;
const TEXT_BYTES_MAX = 4 * 1024 * 1024;

/** Every text file of the repository that is not generated or installed, sorted by path. */
export function readFiles(): SourceFile[] {
  return list('').map((path) => ({ path, text: readText(path) }));
}

function list(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return list(path);
      return entry.isFile() && TEXT.test(path) ? [path] : [];
    })
    .toSorted();
}

function readText(path: string): string {
  const bytes = readFileSync(join(ROOT, path));
  if (bytes.length > TEXT_BYTES_MAX) throw new Error(`${path} is too large to be a text of this repository`);
  return bytes.toString('utf8');
}
