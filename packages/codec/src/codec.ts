import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EventByTopic, Topic } from '@landfall/core';
import type { SchemaRegistry } from '@landfall/ports';
import avro from 'avsc';
import { CodecError } from './codec-error.ts';
import type { ReadView } from './read-view.ts';
import { leadingFieldsMatch, viewLeadingFields, viewWholeRead } from './read-view.ts';
import { HEADER_BYTES, schemaIdOf, writeHeader } from './wire-header.ts';

/** Topic and the name of its schema file without ending, as in `schemas/topics.yaml`. */
export type SchemaByTopic = Readonly<Record<Topic, string>>;

export interface CodecOptions {
  readonly registry: SchemaRegistry;
  /** Folder of the .avsc files. */
  readonly schemasDir: string;
  readonly schemaByTopic: SchemaByTopic;
}

/** Events to bytes and back: Avro binary behind the registry's 5-byte header. Synchronous once a schema is loaded. */
export interface Codec {
  /** Throws CodecError `event-invalid` when the event does not fit its schema, which is a programmer's error. */
  encode<T extends Topic>(topic: T, event: EventByTopic[T]): Buffer;
  /** Throws CodecError with a code when the bytes cannot be read: `header-invalid`, `schema-not-loaded`, `schema-mismatch`, `value-invalid`. */
  decode<T extends Topic>(topic: T, bytes: Uint8Array): EventByTopic[T];
  /**
   * What matching needs of a read: its leading fields alone where the writer's schema has them where they are looked for, the whole read
   * otherwise. Throws as `decode` does. A view of the bytes, valid as long as they are.
   */
  viewRead(bytes: Uint8Array): ReadView;
  /** Loads the writers' schemas that these values name and that are not loaded yet; undefined when there is nothing to wait for. */
  load(values: readonly { readonly value: Uint8Array }[]): Promise<void> | undefined;
  /** The id under which this process writes the topic. */
  schemaId(topic: Topic): number;
  /** The schema of a loaded id, or undefined. */
  schemaJson(id: number): string | undefined;
}

interface TopicCodec {
  readonly id: number;
  readonly type: avro.Type;
  readonly resolvers: Map<number, Resolver>;
}

type Resolver = ReturnType<avro.Type['createResolver']>;

const SCRATCH_BYTES = 64 * 1024;
const UNKNOWN_IDS_MAX = 1000;

/** Avro's named types of one schema live in a registry of their own; logical types stay plain numbers. */
function compile(schemaJson: string): avro.Type {
  return avro.Type.forSchema(JSON.parse(schemaJson), { wrapUnions: 'never' });
}

export async function openCodec(options: CodecOptions): Promise<Codec> {
  const topics = new Map<Topic, TopicCodec>();
  const schemas = new Map<number, string>();
  for (const [topic, name] of Object.entries(options.schemaByTopic) as [Topic, string][]) {
    const json = readFileSync(path.join(options.schemasDir, `${name}.avsc`), 'utf8');
    const id = await options.registry.register(`${topic}-value`, json);
    topics.set(topic, { id, type: compile(json), resolvers: new Map() });
    schemas.set(id, json);
  }
  return codecOf(topics, schemas, options.registry);
}

/** Where the writers' schemas come from. */
type SchemaSource = Pick<SchemaRegistry, 'schema'>;

/** The half of a codec that reads. */
export type Decoder = Pick<Codec, 'decode' | 'load'>;

/** No registry gives this id, so every value is read through its writer's schema. */
const NO_ID = -1;

/** Reads events into the given schemas (JSON, by topic) and registers none: for those who may only read the registry. */
export function openDecoder(options: {
  readonly registry: SchemaSource;
  readonly schemas: Partial<Readonly<Record<Topic, string>>>;
}): Decoder {
  const topics = new Map<Topic, TopicCodec>();
  for (const [topic, json] of Object.entries(options.schemas) as [Topic, string][]) {
    topics.set(topic, { id: NO_ID, type: compile(json), resolvers: new Map() });
  }
  return codecOf(topics, new Map(), options.registry);
}

function codecOf(topics: Map<Topic, TopicCodec>, schemas: Map<number, string>, registry: SchemaSource): Codec {
  const unknownIds = new Set<number>();
  const hasLeadingFields = leadingFieldsIn(schemas);
  let scratch = Buffer.allocUnsafe(SCRATCH_BYTES);
  const topicCodec = (topic: Topic): TopicCodec => {
    const found = topics.get(topic);
    if (found === undefined) throw new CodecError('topic-unknown', `No schema is configured for topic ${topic}.`);
    return found;
  };
  const loadSchema = async (id: number): Promise<void> => {
    try {
      schemas.set(id, await registry.schema(id));
    } catch (error) {
      if ((error as { code?: string }).code !== 'schema-unknown') throw error;
      if (unknownIds.size < UNKNOWN_IDS_MAX) unknownIds.add(id);
    }
  };
  return {
    encode(topic, event) {
      const { id, type } = topicCodec(topic);
      try {
        let end = type.encode(event, scratch, HEADER_BYTES);
        if (end < 0) {
          scratch = Buffer.allocUnsafe(2 * (scratch.length - end));
          end = type.encode(event, scratch, HEADER_BYTES);
        }
        writeHeader(scratch, id);
        return Buffer.from(scratch.subarray(0, end));
      } catch (error) {
        throw new CodecError('event-invalid', `The event does not fit the schema of ${topic}: ${String(error)}`, {
          cause: error,
        });
      }
    },
    decode(topic, bytes) {
      const codec = topicCodec(topic);
      const buffer = bufferOf(bytes);
      const id = schemaIdOf(buffer);
      return readValue(buffer, id === codec.id ? undefined : resolverOf(codec, id, schemas), codec.type) as never;
    },
    viewRead(bytes) {
      if (hasLeadingFields(schemaIdOf(bytes))) return viewLeadingFields(bufferOf(bytes));
      return viewWholeRead(this.decode('anpr.reads', bytes));
    },
    load(values) {
      let missing: Set<number> | undefined;
      for (const { value } of values) {
        const id = schemaIdOf(value, false);
        if (id === -1 || schemas.has(id) || unknownIds.has(id)) continue;
        missing ??= new Set();
        missing.add(id);
      }
      return missing === undefined ? undefined : Promise.all([...missing].map(loadSchema)).then(() => undefined);
    },
    schemaId: (topic) => topicCodec(topic).id,
    schemaJson: (id) => schemas.get(id),
  };
}

/** Says, once per writer's schema, whether a read's leading fields lie where they are looked for. */
function leadingFieldsIn(schemas: ReadonlyMap<number, string>): (id: number) => boolean {
  const known = new Map<number, boolean>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const json = schemas.get(id);
    if (json === undefined) return false;
    const matches = leadingFieldsMatch(json);
    known.set(id, matches);
    return matches;
  };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readValue(buffer: Buffer, resolver: Resolver | undefined, type: avro.Type): unknown {
  try {
    // decode() and not fromBuffer(): the header is skipped without a copy. Trailing bytes are refused like missing ones.
    const { value, offset } = type.decode(buffer, HEADER_BYTES, resolver) as { value: unknown; offset: number };
    if (offset !== buffer.length)
      throw new RangeError(offset < 0 ? 'the value is cut short' : 'bytes follow the value');
    return value;
  } catch (error) {
    throw new CodecError('value-invalid', `The value is not what its schema says: ${String(error)}`, { cause: error });
  }
}

function resolverOf(codec: TopicCodec, writerId: number, schemas: Map<number, string>): Resolver {
  const known = codec.resolvers.get(writerId);
  if (known !== undefined) return known;
  const writerJson = schemas.get(writerId);
  if (writerJson === undefined) throw new CodecError('schema-not-loaded', `Schema ${writerId} is not in the registry.`);
  try {
    const resolver = codec.type.createResolver(compile(writerJson));
    codec.resolvers.set(writerId, resolver);
    return resolver;
  } catch (error) {
    throw new CodecError('schema-mismatch', `Schema ${writerId} cannot be read as this topic's: ${String(error)}`, {
      cause: error,
    });
  }
}
