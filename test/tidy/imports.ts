import { splitSource } from './split-source.ts';
import { lineAt } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

export interface Import {
  readonly specifier: string;
  /** True when nothing of it is left at run time. */
  readonly typesOnly: boolean;
  readonly line: number;
}

const FROM = /\b(?:import|export)\s+(type\s+)?([\w$*{}\s,]*?)\s*\bfrom\s*(['"])/g;
const BARE = /\bimport\s*\(?\s*(['"])/g;

/** Every import of a file, re-exports and dynamic imports included. */
export function importsOf(file: SourceFile): Import[] {
  const { code } = splitSource(file.text);
  const importAt = (match: RegExpExecArray, quote: string, typesOnly: boolean): Import => {
    const start = match.index + match[0].length;
    return {
      specifier: file.text.slice(start, file.text.indexOf(quote, start)),
      typesOnly,
      line: lineAt(file.text, match.index),
    };
  };
  const named = [...code.matchAll(FROM)].map((match) =>
    importAt(match, match[3] ?? '', match[1] !== undefined || namesOnlyTypes(match[2] ?? '')),
  );
  const bare = [...code.matchAll(BARE)].map((match) => importAt(match, match[1] ?? '', false));
  return [...named, ...bare].toSorted((a, b) => a.line - b.line);
}

function namesOnlyTypes(clause: string): boolean {
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (names === undefined) return false;
  return names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}
