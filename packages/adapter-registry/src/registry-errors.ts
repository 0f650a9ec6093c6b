import { SchemaRegistryError } from '@landfall/ports';
import { remedyFor } from './registry-remedies.ts';

/** By the name of the client's error: what it refuses before it asks the registry. */
const REFUSED: ReadonlyMap<string, SchemaRegistryError['code']> = new Map([
  ['ConfluentSchemaRegistryArgumentError', 'schema-invalid'],
  ['ConfluentSchemaRegistryInvalidSchemaError', 'schema-invalid'],
  ['ConfluentSchemaRegistryValidationError', 'schema-invalid'],
  // A subject whose rule is not FULL_TRANSITIVE.
  ['ConfluentSchemaRegistryCompatibilityError', 'schema-incompatible'],
]);

/** By HTTP status. The client gives 400 to a refused connection, and registries do not answer so. */
const ANSWERED: ReadonlyMap<number, SchemaRegistryError['code']> = new Map([
  [404, 'schema-unknown'],
  [409, 'schema-incompatible'],
  [422, 'schema-invalid'],
]);

/** The HTTP status in an error of the client; 0 where there is none. */
export function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 0;
}

/** Turns what the client threw into a SchemaRegistryError; what it cannot name counts as a registry that is away. */
export function toRegistryError(error: unknown): SchemaRegistryError {
  if (error instanceof SchemaRegistryError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = REFUSED.get(name) ?? ANSWERED.get(statusOf(error)) ?? 'schema-registry-unavailable';
  const text = message.trim().replace(/(?<![.!?])$/, '.');
  const remedy = code === 'schema-registry-unavailable' ? remedyFor(message) : '';
  return new SchemaRegistryError(code, `Schema registry: ${text} ${remedy}`.trim(), { cause: error });
}
