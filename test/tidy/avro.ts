import type { Finding, SourceFile } from './source-file.ts';

export interface AvroField {
  readonly name: string;
  readonly type: unknown;
  readonly doc?: string;
}

/** A record or enum as a schema file writes it: named once in full, and by name after that. */
export interface AvroNamed {
  readonly type: 'record' | 'enum' | 'fixed';
  readonly name: string;
  readonly doc?: string;
  readonly fields?: readonly AvroField[];
  readonly symbols?: readonly string[];
  readonly default?: string;
}

export interface AvroSchema {
  readonly path: string;
  /** Name of the file without its ending, by which topics.yaml calls the schema. */
  readonly name: string;
  readonly root: AvroNamed;
  /** The root and every named type inside it. */
  readonly named: readonly AvroNamed[];
}

/** The schemas among the files, and a finding for each that is no JSON or no record. */
export function readSchemas(files: readonly SourceFile[]): { schemas: AvroSchema[]; findings: Finding[] } {
  const schemas: AvroSchema[] = [];
  const findings: Finding[] = [];
  for (const { path, text } of files.filter((file) => /^schemas\/[^/]+\.avsc$/.test(file.path))) {
    const root = parseRecord(text);
    if (root === null) findings.push({ path, line: 1, message: 'is not a record in JSON' });
    else schemas.push({ path, name: path.slice('schemas/'.length, -'.avsc'.length), root, named: namedTypes(root) });
  }
  return { schemas, findings };
}

/** The logical types of a type, alternatives of a union included. */
export function logicalTypes(type: unknown): string[] {
  if (Array.isArray(type)) return type.flatMap(logicalTypes);
  return isObject(type) && typeof type['logicalType'] === 'string' ? [type['logicalType']] : [];
}

/** The primitive names of a type, alternatives of a union included. */
export function primitives(type: unknown): string[] {
  if (Array.isArray(type)) return type.flatMap(primitives);
  if (typeof type === 'string') return [type];
  return isObject(type) && typeof type['type'] === 'string' ? [type['type']] : [];
}

function parseRecord(text: string): AvroNamed | null {
  try {
    const value: unknown = JSON.parse(text);
    return isNamed(value) && value.type === 'record' ? value : null;
  } catch {
    return null;
  }
}

function namedTypes(type: unknown): AvroNamed[] {
  if (Array.isArray(type)) return type.flatMap(namedTypes);
  if (!isObject(type)) return [];
  if (isNamed(type)) return [type, ...(type.fields ?? []).flatMap((field) => namedTypes(field.type))];
  return [...namedTypes(type['items']), ...namedTypes(type['values'])];
}

function isNamed(value: unknown): value is AvroNamed {
  return (
    isObject(value) && typeof value['name'] === 'string' && ['record', 'enum', 'fixed'].includes(String(value['type']))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
