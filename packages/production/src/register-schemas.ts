import { readFileSync } from 'node:fs';
import path from 'node:path';
import { confluentSchemaRegistry, inspectSubject } from '@landfall/adapter-registry';
import { SchemaRegistryError } from '@landfall/ports';
import { loadTopics } from '@landfall/runtime';
import { registryOptions } from './connections.ts';
import { SCHEMAS_DIR } from './production-world.ts';
import type { Settings } from './settings-table.ts';

interface Registered {
  readonly subject: string;
  readonly id: number;
  readonly version: number;
}

interface RefusedSchema {
  readonly subject: string;
  readonly code: SchemaRegistryError['code'];
  readonly reason: string;
}

export interface RegisteredSchemas {
  readonly registered: readonly Registered[];
  readonly refused: readonly RefusedSchema[];
}

/**
 * Registers the schema of every topic under FULL_TRANSITIVE. Idempotent. A refused one does not keep the others from being registered.
 * Rejects with `schema-registry-unavailable`.
 */
export async function registerSchemas(settings: Settings, schemasDir = SCHEMAS_DIR): Promise<RegisteredSchemas> {
  const options = registryOptions(settings);
  const registry = confluentSchemaRegistry(options);
  const registered: Registered[] = [];
  const refused: RefusedSchema[] = [];
  try {
    for (const { name, schema } of loadTopics(schemasDir)) {
      const subject = `${name}-value`;
      try {
        const id = await registry.register(subject, readFileSync(path.join(schemasDir, `${schema}.avsc`), 'utf8'));
        const seen = await inspectSubject(options, subject);
        registered.push({
          subject: seen.subject,
          id,
          version: seen.versions.find((one) => one.id === id)?.version ?? 0,
        });
      } catch (error) {
        if (!(error instanceof SchemaRegistryError) || error.code === 'schema-registry-unavailable') throw error;
        refused.push({ subject: `${settings.namespace}${subject}`, code: error.code, reason: error.message });
      }
    }
  } finally {
    await registry.close();
  }
  return { registered, refused };
}
