import { describe, expect, it } from 'vitest';
import { checkSnippets } from './check-snippets.ts';
import { checkSchemas } from './schemas.ts';
import { checkTopics } from './topics.ts';

const level = { type: 'enum', name: 'Level', doc: 'Level.', symbols: ['UNKNOWN', 'HIGH'], default: 'UNKNOWN' };
const fields = [{ name: 'hitId', type: 'string', doc: 'Identity.' }];

function record(change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ type: 'record', name: 'Hit', doc: 'A hit.', fields, ...change });
}

function using(name: string, type: unknown): string {
  return record({ name, fields: [{ name: 'level', doc: 'a', type }] });
}

describe('checkSchemas', () => {
  it('lets pass a record that explains itself', () => {
    const time = {
      name: 'capturedAt',
      type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
      doc: 'When.',
      default: null,
    };
    expect(
      checkSnippets(checkSchemas, {
        'schemas/hit.avsc': record({ fields: [...fields, time, { name: 'level', type: level, doc: 'a' }] }),
      }),
    ).toEqual([]);
  });

  it.each([
    ['a record without doc', { doc: ' ' }, 'Hit has no doc'],
    ['a name that is not the file', { name: 'Read' }, 'belongs in read.avsc'],
    ['a field without doc', { fields: [{ name: 'a', type: 'string' }] }, 'Hit.a has no doc'],
    [
      'a nested field without doc',
      {
        fields: [
          {
            name: 'a',
            doc: 'a',
            type: {
              type: 'array',
              items: { type: 'record', name: 'B', doc: 'b', fields: [{ name: 'c', type: 'int' }] },
            },
          },
        ],
      },
      'B.c has no doc',
    ],
    [
      'an enum without default',
      { fields: [{ name: 'a', doc: 'a', type: { ...level, default: undefined } }] },
      'Level has no default',
    ],
    [
      'an enum with a strange default',
      { fields: [{ name: 'a', doc: 'a', type: { ...level, default: 'LOW' } }] },
      'not one of its symbols',
    ],
    [
      'a time as a bare number',
      { fields: [{ name: 'capturedAt', doc: 'a', type: 'long' }] },
      'is not timestamp-millis',
    ],
    [
      'a time in microseconds',
      { fields: [{ name: 'a', doc: 'a', type: { type: 'long', logicalType: 'timestamp-micros' } }] },
      'times are timestamp-millis',
    ],
    [
      'a time by another name',
      { fields: [{ name: 'moment', doc: 'a', type: { type: 'long', logicalType: 'timestamp-millis' } }] },
      'its name ends in At',
    ],
    ['a date as a bare number', { fields: [{ name: 'weedDate', doc: 'a', type: 'int' }] }, 'sounds like a date'],
    ['a length of time without unit', { fields: [{ name: 'lookBack', doc: 'a', type: 'long' }] }, 'without its unit'],
  ])('objects to %s', (_, change, message) => {
    expect(checkSnippets(checkSchemas, { 'schemas/hit.avsc': record(change) })).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('objects to a schema that is no JSON, and to having none', () => {
    expect(checkSnippets(checkSchemas, { 'schemas/hit.avsc': record(), 'schemas/rule.avsc': '{' })).toHaveLength(1);
    expect(checkSnippets(checkSchemas, {})).toHaveLength(1);
  });

  it('objects to one name with two meanings', () => {
    const same = {
      'schemas/hit.avsc': using('Hit', level),
      'schemas/rule.avsc': using('Rule', { ...level, doc: 'Other words.' }),
    };
    expect(checkSnippets(checkSchemas, same)).toEqual([]);
    const wider = { ...level, symbols: [...level.symbols, 'LOW'] };
    expect(checkSnippets(checkSchemas, { ...same, 'schemas/rule.avsc': using('Rule', wider) })).toEqual([
      expect.stringContaining('Level differs from the one in schemas/hit.avsc'),
    ]);
  });
});

describe('checkTopics', () => {
  const good = {
    'schemas/hit.avsc': record(),
    'schemas/topics.yaml': '# Topics\ntopics:\n  hits:\n    schema: hit\n    partitions: 8\n',
    'packages/core/src/events.ts': 'export interface EventByTopic {\n  readonly hits: Hit;\n}\n',
  };

  it('lets pass topics, schemas and types that agree', () => {
    expect(checkSnippets(checkTopics, good)).toEqual([]);
  });

  it.each([
    [
      'a topic of an unknown schema',
      { 'schemas/topics.yaml': 'topics:\n  hits:\n    schema: hit\n  rules:\n    schema: rule\n' },
      ['topics.yaml:4 rules has', 'lacks rules'],
    ],
    ['a schema without topic', { 'schemas/rule.avsc': record({ name: 'Rule' }) }, ['rule.avsc:1 no topic']],
    ['a topic that the types lack', { 'packages/core/src/events.ts': '' }, ['EventByTopic lacks hits']],
    [
      'a type that the topics lack',
      { 'packages/core/src/events.ts': `interface EventByTopic {\n  'hits': A;\n  'a.b': A;\n}` },
      ['lacks a.b'],
    ],
    ['no topics', { 'schemas/topics.yaml': '' }, ['there are no topics']],
  ])('objects to %s', (_, change, messages) => {
    expect(checkSnippets(checkTopics, { ...good, ...change })).toEqual(
      messages.map((message) => expect.stringContaining(message)),
    );
  });
});
