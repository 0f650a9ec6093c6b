import { findPattern } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

/** Homes and workspaces as absolute paths. Not preceded by a word, dot or slash, so that parts of longer paths and addresses pass. */
const ABSOLUTE_PATH = /(?<![\w.~/:\\-])\/(?:home|root|Users|work|workspace|builds?)\/[\w.]|\b[A-Z]:\\Users\\/g;
const HOST = /\bhttps?:\/\//g;

/** No text names a path of the machine that it was written or built on, and the lockfile and npm's settings no host. */
export function checkMachineTraces(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => [
    ...findPattern(file, ABSOLUTE_PATH, 'names an absolute path of one machine'),
    ...(/(?:^|\/)(?:pnpm-lock\.yaml|\.npmrc)$/.test(file.path)
      ? findPattern(file, HOST, 'names the host of one registry')
      : []),
  ]);
}
