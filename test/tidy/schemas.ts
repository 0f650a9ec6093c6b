import { logicalTypes, primitives, readSchemas } from './avro.ts';
import type { AvroField, AvroNamed, AvroSchema } from './avro.ts';
import type { Finding, SourceFile } from './source-file.ts';

const TIME_NAME = /(?:^at|At|From|To|Until|Since)$/;
const DURATION_NAME = /(?:window|lookBack|lateness|duration|delay|timeout|interval)/i;
const UNIT = /(?:Ms|Hours|Days)$/;

/** Schemas are the contract with downstream users: they explain themselves, and a reader of any age can read a writer of any age. */
export function checkSchemas(files: readonly SourceFile[]): Finding[] {
  const { schemas, findings } = readSchemas(files);
  if (schemas.length === 0) findings.push({ path: 'schemas', line: 1, message: 'there are no schemas' });
  return [
    ...findings,
    ...schemas.flatMap((schema) => problemsOf(schema).map((message) => ({ path: schema.path, line: 1, message }))),
    ...sharedTypes(schemas),
  ];
}

function problemsOf({ name, root, named }: AvroSchema): string[] {
  const fileName = root.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  return [
    ...(fileName === name ? [] : [`${root.name} belongs in ${fileName}.avsc`]),
    ...named.filter(({ doc }) => !doc?.trim()).map((type) => `${type.name} has no doc`),
    ...named.flatMap(enumProblems),
    ...named.flatMap((type) =>
      (type.fields ?? []).flatMap((field) => fieldProblems(field).map((what) => `${type.name}.${field.name} ${what}`)),
    ),
  ];
}

function enumProblems(type: AvroNamed): string[] {
  if (type.type !== 'enum') return [];
  if (type.default === undefined) return [`${type.name} has no default: readers break on a new symbol`];
  return type.symbols?.includes(type.default) ? [] : [`${type.name} has a default that is not one of its symbols`];
}

function fieldProblems({ name, type, doc }: AvroField): string[] {
  const logical = logicalTypes(type);
  const isNumber = primitives(type).some((primitive) => primitive === 'long' || primitive === 'int');
  const other = logical.find(
    (kind) => /^(?:timestamp|local-timestamp|time)-/.test(kind) && kind !== 'timestamp-millis',
  );
  return [
    ...(doc?.trim() ? [] : ['has no doc']),
    ...(other === undefined ? [] : [`is ${other}: times are timestamp-millis`]),
    ...(isNumber && TIME_NAME.test(name) && !logical.includes('timestamp-millis')
      ? ['sounds like a time and is not timestamp-millis']
      : []),
    ...(logical.includes('timestamp-millis') && !TIME_NAME.test(name)
      ? ['is a time: its name ends in At, From, To or Since']
      : []),
    ...(isNumber && name.endsWith('Date') && !logical.includes('date') ? ['sounds like a date and is not one'] : []),
    ...(isNumber && DURATION_NAME.test(name) && !UNIT.test(name)
      ? ['is a length of time without its unit in the name']
      : []),
  ];
}

/** A type that two schemas share means the same in both: equal symbols, equal fields; the docs may differ. */
function sharedTypes(schemas: readonly AvroSchema[]): Finding[] {
  const first = new Map<string, { readonly path: string; readonly shape: string }>();
  return schemas.flatMap(({ path, named }) =>
    named.flatMap((type) => {
      const shape = JSON.stringify({ ...type, doc: '' }, (key, value: unknown) => (key === 'doc' ? undefined : value));
      const other = first.get(type.name);
      first.set(type.name, other ?? { path, shape });
      if (other === undefined || other.shape === shape) return [];
      return [{ path, line: 1, message: `${type.name} differs from the one in ${other.path}` }];
    }),
  );
}
