import { readSchemas } from './avro.ts';
import { lineAt } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

const TOPICS = 'schemas/topics.yaml';
const EVENTS = 'packages/core/src/events.ts';
const TOPIC = /^ {2}([\w.-]+):\s*\n((?: {4}.*\n?)*)/gm;

/** Every topic has its schema, every schema its topic, and the types of the core know the same topics. */
export function checkTopics(files: readonly SourceFile[]): Finding[] {
  const yaml = files.find(({ path }) => path === TOPICS)?.text ?? '';
  const topics = [...yaml.matchAll(TOPIC)].map(({ 1: name = '', 2: body = '', index }) => ({
    name,
    schema: /^ {4}schema: *(\S+)/m.exec(body)?.[1] ?? '',
    line: lineAt(yaml, index + 1),
  }));
  if (topics.length === 0) return [{ path: TOPICS, line: 1, message: 'there are no topics' }];
  const { schemas } = readSchemas(files);
  const names = new Set(schemas.map(({ name }) => name));
  const used = new Set(topics.map(({ schema }) => schema));
  return [
    ...topics
      .filter(({ schema }) => !names.has(schema))
      .map(({ name, schema, line }) => ({
        path: TOPICS,
        line,
        message: `${name} has the schema ${schema || 'nothing'}, which does not exist`,
      })),
    ...schemas
      .filter(({ name }) => !used.has(name))
      .map(({ path }) => ({ path, line: 1, message: 'no topic carries this schema' })),
    ...differences(
      topics.map(({ name }) => name),
      typedTopics(files),
    ),
  ];
}

function typedTopics(files: readonly SourceFile[]): string[] {
  const events = files.find(({ path }) => path === EVENTS)?.text ?? '';
  const body = /interface EventByTopic \{([^}]*)\}/.exec(events)?.[1] ?? '';
  return [...body.matchAll(/^\s*(?:readonly\s+)?'?([\w.-]+)'?\s*:/gm)].map(([, name]) => name ?? '');
}

function differences(declared: readonly string[], typed: readonly string[]): Finding[] {
  return [
    ...declared
      .filter((name) => !typed.includes(name))
      .map((name) => ({ path: EVENTS, line: 1, message: `EventByTopic lacks ${name}` })),
    ...typed
      .filter((name) => !declared.includes(name))
      .map((name) => ({ path: TOPICS, line: 1, message: `lacks ${name} of EventByTopic` })),
  ];
}
