/**
 * Schemas by number, kept in the data file beside the records that name them.
 *
 * Guarantee: an id never changes its meaning; a record that names an id is never safer on disk than the schema. Every
 *   version of a subject reads every other (FULL_TRANSITIVE). Logical types are not compared: two that lie on the
 *   same type are compatible, as in Confluent's registry. Schemas come back as compact JSON.
 * On crash: a registration is there or it is not.
 * On retry: the same schema gets the same id.
 * Bounds: each registration of something new is compared with every version of its subject.
 */
import avro from 'avsc';
import { SchemaRegistryError } from '@landfall/ports';
import type { SchemaRegistry } from '@landfall/ports';
import type { LogFile } from './log-file.ts';

interface Version {
  readonly id: number;
  readonly schemaJson: string;
}

/** A registry over an open file; closing the registry releases the file. */
export function embeddedSchemaRegistry(file: LogFile): SchemaRegistry {
  const { db } = file;
  const byId = db.prepare('SELECT schema FROM schemas WHERE id = ?');
  const bySchema = db.prepare('SELECT id FROM schemas WHERE schema = ?');
  const bySubject = db.prepare(
    'SELECT id, schema FROM subjects JOIN schemas USING (id) WHERE subject = ? ORDER BY version',
  );
  const addSchema = db.prepare('INSERT INTO schemas (schema) VALUES (?)');
  const addVersion = db.prepare('INSERT INTO subjects (subject, version, id) VALUES (?, ?, ?)');
  let closed = false;

  const ask = async <T>(work: () => T): Promise<T> => {
    if (closed) throw new SchemaRegistryError('schema-registry-unavailable', 'The registry is closed.');
    try {
      return work();
    } catch (error) {
      if (error instanceof SchemaRegistryError) throw error;
      throw new SchemaRegistryError('schema-registry-unavailable', 'The data file failed.', { cause: error });
    }
  };
  const versionsOf = (subject: string): Version[] =>
    bySubject.all(subject).map((row) => ({ id: Number(row['id']), schemaJson: String(row['schema']) }));

  const register = (subject: string, schemaJson: string): number => {
    const type = parseSchema(schemaJson);
    const text = JSON.stringify(JSON.parse(schemaJson));
    return file.transaction(() => {
      const versions = versionsOf(subject);
      const known = versions.find((version) => version.schemaJson === text);
      if (known !== undefined) return known.id;
      for (const version of versions) assertCompatible({ subject, type, version });
      const id = Number(bySchema.get(text)?.['id'] ?? addSchema.run(text).lastInsertRowid);
      addVersion.run(subject, versions.length + 1, id);
      return id;
    });
  };

  return {
    register: (subject, schemaJson) => ask(() => register(subject, schemaJson)),
    schema: (id) =>
      ask(() => {
        const row = file.run(() => byId.get(id));
        if (row === undefined) throw new SchemaRegistryError('schema-unknown', `No schema has the id ${id}.`);
        return String(row['schema']);
      }),
    versions: (subject) => ask(() => file.run(() => versionsOf(subject))),
    close: async () => {
      if (closed) return;
      closed = true;
      file.release();
    },
  };
}

function parseSchema(schemaJson: string): avro.Type {
  try {
    // Names are a must, as in every other registry; unions are only compared here, so how their values look in memory
    // is no matter.
    const schema: avro.Schema = JSON.parse(schemaJson);
    return avro.Type.forSchema(schema, { noAnonymousTypes: true, wrapUnions: true });
  } catch (error) {
    throw new SchemaRegistryError('schema-invalid', `This is not an Avro schema: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function assertCompatible(options: {
  readonly subject: string;
  readonly type: avro.Type;
  readonly version: Version;
}): void {
  const { subject, type, version } = options;
  const other = parseSchema(version.schemaJson);
  for (const [reader, writer, words] of [
    [type, other, 'cannot read what was written with'],
    [other, type, 'cannot be read with'],
  ] as const) {
    try {
      reader.createResolver(writer);
    } catch (error) {
      const text = `The new schema of ${subject} ${words} the version of id ${version.id}: ${messageOf(error)}`;
      throw new SchemaRegistryError('schema-incompatible', text, { cause: error });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
