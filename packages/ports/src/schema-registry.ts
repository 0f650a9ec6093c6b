/** Schemas by number, as Confluent's registry keeps them. Compatibility is FULL_TRANSITIVE: any version reads any other. */
export interface SchemaRegistry {
  /** Registers and resolves with the id; the same schema again gives the same id. Rejects with `schema-incompatible` or `schema-invalid`. */
  register(subject: string, schemaJson: string): Promise<number>;
  /** The schema that an id names. Ids never change their meaning. Rejects with `schema-unknown`. */
  schema(id: number): Promise<string>;
  /** All versions of a subject, oldest first; none for an unknown subject. */
  versions(subject: string): Promise<readonly { readonly id: number; readonly schemaJson: string }[]>;
  /** Idempotent. */
  close(): Promise<void>;
}

export class SchemaRegistryError extends Error {
  override readonly name = 'SchemaRegistryError';
  readonly code: 'schema-unknown' | 'schema-incompatible' | 'schema-invalid' | 'schema-registry-unavailable';

  constructor(code: SchemaRegistryError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
