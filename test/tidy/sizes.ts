import { isTypeScript } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

export const FILE_LINES_MAX = 300;
export const LINE_LENGTH_MAX = 160;

/** A file is read in one sitting, and a line without scrolling. */
export function checkSizes(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path }) => isTypeScript(path) || /\.(?:sh|css)$/.test(path))
    .flatMap(({ path, text }) => {
      const lines = text.replace(/\n$/, '').split('\n');
      const tooLong = lines.flatMap((line, index) =>
        line.length > LINE_LENGTH_MAX ? [{ path, line: index + 1, message: `line of ${line.length} characters` }] : [],
      );
      if (lines.length <= FILE_LINES_MAX) return tooLong;
      return [
        ...tooLong,
        { path, line: lines.length, message: `file of ${lines.length} lines: it holds more than one concept` },
      ];
    });
}
