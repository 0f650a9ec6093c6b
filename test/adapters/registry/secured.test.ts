import { inspect } from 'node:util';
import { confluentSchemaRegistry } from '@landfall/adapter-registry';
import type { RegistryOptions } from '@landfall/adapter-registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../support/certificates.ts';
import type { TestCertificates } from '../../support/certificates.ts';
import { startGuardedProxy } from '../../support/guarded-proxy.ts';
import type { GuardedProxy } from '../../support/guarded-proxy.ts';
import { realRegistry, startRegistry } from '../../support/real-registry.ts';
import type { RunningRegistry } from '../../support/real-registry.ts';

const source = realRegistry();
const USERNAME = 'landfall';
const PASSWORD = 'correcthorse4711';
const WRONG_PASSWORD = 'batterystaple4711';
const SCHEMA = '{"type":"record","name":"R","fields":[]}';

describe.skipIf(source === null)('a registry behind HTTPS and a password', () => {
  let certificates: TestCertificates;
  let running: RunningRegistry;
  let proxy: GuardedProxy;
  beforeAll(async () => {
    certificates = await makeCertificates();
    running = await startRegistry(source);
    const guard = { certificate: certificates.server, username: USERNAME, password: PASSWORD };
    proxy = await startGuardedProxy({ target: running.url, ...guard });
  });
  afterAll(async () => {
    await proxy.stop();
    await running.stop();
    await certificates.remove();
  });

  const admitted = (): RegistryOptions => ({
    url: proxy.url,
    namespace: `test-${crypto.randomUUID().slice(0, 8)}.`,
    auth: { username: USERNAME, password: PASSWORD },
    tls: { ca: certificates.authority.cert },
  });

  it('registers, lists and gives back schemas to those who have the password', async () => {
    const registry = confluentSchemaRegistry(admitted());
    const id = await registry.register('a', SCHEMA);
    expect(await registry.versions('a')).toEqual([{ id, schemaJson: await registry.schema(id) }]);
    await registry.close();
  });

  it.each<[string, () => Partial<RegistryOptions>, RegExp]>([
    [
      'a wrong password',
      () => ({ auth: { username: USERNAME, password: WRONG_PASSWORD } }),
      /user name and the password/,
    ],
    ['no password', () => ({ auth: { username: '', password: '' } }), /user name and the password/],
    ['a wrong authority', () => ({ tls: { ca: certificates.stranger.cert } }), /authority \(CA\)/],
    ['a name that the certificate does not have', () => ({ url: named(proxy.url) }), /as its certificate does/],
    ['HTTP where HTTPS is spoken', () => ({ url: proxy.url.replace('https:', 'http:') }), /https/],
    ['HTTPS where HTTP is spoken', () => ({ url: running.url.replace('http:', 'https:') }), /http:/],
  ])('is refused with %s, which is said with what to check', async (_, wrong, remedy) => {
    const registry = confluentSchemaRegistry({ ...admitted(), ...wrong() });
    const tried = await Promise.allSettled([
      registry.register('a', SCHEMA),
      registry.schema(1),
      registry.versions('a'),
    ]);
    for (const one of tried) {
      expect(one).toMatchObject({ status: 'rejected' });
      const error: unknown = one.status === 'rejected' ? one.reason : null;
      expect(error).toMatchObject({ name: 'SchemaRegistryError', code: 'schema-registry-unavailable' });
      expect(error).toMatchObject({ message: expect.stringMatching(remedy) });
      expectNoSecret(error);
    }
    await registry.close();
  });
});

/** Another name of the same machine. */
function named(url: string): string {
  return url.replace('127.0.0.1', '127.0.0.2');
}

/** Neither password, also not as HTTP Basic sends it, at any depth. */
function expectNoSecret(error: unknown): void {
  const text = inspect(error, { depth: 20, showHidden: true });
  for (const password of [PASSWORD, WRONG_PASSWORD]) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(Buffer.from(`${USERNAME}:${password}`).toString('base64'));
  }
}
