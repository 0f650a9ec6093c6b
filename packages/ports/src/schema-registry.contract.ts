import { describe, expect, it } from 'vitest';
import { inWorld } from './contract-support.ts';
import type { Contract } from './contract-support.ts';
import type { SchemaRegistry } from './schema-registry.ts';

/** A registry without subjects, set to FULL_TRANSITIVE. */
export interface SchemaRegistryWorld {
  readonly registry: SchemaRegistry;
  /** Closes the registry and opens the same data again. */
  readonly reopen: () => Promise<SchemaRegistry>;
  readonly close: () => Promise<void>;
}

interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
}

const MARK: Field = { name: 'mark', type: 'string' };
const AT: Field = { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } };
const LANE: Field = { name: 'lane', type: ['null', 'int'], default: null };

function read(...fields: readonly Field[]): string {
  return JSON.stringify({ type: 'record', name: 'Read', namespace: 'landfall.contract', fields });
}

function kinds(symbols: readonly string[], fallback?: string): Field {
  return {
    name: 'kind',
    type: { type: 'enum', name: 'Kind', symbols, ...(fallback === undefined ? {} : { default: fallback }) },
  };
}

const same = (schemaJson: string): unknown => JSON.parse(schemaJson) as unknown;
const refused = (code: string): object => ({ name: 'SchemaRegistryError', code: `schema-${code}` });

export function schemaRegistryContract(contract: Contract<SchemaRegistryWorld>): void {
  const options = contract.timeoutMs === undefined ? {} : { timeout: contract.timeoutMs };
  describe(`schema registry: ${contract.name}`, options, () => {
    describe('ids and versions', () => {
      registering(contract.open);
    });
    describe('FULL_TRANSITIVE compatibility', () => {
      compatibility(contract.open);
    });
  });
}

type Open = Contract<SchemaRegistryWorld>['open'];

function registering(open: Open): void {
  it('gives the same id for the same schema', () =>
    inWorld(open, async ({ registry }) => {
      const id = await registry.register('reads-value', read(MARK));
      expect(Number.isSafeInteger(id) && id > 0 && id <= 0x7fffffff).toBe(true);
      expect(await registry.register('reads-value', read(MARK))).toBe(id);
      expect(await registry.versions('reads-value')).toHaveLength(1);
    }));

  it('gives different schemas different ids', () =>
    inWorld(open, async ({ registry }) => {
      const first = await registry.register('reads-value', read(MARK));
      const second = await registry.register('reads-value', read(MARK, LANE));
      expect(second).not.toBe(first);
    }));

  it('gives back the schema that an id names', () =>
    inWorld(open, async ({ registry }) => {
      const id = await registry.register('reads-value', read(MARK, AT, LANE));
      expect(same(await registry.schema(id))).toEqual(same(read(MARK, AT, LANE)));
    }));

  it('lists the versions of a subject, oldest first, and none of an unknown one', () =>
    inWorld(open, async ({ registry }) => {
      const first = await registry.register('reads-value', read(MARK));
      const second = await registry.register('reads-value', read(MARK, LANE));
      await registry.register('hits-value', read(AT));
      const versions = await registry.versions('reads-value');
      expect(versions.map((one) => one.id)).toEqual([first, second]);
      expect(versions.map((one) => same(one.schemaJson))).toEqual([same(read(MARK)), same(read(MARK, LANE))]);
      expect(await registry.versions('never-registered')).toEqual([]);
    }));

  it('gives the same ids when many register the same schemas at once', () =>
    inWorld(open, async ({ registry }) => {
      const ids = await Promise.all(Array.from({ length: 12 }, () => registry.register('reads-value', read(MARK))));
      expect(new Set(ids).size).toBe(1);
    }));

  it('keeps ids and versions when it is opened again', () =>
    inWorld(open, async ({ registry, reopen }) => {
      const first = await registry.register('reads-value', read(MARK));
      const second = await registry.register('reads-value', read(MARK, LANE));
      const again = await reopen();
      expect(same(await again.schema(first))).toEqual(same(read(MARK)));
      expect(await again.register('reads-value', read(MARK, LANE))).toBe(second);
      expect((await again.versions('reads-value')).map((one) => one.id)).toEqual([first, second]);
    }));

  it('does not know an id that it never gave', () =>
    inWorld(open, async ({ registry }) => {
      await expect(registry.schema(1_999_999)).rejects.toMatchObject(refused('unknown'));
    }));

  it('refuses what is not a schema', () =>
    inWorld(open, async ({ registry }) => {
      for (const text of ['', '{', '{"type":"record"}', '{"type":"nonsense"}', read({ name: 'x', type: 'Missing' })]) {
        await expect(registry.register('reads-value', text)).rejects.toMatchObject(refused('invalid'));
      }
      expect(await registry.versions('reads-value')).toEqual([]);
    }));

  it('may be closed twice', () =>
    inWorld(open, async ({ registry }) => {
      await registry.register('reads-value', read(MARK));
      await registry.close();
      await expect(registry.close()).resolves.toBeUndefined();
    }));
}

function compatibility(open: Open): void {
  const UP = ['UP', 'DOWN'];
  const accepted: readonly (readonly [string, string, string])[] = [
    ['a field with a default is added', read(MARK), read(MARK, LANE)],
    ['a field with a default is removed', read(MARK, LANE), read(MARK)],
    ['fields change places', read(MARK, AT), read(AT, MARK)],
    ['a logical type is added to the same number', read(MARK, { ...AT, type: 'long' }), read(MARK, AT)],
    ['a symbol is added to an enum with a default', read(kinds(UP, 'UP')), read(kinds([...UP, 'LEFT'], 'UP'))],
    ['a symbol is removed from an enum with a default', read(kinds([...UP, 'LEFT'], 'UP')), read(kinds(UP, 'UP'))],
  ];
  it.each(accepted)('accepts a new version when %s', (_, before, after) =>
    inWorld(open, async ({ registry }) => {
      await registry.register('reads-value', before);
      await expect(registry.register('reads-value', after)).resolves.toBeGreaterThan(0);
    }),
  );

  const incompatible: readonly (readonly [string, string, string])[] = [
    ['a field without a default is added', read(MARK), read(MARK, AT)],
    ['a field without a default is removed', read(MARK, AT), read(MARK)],
    ['a type changes', read(MARK, LANE), read({ ...MARK, type: 'long' }, LANE)],
    ['a number grows, which old readers cannot follow', read({ ...AT, type: 'int' }), read({ ...AT, type: 'long' })],
    ['a field may now be null', read(MARK), read({ ...MARK, type: ['null', 'string'] })],
    ['a symbol is added to an enum without a default', read(kinds(UP)), read(kinds([...UP, 'LEFT']))],
    ['a symbol is removed from an enum without a default', read(kinds([...UP, 'LEFT'])), read(kinds(UP))],
  ];
  it.each(incompatible)('refuses a new version when %s', (_, before, after) =>
    inWorld(open, async ({ registry }) => {
      const id = await registry.register('reads-value', before);
      await expect(registry.register('reads-value', after)).rejects.toMatchObject(refused('incompatible'));
      expect((await registry.versions('reads-value')).map((one) => one.id)).toEqual([id]);
    }),
  );

  it('compares with every version, not only with the last', () =>
    inWorld(open, async ({ registry }) => {
      await registry.register('reads-value', read(MARK, { name: 'lane', type: 'int', default: 0 }));
      await registry.register('reads-value', read(MARK));
      const changed = read(MARK, { name: 'lane', type: 'string', default: '' });
      await expect(registry.register('reads-value', changed)).rejects.toMatchObject(refused('incompatible'));
    }));

  it('compares only within a subject', () =>
    inWorld(open, async ({ registry }) => {
      await registry.register('reads-value', read(MARK));
      await expect(registry.register('movements-value', read(AT))).resolves.toBeGreaterThan(0);
    }));
}
