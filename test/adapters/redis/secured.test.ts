import { inspect } from 'node:util';
import { redisAccess, redisWindowStore } from '@landfall/adapter-redis';
import type { RedisWindowStoreOptions } from '@landfall/adapter-redis';
import { windowStoreContract } from '@landfall/ports/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../support/certificates.ts';
import type { TestCertificates } from '../../support/certificates.ts';
import type { TestRedis } from '../../support/real-redis.ts';
import { realSecuredRedis, tellSecured } from '../../support/secured-redis.ts';
import { everywhere, mark, newNamespace, none } from './window-help.ts';

const launcher = realSecuredRedis();
const PASSWORD = 'correcthorse4711';
const WRONG_PASSWORD = 'batterystaple4711';
const USER = 'landfall';
/** All namespaces of these tests begin so. */
const NAMESPACE = 'test-';
/** Asked of clusters only. */
const CLUSTER_ONLY = new Set(['cluster|info', 'cluster|slots']);
const UNAVAILABLE = { name: 'WindowStoreError', code: 'windows-unavailable' };

describe.skipIf(launcher === null)('a Redis with a user who may do little', () => {
  let redis: TestRedis;
  const security = { password: PASSWORD };
  const tell = (...command: string[]): Promise<string> => tellSecured(redis.nodes[0]!, security, command);
  beforeAll(async () => {
    redis = await launcher!.single(security);
    await tell('ACL', 'SETUSER', USER, 'on', `>${PASSWORD}`, ...redisAccess(`${NAMESPACE}*`));
    await tell('CONFIG', 'RESETSTAT');
  });
  afterAll(() => redis.stop());

  windowStoreContract({
    name: 'Redis, with the least rights',
    timeoutMs: 30_000,
    open: async () => {
      const access = { username: USER, password: PASSWORD };
      const store = await redisWindowStore({ nodes: redis.nodes, namespace: newNamespace(), ...access });
      return { store, close: () => store.close() };
    },
  });

  it('has no right that nothing needs', async () => {
    const stats = await tell('INFO', 'commandstats');
    const asked = new Set([...stats.matchAll(/^cmdstat_([^:]+):/gm)].map(([, name]) => name ?? ''));
    const allowed = redisAccess().flatMap((rule) => (rule.startsWith('+') ? [rule.slice(1)] : []));
    expect(allowed.filter((name) => !asked.has(name) && !CLUSTER_ONLY.has(name))).toEqual([]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a command', ['-append'], /rights \(ACL\)/],
    ['the keys of the namespace', ['resetkeys', '~other:*'], /rights \(ACL\)/],
  ])('is refused without %s, which is said with what to check', async (_, taken, remedy) => {
    const poor = `poor-${taken.join('')}`.replaceAll(/[^\w-]/g, '');
    await tell('ACL', 'SETUSER', poor, 'on', `>${PASSWORD}`, ...redisAccess(`${NAMESPACE}*`), ...taken);
    await expect(use({ nodes: redis.nodes, username: poor, password: PASSWORD })).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringMatching(remedy),
    });
  });
});

/** Opens, stores, looks and closes. */
async function use(options: RedisWindowStoreOptions): Promise<void> {
  const store = await redisWindowStore({ namespace: newNamespace(), connectTimeoutMs: 2_000, ...options });
  try {
    await store.storeAndLook(everywhere(store), none(store));
    const [found] = await store.markAndLook([mark('m', 7)]);
    expect(found).toHaveLength(1);
  } finally {
    await store.close();
  }
}

describe.skipIf(launcher === null)('a Redis with a password and TLS', () => {
  let certificates: TestCertificates;
  let single: TestRedis;
  let cluster: TestRedis;
  beforeAll(async () => {
    certificates = await makeCertificates();
    const security = { password: PASSWORD, certificates };
    [single, cluster] = [await launcher!.single(security), await launcher!.cluster(security)];
    for (const node of cluster.nodes) {
      await tellSecured(node, security, [
        'ACL',
        'SETUSER',
        USER,
        'on',
        `>${PASSWORD}`,
        ...redisAccess(`${NAMESPACE}*`),
      ]);
    }
  });
  afterAll(async () => {
    await Promise.all([single.stop(), cluster.stop()]);
    await certificates.remove();
  });

  const trusting = (): { ca: string } => ({ ca: certificates.authority.cert });

  it('serves a single server and a cluster, there with the least rights', async () => {
    const both = [
      use({ nodes: single.nodes, password: PASSWORD, tls: trusting() }),
      use({ nodes: cluster.nodes, cluster: true, username: USER, password: PASSWORD, tls: trusting() }),
    ];
    await expect(Promise.all(both)).resolves.toHaveLength(2);
  });

  it.each<[string, (nodes: TestRedis['nodes']) => RedisWindowStoreOptions, RegExp]>([
    [
      'a wrong password',
      (nodes) => ({ nodes, password: WRONG_PASSWORD, tls: trusting() }),
      /user name and the password/,
    ],
    ['no password', (nodes) => ({ nodes, tls: trusting() }), /user name and the password/],
    [
      'a wrong authority',
      (nodes) => ({ nodes, password: PASSWORD, tls: { ca: certificates.stranger.cert } }),
      /authority \(CA\)/,
    ],
    ['plain text', (nodes) => ({ nodes, password: PASSWORD }), /TLS/],
  ])('is refused with %s, alone and as a cluster, which is said with what to check', async (_, wrong, remedy) => {
    for (const [redis, isCluster] of [
      [single, false],
      [cluster, true],
    ] as const) {
      const error: unknown = await use({ ...wrong(redis.nodes), cluster: isCluster }).catch(
        (refused: unknown) => refused,
      );
      expect(error).toMatchObject({ ...UNAVAILABLE, message: expect.stringMatching(remedy) });
      const text = inspect(error, { depth: 20, showHidden: true });
      for (const password of [PASSWORD, WRONG_PASSWORD]) expect(text).not.toContain(password);
    }
  });
});
