import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TempFolder {
  readonly path: string;
  /** A file of that name in it. */
  file(name: string): string;
  remove(): void;
}

export function tempFolder(): TempFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'landfall-e2e-'));
  return {
    path: folder,
    file: (name) => path.join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
