/**
 * Schemas in a registry with Confluent's API, through @kafkajs/confluent-schema-registry.
 *
 * Guarantee: an id never changes its meaning. A subject that is registered here for the first time is set to
 *   FULL_TRANSITIVE, and from then on the registry itself compares every new version with all before; a subject that is
 *   set otherwise is refused. Schemas come back as they were registered, as compact JSON.
 * On crash: between the first registration of a subject and its setting, the subject stands without the rule; the next
 *   registration sets it, and is itself not compared. Register before anything else starts.
 * On retry: the same schema gets the same id. A request is tried four times, within timeoutMs.
 * Bounds: one registration at a time; at most 10,000 versions of a subject are listed. Schemas are kept in memory once
 *   read, one for each id.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { COMPATIBILITY, SchemaRegistry as Client, SchemaType } from '@kafkajs/confluent-schema-registry';
import { SchemaRegistryError } from '@landfall/ports';
import type { SchemaRegistry } from '@landfall/ports';
import { statusOf, toRegistryError } from './registry-errors.ts';
import { keepSchemaTexts } from './schema-texts.ts';

export interface RegistryOptions {
  /** Where Confluent's API begins, such as `https://registry:8081` or `http://apicurio:8080/apis/ccompat/v7`. */
  readonly url: string;
  /** For HTTP basic authentication. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** For HTTPS: authorities (PEM) beside those of the system, and a certificate of our own. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Put before the name of every subject, so that several systems can share a registry. Absent: nothing. */
  readonly namespace?: string;
  /** For one call with all its tries. Absent: 15,000. */
  readonly timeoutMs?: number;
}

type Versions = Awaited<ReturnType<SchemaRegistry['versions']>>;

const TIMEOUT_MS = 15_000;
const VERSIONS_MAX = 10_000;
const RETRY = { retries: 3, initialRetryTimeInSecs: 0.1, maxRetryTimeInSecs: 2, factor: 0.2, multiplier: 2 };
// Unions are only compared here, so how their values look in memory is no matter.
const AVRO = { [SchemaType.AVRO]: { wrapUnions: true } };

/** A registry that need not be there yet: calls reject with `schema-registry-unavailable` while it is away. */
export function confluentSchemaRegistry(options: RegistryOptions): SchemaRegistry {
  return new ConfluentRegistry(options);
}

class ConfluentRegistry implements SchemaRegistry {
  readonly #writer: Client;
  /** Never registers: the client does not ask for a schema that it has registered. */
  readonly #reader: Client;
  readonly #texts = new Map<number, string>();
  readonly #agent: HttpAgent;
  readonly #namespace: string;
  readonly #timeoutMs: number;
  #registering: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ url, auth, tls, namespace = '', timeoutMs = TIMEOUT_MS }: RegistryOptions) {
    const isTls = new URL(url).protocol === 'https:';
    this.#agent = isTls ? new HttpsAgent({ ...tls, keepAlive: true }) : new HttpAgent({ keepAlive: true });
    this.#namespace = namespace;
    this.#timeoutMs = timeoutMs;
    const access = {
      host: url.replace(/\/+$/, ''),
      agent: this.#agent,
      retry: RETRY,
      clientId: 'landfall',
      ...(auth === undefined ? {} : { auth: { ...auth } }),
    };
    this.#writer = new Client(access, AVRO);
    this.#reader = new Client({ ...access, middlewares: [keepSchemaTexts(this.#texts)] }, AVRO);
  }

  register(subject: string, schemaJson: string): Promise<number> {
    // Only one at a time: a subject gets its compatibility after its first version.
    const registered = this.#registering.then(() => this.#register(`${this.#namespace}${subject}`, schemaJson));
    this.#registering = registered.catch(() => {});
    return registered;
  }

  async schema(id: number): Promise<string> {
    await this.#ask(() => this.#reader.getSchema(id));
    const text = this.#texts.get(id);
    if (text === undefined) throw new SchemaRegistryError('schema-unknown', `The registry gives no text for id ${id}.`);
    return text;
  }

  async versions(subject: string): Promise<Versions> {
    const name = `${this.#namespace}${subject}`;
    const latest = await this.#idOrNone(() => this.#reader.getRegistryId(name, 'latest'));
    if (latest === null) return [];
    const found: { readonly id: number; readonly schemaJson: string }[] = [];
    // The client cannot list versions. Their numbers may have gaps, where somebody deleted one.
    for (let version = 1; version <= VERSIONS_MAX; version += 1) {
      const id = await this.#idOrNone(() => this.#reader.getRegistryId(name, version));
      if (id !== null) found.push({ id, schemaJson: await this.schema(id) });
      if (id === latest) break;
    }
    return found;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#agent.destroy();
  }

  async #register(subject: string, schemaJson: string): Promise<number> {
    assertJson(schemaJson);
    const schema = { type: SchemaType.AVRO as const, schema: JSON.stringify(JSON.parse(schemaJson)) };
    const rule = { subject, compatibility: COMPATIBILITY.FULL_TRANSITIVE };
    const { id } = await this.#ask(() => this.#writer.register(schema, rule));
    return id;
  }

  async #idOrNone(question: () => Promise<number>): Promise<number | null> {
    return this.#ask(async () => {
      try {
        return await question();
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    });
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new SchemaRegistryError('schema-registry-unavailable', 'The registry is closed.');
    const over = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const text = `The registry has not answered within ${this.#timeoutMs} ms.`;
      over.reject(new SchemaRegistryError('schema-registry-unavailable', text));
    }, this.#timeoutMs);
    try {
      return await Promise.race([question(), over.promise]);
    } catch (error) {
      throw toRegistryError(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new SchemaRegistryError('schema-invalid', 'This is not JSON, so it is not an Avro schema.', { cause: error });
  }
}
