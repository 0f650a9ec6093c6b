import { readFileSync } from 'node:fs';
import path from 'node:path';
import specs from '@asyncapi/specs';
import { eventHeaders } from '@landfall/core';
import type { Topic } from '@landfall/core';
import { loadTopics } from '@landfall/runtime';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ONE_OF_EACH } from '../support/one-of-each.ts';
import { SCHEMAS_DIR } from '../support/world.ts';
import { asyncApiText } from './asyncapi.ts';

interface Message {
  readonly headers?: object;
  readonly payload: { readonly schema: unknown };
}

const text = readFileSync(path.join(SCHEMAS_DIR, 'asyncapi.yaml'), 'utf8');
const document = parse(text) as {
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: object }>>;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
};

/** The schemas of AsyncAPI name formats and keywords that are annotations only. */
function newAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}

const validate = newAjv().compile(specs.schemasWithoutId['3.0.0'] as Readonly<Record<string, unknown>>);

describe('schemas/asyncapi.yaml', () => {
  it('is current: npm run asyncapi makes no change', () => {
    expect(text).toBe(asyncApiText());
  });

  it('is an AsyncAPI 3.0 document by the official schema', () => {
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it('would not be one with a channel that has a wrong binding', () => {
    const wrong = structuredClone(document) as { channels: Record<string, { bindings?: object }> };
    wrong.channels['hits']!.bindings = { kafka: { partitions: 'eight', bindingVersion: '0.5.0' } };
    expect(validate(wrong)).toBe(false);
  });

  it('has every topic with its schema, and every reference leads somewhere', () => {
    const topics = loadTopics(SCHEMAS_DIR);
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(topics.map(({ name }) => name));
    for (const { schema } of topics) {
      const avsc = JSON.parse(readFileSync(path.join(SCHEMAS_DIR, `${schema}.avsc`), 'utf8')) as {
        readonly name: string;
      };
      expect(document.components.messages[avsc.name]?.payload.schema).toEqual(avsc);
    }
    const references = [...text.matchAll(/\$ref: "?'?#\/([^"'\n]+)/g)].map(([, place = '']) => place);
    expect(references.length).toBeGreaterThan(topics.length);
    expect(references.filter((place) => atPlace(document, place) === undefined)).toEqual([]);
  });

  it.each(loadTopics(SCHEMAS_DIR).map(({ name }) => name))('describes the headers that events of %s have', (topic) => {
    const schema = Object.values(document.components.messages).find((_, index) => topicAt(index) === topic);
    const headers = eventHeaders(topic, ONE_OF_EACH[topic]);
    expect(schema?.headers === undefined).toBe(headers === undefined);
    if (schema?.headers === undefined) return;
    const isHeaders = newAjv().compile(schema.headers);
    expect(isHeaders(headers)).toBe(true);
    expect(isHeaders({ ...headers, ce_type: 'another' })).toBe(false);
  });

  it('names no host', () => {
    expect(text).not.toMatch(/https?:\/\//);
  });
});

describe('the client', () => {
  it('has the schema of hits as it is: npm run asyncapi copies it', () => {
    const copy = readFileSync(path.join(SCHEMAS_DIR, '../packages/client/hit.avsc'), 'utf8');
    expect(copy).toBe(readFileSync(path.join(SCHEMAS_DIR, 'hit.avsc'), 'utf8'));
  });
});

function topicAt(index: number): Topic | undefined {
  return loadTopics(SCHEMAS_DIR)[index]?.name;
}

function atPlace(root: unknown, place: string): unknown {
  return place
    .split('/')
    .reduce<unknown>((node, name) => (node as Readonly<Record<string, unknown>> | undefined)?.[name], root);
}
