import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { confluentSchemaRegistry } from '@landfall/adapter-registry';
import { schemaRegistryContract } from '@landfall/ports/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realRegistry, startRegistry } from '../../support/real-registry.ts';
import type { RunningRegistry } from '../../support/real-registry.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../../schemas');
const source = realRegistry();

describe.skipIf(source === null)('on a real registry', () => {
  let running: RunningRegistry;
  beforeAll(async () => {
    running = await startRegistry(source);
  }, 240_000);
  afterAll(() => running.stop());

  /** Subjects that nobody else uses. */
  const newOptions = (): Parameters<typeof confluentSchemaRegistry>[0] => ({
    url: running.url,
    namespace: `test-${crypto.randomUUID().slice(0, 8)}.`,
  });

  schemaRegistryContract({
    name: 'Apicurio through Confluent’s API',
    open: async () => {
      const options = newOptions();
      let registry = confluentSchemaRegistry(options);
      return {
        registry,
        reopen: async () => {
          await registry.close();
          registry = confluentSchemaRegistry(options);
          return registry;
        },
        close: () => registry.close(),
      };
    },
  });

  it('gives back every schema of the system as it was registered', async () => {
    const options = newOptions();
    const registry = confluentSchemaRegistry(options);
    for (const file of readdirSync(SCHEMAS).filter((name) => name.endsWith('.avsc'))) {
      const text = readFileSync(resolve(SCHEMAS, file), 'utf8');
      const id = await registry.register(`${file}-value`, text);
      const again = confluentSchemaRegistry(options);
      expect(JSON.parse(await again.schema(id))).toEqual(JSON.parse(text));
      await again.close();
    }
    await registry.close();
  });

  it('refuses a subject that is set to another rule, and says which', async () => {
    const options = newOptions();
    const registry = confluentSchemaRegistry(options);
    await registry.register('a', '{"type":"record","name":"R","fields":[]}');
    await fetch(`${running.url}/config/${options.namespace}a`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ compatibility: 'NONE' }),
    });
    const refused = registry.register('a', '{"type":"record","name":"R","fields":[{"name":"x","type":"int"}]}');
    await expect(refused).rejects.toMatchObject({ code: 'schema-incompatible' });
    await expect(refused).rejects.toThrow('FULL_TRANSITIVE != NONE');
    await registry.close();
  });
});

describe('confluentSchemaRegistry', () => {
  it('says that the registry is away when nobody answers', async () => {
    const registry = confluentSchemaRegistry({ url: 'http://127.0.0.1:1' });
    const away = { name: 'SchemaRegistryError', code: 'schema-registry-unavailable' };
    await expect(registry.register('a', '{"type":"record","name":"R","fields":[]}')).rejects.toMatchObject(away);
    await expect(registry.schema(1)).rejects.toMatchObject(away);
    await registry.close();
    await expect(registry.versions('a')).rejects.toMatchObject(away);
  });
});
