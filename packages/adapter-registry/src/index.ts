export { confluentSchemaRegistry } from './schema-registry.ts';
export type { RegistryOptions } from './schema-registry.ts';
