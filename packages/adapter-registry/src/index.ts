export { inspectSubject } from './inspect-subjects.ts';
export type { SubjectSeen } from './inspect-subjects.ts';
export { confluentSchemaRegistry } from './schema-registry.ts';
export type { RegistryOptions } from './schema-registry.ts';
