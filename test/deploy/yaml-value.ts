import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const DEPLOY_DIR = path.resolve(import.meta.dirname, '../../deploy');

/** A mapping of a YAML file, as its reader finds it. */
export type Mapping = Readonly<Record<string, unknown>>;

export function readDeployed(file: string): string {
  return readFileSync(path.join(DEPLOY_DIR, file), 'utf8');
}

/** One document, with the merge keys that compose files use. Throws for what is no YAML. */
export function parseYaml(text: string): Mapping {
  return mapping(parse(text, { merge: true }));
}

/** Each document of a file. Throws for what is no YAML, also for keys that stand twice. */
export function parseDocuments(text: string): Mapping[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return mapping(document.toJS());
  });
}

/** The value as a mapping; an empty one for anything else, so that a rule can say what it misses. */
export function mapping(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** What stands at a path of keys and positions; undefined where it ends early. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (typeof key === 'number' ? list(found)[key] : mapping(found)[key]),
    value,
  );
}

/** `2g`, `2gb`, `512m`, `1Gi`, `1536Mi` as bytes; NaN for anything else. */
export function bytesOf(size: unknown): number {
  const [, count, unit = ''] = /^(\d+)([kmg]?)(?:i|b)?$/i.exec(String(size)) ?? [];
  return count === undefined ? Number.NaN : Number(count) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
}
