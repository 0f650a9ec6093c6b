import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Topic } from '@landfall/core';
import { eventHeaders } from '@landfall/core';
import type { TopicDefinition } from '@landfall/runtime';
import { loadTopics } from '@landfall/runtime';
import { parse, stringify } from 'yaml';
import { ONE_OF_EACH } from '../support/one-of-each.ts';
import { SCHEMAS_DIR } from '../support/world.ts';

const HOUR_MS = 3_600_000;
const KAFKA_BINDING = { bindingVersion: '0.5.0' };
const AVRO = 'application/vnd.apache.avro;version=1.9.0';
const NOTE = '# Made by `npm run asyncapi` from topics.yaml and the schemas beside it. Change those.\n';

interface AvroRecord {
  readonly name: string;
  readonly doc: string;
}

/** `schemas/asyncapi.yaml`: every topic as an AsyncAPI 3.0 document, made from `topics.yaml`, the schemas and the headers of real events. */
export function asyncApiText(): string {
  return `${NOTE}${stringify(asyncApiDocument(), { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true })}`;
}

function asyncApiDocument(): object {
  const topics = loadTopics(SCHEMAS_DIR);
  const keys = keyTexts();
  const described = topics.map((topic) => ({ topic, name: nameOf(topic.name), schema: readSchema(topic.schema) }));
  return {
    asyncapi: '3.0.0',
    info: info(),
    defaultContentType: 'application/avro',
    servers: servers(),
    channels: Object.fromEntries(
      described.map(({ topic, name, schema }) => [name, channel(topic, schema, keys.get(topic.name) ?? '')]),
    ),
    operations: Object.fromEntries(
      described.map(({ topic, name, schema }) => [`send-${name}`, operation(name, topic, schema)]),
    ),
    components: {
      messages: Object.fromEntries(
        described.map(({ topic, schema }) => [schema.name, message(topic, schema, keys.get(topic.name) ?? '')]),
      ),
      securitySchemes: SECURITY,
    },
  };
}

function info(): object {
  const { version } = parse(readFileSync(path.join(SCHEMAS_DIR, '../package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    title: 'Landfall',
    version,
    description:
      'What Landfall writes to Kafka, as those see it who consume it. Records come at least once: de-duplicate by ce_id, ' +
      'for hits the same as hitId. An installation with a namespace has it in front of every topic and subject.',
    license: { name: 'Apache-2.0' },
  };
}

const SECURITY = {
  plain: { type: 'plain', description: 'SASL PLAIN.' },
  scramSha256: { type: 'scramSha256', description: 'SASL SCRAM-SHA-256.' },
  scramSha512: { type: 'scramSha512', description: 'SASL SCRAM-SHA-512.' },
  certificate: { type: 'X509', description: 'A TLS certificate of the client.' },
};

function servers(): object {
  const common = {
    host: '{broker}',
    variables: { broker: { description: 'Address of a broker, host:port, as your installation has it.' } },
    bindings: { kafka: { schemaRegistryVendor: 'confluent', ...KAFKA_BINDING } },
  };
  const security = Object.keys(SECURITY).map((name) => ({ $ref: `#/components/securitySchemes/${name}` }));
  return {
    secure: { ...common, protocol: 'kafka-secure', description: 'Brokers behind TLS.', security },
    plain: { ...common, protocol: 'kafka', description: 'Brokers on a network of their own.' },
  };
}

function channel(topic: TopicDefinition, schema: AvroRecord, key: string): object {
  const { name, partitions, cleanup, retentionHours, maxMessageBytes } = topic;
  const topicConfiguration = {
    'cleanup.policy': [cleanup],
    'retention.ms': retentionHours === undefined ? -1 : retentionHours * HOUR_MS,
    'max.message.bytes': maxMessageBytes,
  };
  return {
    address: name,
    title: schema.name,
    description: `Keyed by ${key}; records of one key keep their order. ${keptText(topic)}`,
    messages: { [schema.name]: { $ref: `#/components/messages/${schema.name}` } },
    bindings: { kafka: { topic: name, partitions, topicConfiguration, ...KAFKA_BINDING } },
  };
}

function keptText({ cleanup, retentionHours }: TopicDefinition): string {
  if (cleanup === 'compact') return 'The newest record of each key is kept.';
  return retentionHours === undefined ? 'Kept for ever.' : `Kept for ${retentionHours / 24} days.`;
}

function operation(name: string, topic: TopicDefinition, schema: AvroRecord): object {
  return {
    action: 'send',
    channel: { $ref: `#/channels/${name}` },
    summary: `Landfall writes ${topic.name}.`,
    messages: [{ $ref: `#/channels/${name}/messages/${schema.name}` }],
  };
}

function message(topic: TopicDefinition, schema: AvroRecord, key: string): object {
  const headers = headersSchema(topic.name);
  return {
    name: schema.name,
    title: schema.name,
    summary: schema.doc,
    contentType: 'application/avro',
    ...(headers === null ? {} : { headers }),
    payload: { schemaFormat: AVRO, schema },
    bindings: {
      kafka: {
        key: { type: 'string', description: `${key}, UTF-8.` },
        schemaIdLocation: 'payload',
        schemaIdPayloadEncoding: 'confluent',
        schemaLookupStrategy: 'TopicNameStrategy',
        ...KAFKA_BINDING,
      },
    },
  };
}

/** What each attribute of CloudEvents says; those that differ from record to record. */
const VARYING: Readonly<Record<string, object>> = {
  ce_id: { type: 'string', minLength: 1, description: 'The event’s own id: the same when the record comes again.' },
  ce_time: { type: 'string', format: 'date-time', description: 'Event time; left out where RFC 3339 cannot say it.' },
  ce_subject: { type: 'string', minLength: 1, description: 'What the event is about.' },
};
const MAY_BE_ABSENT = new Set(['ce_time', 'ce_subject']);

/** JSON Schema of a topic's headers, from those of a real event; null for a topic without. */
function headersSchema(topic: Topic): object | null {
  const headers = eventHeaders(topic, ONE_OF_EACH[topic]);
  if (headers === undefined) return null;
  const names = Object.keys(headers);
  return {
    type: 'object',
    required: names.filter((name) => !MAY_BE_ABSENT.has(name)),
    properties: Object.fromEntries(
      names.map((name) => [name, VARYING[name] ?? { type: 'string', const: headers[name] }]),
    ),
  };
}

function readSchema(name: string): AvroRecord {
  return JSON.parse(readFileSync(path.join(SCHEMAS_DIR, `${name}.avsc`), 'utf8')) as AvroRecord;
}

/** What topics.yaml says of each topic's key, in words. */
function keyTexts(): ReadonlyMap<string, string> {
  const { topics } = parse(readFileSync(path.join(SCHEMAS_DIR, 'topics.yaml'), 'utf8')) as {
    readonly topics: Readonly<Record<string, { readonly key: string }>>;
  };
  return new Map(Object.entries(topics).map(([name, { key }]) => [name, key]));
}

/** Names of channels are without dots, which some generators cannot take. */
function nameOf(topic: Topic): string {
  return topic.replaceAll('.', '-');
}
