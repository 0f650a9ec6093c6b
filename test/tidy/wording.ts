import { findPattern, isTypeScript } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';
import { splitSource } from './split-source.ts';

const UNDONE = new RegExp(`\\b(?:${['TO', 'DO|FIX', 'ME|X', 'XX'].join('')})\\b`, 'g');
const UNDONE_MESSAGE = 'work left undone: do it, or open an issue';

const IN_CODE: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/\bexport\s*\*/g, 'export by name, not with a star'],
  [
    /(?:(?:[:<]|(?<![|&])[|&])\s*|\bas\s+)any\b(?!\s*[:(.])|,\s*any\s*[,>]/g,
    'any switches the checker off: use unknown and narrow it',
  ],
  [UNDONE, UNDONE_MESSAGE],
];
const IN_COMMENTS: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/@ts-(?:ignore|expect-error|nocheck)\b/g, 'silences the type checker'],
  [UNDONE, UNDONE_MESSAGE],
];
const MAY_EXPORT_DEFAULT = /(?:\.config\.ts|^test\/support\/closing-line\.ts)$/;

/** Words that have no place in a source, and marks of unfinished work in any text. */
export function checkWording(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => {
    const { path } = file;
    if (!isTypeScript(path))
      return /\.(?:md|ya?ml|sh|json|avsc|css)$/.test(path) ? findPattern(file, UNDONE, UNDONE_MESSAGE) : [];
    const layers = splitSource(file.text);
    const code = { path, text: layers.code };
    const comments = { path, text: layers.comments };
    return [
      ...IN_CODE.flatMap(([pattern, message]) => findPattern(code, pattern, message)),
      ...IN_COMMENTS.flatMap(([pattern, message]) => findPattern(comments, pattern, message)),
      ...(MAY_EXPORT_DEFAULT.test(path)
        ? []
        : findPattern(code, /\bexport\s+default\b|\bas\s+default\b/g, 'export by name')),
    ];
  });
}
