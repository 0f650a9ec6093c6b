import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { SchemaRegistryError } from '@landfall/ports';
import type { RegistryOptions } from './schema-registry.ts';

/** One subject as the registry has it. */
export interface SubjectSeen {
  /** With the namespace, as the registry knows it. */
  readonly subject: string;
  /** None: there is no such subject. The newest comes last. */
  readonly versions: readonly { readonly version: number; readonly id: number; readonly schemaJson: string }[];
  /** Null: the subject has no rule of its own. */
  readonly compatibility: string | null;
}

const TIMEOUT_MS = 15_000;

/** Looks at one subject. Rejects with `schema-registry-unavailable`. */
export async function inspectSubject(options: RegistryOptions, subject: string): Promise<SubjectSeen> {
  const name = `${options.namespace ?? ''}${subject}`;
  const place = encodeURIComponent(name);
  const numbers = (await ask(options, `/subjects/${place}/versions`)) as readonly number[] | null;
  const versions: { version: number; id: number; schemaJson: string }[] = [];
  for (const version of numbers ?? []) {
    const found = (await ask(options, `/subjects/${place}/versions/${version}`)) as {
      id: number;
      schema: string;
    } | null;
    if (found !== null) versions.push({ version, id: found.id, schemaJson: found.schema });
  }
  const rule = (await ask(options, `/config/${place}`)) as { readonly compatibilityLevel?: string } | null;
  return { subject: name, versions, compatibility: rule?.compatibilityLevel ?? null };
}

/** The answer as JSON; null for 404. */
async function ask(options: RegistryOptions, path: string): Promise<unknown> {
  try {
    const { status, body } = await get(options, path);
    if (status === 404) return null;
    if (status !== 200) throw new Error(`HTTP ${status} at ${path}`);
    return JSON.parse(body) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaRegistryError('schema-registry-unavailable', `Schema registry: ${reason}`, { cause: error });
  }
}

function get(options: RegistryOptions, path: string): Promise<{ readonly status: number; readonly body: string }> {
  const { url, auth, tls, timeoutMs = TIMEOUT_MS } = options;
  const target = new URL(`${url.replace(/\/+$/, '')}${path}`);
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asked = request(
      target,
      {
        headers: { accept: 'application/vnd.schemaregistry.v1+json, application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        ...tls,
        ...(auth === undefined ? {} : { auth: `${auth.username}:${auth.password}` }),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part));
        response.once('error', reject).once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    asked.once('error', reject).end();
  });
}
