import { readFileSync } from 'node:fs';
import type { Topic } from '@landfall/core';
import { foldedKeyHash } from '@landfall/core';
import type { Codec } from '@landfall/codec';
import { writeHeader } from '@landfall/codec';
import type { SchemaRegistry } from '@landfall/ports';
import avro from 'avsc';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRead } from '../support/events.ts';
import { ONE_OF_EACH } from '../support/one-of-each.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { SCHEMAS_DIR, openWorld } from '../support/world.ts';

let world: EmbeddedWorld;
let codec: Codec;
let registry: SchemaRegistry;

beforeAll(async () => {
  world = await openWorld();
  ({ registry } = world);
  codec = world.platform.codec;
});
afterAll(() => world.close());

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('codec', () => {
  it.each(Object.keys(ONE_OF_EACH) as Topic[])(
    'gives back an event of %s as it was, with no field missing from the types',
    (topic) => {
      const event = ONE_OF_EACH[topic];
      const decoded = codec.decode(topic, codec.encode(topic, event));
      expect(plain(decoded)).toEqual(plain(event));
    },
  );

  it('puts the registry header before the value', () => {
    const bytes = codec.encode('hits', ONE_OF_EACH.hits);
    expect(bytes[0]).toBe(0);
    expect(bytes.readUInt32BE(1)).toBe(codec.schemaId('hits'));
  });

  it.each([
    ['a value without a header', Buffer.from([1, 2]), 'header-invalid'],
    ['a value of a schema that nobody registered', Buffer.from([0, 0, 0, 0xff, 0xff, 1]), 'schema-not-loaded'],
  ])('refuses %s with a code', (_what, bytes, code) => {
    expect(() => codec.decode('hits', bytes)).toThrowError(expect.objectContaining({ code }));
  });

  it('refuses a value cut short', () => {
    const value = codec.encode('hits', ONE_OF_EACH.hits).subarray(0, 40);
    expect(() => codec.decode('hits', value)).toThrowError(expect.objectContaining({ code: 'value-invalid' }));
  });

  it('refuses bytes behind the value', () => {
    const value = Buffer.concat([codec.encode('audit', ONE_OF_EACH.audit), Buffer.from([1])]);
    expect(() => codec.decode('audit', value)).toThrowError(expect.objectContaining({ code: 'value-invalid' }));
  });

  it('refuses to encode an event that does not fit its schema', () => {
    const wrong = { ...ONE_OF_EACH.audit, at: 'yesterday' as unknown as number };
    expect(() => codec.encode('audit', wrong)).toThrowError(expect.objectContaining({ code: 'event-invalid' }));
  });

  it('throws nothing but coded errors on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
        const bytes = Buffer.concat([Buffer.alloc(5), Buffer.from(tail)]);
        writeHeader(bytes, codec.schemaId('anpr.reads'));
        expect([null, 'value-invalid']).toContain(codeOf(() => codec.decode('anpr.reads', bytes)));
      }),
    );
  });

  it('reads what an older and a newer writer wrote', async () => {
    const json = JSON.parse(readFileSync(`${SCHEMAS_DIR}/audit-event.avsc`, 'utf8')) as { fields: { name: string }[] };
    const older = { ...json, fields: json.fields.filter(({ name }) => name !== 'details') };
    const newer = {
      ...json,
      fields: [...json.fields, { name: 'workstation', type: 'string', doc: 'Where.', default: '' }],
    };
    for (const schema of [older, newer]) {
      const id = await registry.register('audit-value', JSON.stringify(schema));
      const bytes = encodedBy(schema, id);
      await codec.load([{ value: bytes }]);
      expect(codec.decode('audit', bytes)).toMatchObject({ auditId: 'a', action: 'entry.added' });
    }
  });
});

describe('partial decoding of reads', () => {
  it('finds the same mark, key hash, time and camera as the whole decoder, whatever the read holds', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z0-9]{0,16}$/),
        fc.integer({ min: -1e12, max: 4e12 }),
        fc.string(),
        (mark, at, camera) => {
          const read = aRead({ mark, capturedAt: at, cameraId: camera });
          const bytes = codec.encode('anpr.reads', read);
          const view = codec.viewRead(bytes);
          // What follows the leading fields is not looked at.
          expect(codec.viewRead(bytes.subarray(0, -1)).keyHash).toBe(view.keyHash);
          expect([view.mark, view.keyHash, view.atMs, view.cameraKey.endsWith(camera)]).toEqual([
            mark,
            foldedKeyHash(mark),
            at,
            true,
          ]);
        },
      ),
    );
  });

  it('refuses a value of another schema, as the whole decoder does', () => {
    const other = codec.encode('audit', ONE_OF_EACH.audit);
    expect(codeOf(() => codec.viewRead(other))).toBe('schema-mismatch');
  });

  it('refuses bytes that end too early', () => {
    const bytes = codec.encode('anpr.reads', aRead({ mark: 'AB12CDE' })).subarray(0, 20);
    expect(codeOf(() => codec.viewRead(bytes))).toBe('value-invalid');
  });
});

/** The code of what it throws; null when it throws nothing. */
function codeOf(action: () => unknown): unknown {
  try {
    action();
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

function encodedBy(schema: object, id: number): Buffer {
  const value = avro.Type.forSchema(schema as avro.Schema).toBuffer({ ...ONE_OF_EACH.audit, workstation: 'desk 4' });
  const bytes = Buffer.concat([Buffer.alloc(5), value]);
  writeHeader(bytes, id);
  return bytes;
}
