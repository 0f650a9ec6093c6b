import { schemaRegistryContract } from '@landfall/ports/contracts';
import { describe, expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';
import { embeddedSchemaRegistry } from './schema-registry.ts';
import { temporaryFile, withFile } from './test-files.ts';

schemaRegistryContract({
  name: 'SQLite',
  open: async () => {
    const { path, remove } = temporaryFile();
    let registry = embeddedSchemaRegistry(openLogFile({ path }));
    return {
      registry,
      reopen: async () => {
        await registry.close();
        registry = embeddedSchemaRegistry(openLogFile({ path }));
        return registry;
      },
      close: async () => {
        await registry.close();
        remove();
      },
    };
  },
});

describe('embeddedSchemaRegistry', () => {
  it('does not mind how a schema is laid out', () =>
    withFile(async (path) => {
      const registry = embeddedSchemaRegistry(openLogFile({ path }));
      const id = await registry.register('a', '{"type":"record","name":"R","fields":[]}');
      expect(await registry.register('a', '{ "type": "record",\n  "name": "R", "fields": [] }')).toBe(id);
      expect(await registry.register('another subject', '{"type":"record","name":"R","fields":[]}')).toBe(id);
      await registry.close();
    }));

  it('says which version a schema does not fit', () =>
    withFile(async (path) => {
      const registry = embeddedSchemaRegistry(openLogFile({ path }));
      const id = await registry.register('a', '"string"');
      const refused = registry.register('a', '"long"');
      await expect(refused).rejects.toThrow(new RegExp(`version of id ${id}`));
      await registry.close();
    }));

  it('refuses to work once it is closed', () =>
    withFile(async (path) => {
      const registry = embeddedSchemaRegistry(openLogFile({ path }));
      await registry.close();
      await expect(registry.versions('a')).rejects.toMatchObject({ code: 'schema-registry-unavailable' });
    }));
});
