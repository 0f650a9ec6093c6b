/**
 * The contract suites: each adapter's tests call the suite of its port. Test code; nothing that runs in service
 * imports it.
 */
export { clockContract } from './clock.contract.ts';
export type { ClockWorld } from './clock.contract.ts';
export type { Contract, EventLogWorld } from './contract-support.ts';
export { eventLogContract } from './event-log.contract.ts';
export { schemaRegistryContract } from './schema-registry.contract.ts';
export type { SchemaRegistryWorld } from './schema-registry.contract.ts';
export { windowStoreContract } from './window-store.contract.ts';
export type { WindowStoreWorld } from './window-store.contract.ts';
