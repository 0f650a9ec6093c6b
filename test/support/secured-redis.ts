import type { TestCertificates } from './certificates.ts';
import { missingPrograms, run } from './local-java.ts';
import { realComponent } from './real-component.ts';
import { startServer } from './real-redis.ts';
import type { RedisAddress, Server, TestRedis } from './real-redis.ts';

export interface RedisSecurity {
  /** Of the default user. */
  readonly password: string;
  /** The server speaks TLS only. Absent: plain text. */
  readonly certificates?: TestCertificates;
}

export interface SecuredRedisLauncher {
  readonly single: (security: RedisSecurity) => Promise<TestRedis>;
  /** Three masters. */
  readonly cluster: (security: RedisSecurity) => Promise<TestRedis>;
}

const MASTERS = 3;

/** Servers that ask for a password: always our own, or null, said loudly. */
export function realSecuredRedis(): SecuredRedisLauncher | null {
  return realComponent('A Redis of its own', () => {
    const missing = missingPrograms(['redis-server', 'redis-cli', 'openssl']);
    if (missing !== null) return { missing };
    return { component: { single, cluster } };
  });
}

/** Sends one command as the default user and gives what redis-cli prints. */
export async function tellSecured(
  { host, port }: RedisAddress,
  security: RedisSecurity,
  command: readonly string[],
): Promise<string> {
  const { stdout } = await run('redis-cli', ['-h', host, '-p', `${port}`, ...access(security), ...command]);
  return stdout;
}

async function single(security: RedisSecurity): Promise<TestRedis> {
  const server = await start(security, []);
  return { nodes: [server.address], whileDown: server.whileDown, stop: server.stop };
}

async function cluster(security: RedisSecurity): Promise<TestRedis> {
  const servers: Server[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const tls = security.certificates === undefined ? [] : ['--tls-cluster', 'yes'];
  try {
    for (let count = 0; count < MASTERS; count += 1) {
      servers.push(await start(security, ['--cluster-enabled', 'yes', ...tls]));
    }
    const nodes = servers.map(({ address }) => address);
    const named = nodes.map(({ host, port }) => `${host}:${port}`);
    await run('redis-cli', [...access(security), '--cluster', 'create', ...named, '--cluster-yes']);
    return { nodes, whileDown: null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function start({ password, certificates }: RedisSecurity, more: readonly string[]): Promise<Server> {
  const secret = ['--requirepass', password, '--masterauth', password];
  if (certificates === undefined) return startServer([...secret, ...more]);
  const { server, authority } = certificates;
  const files = ['--tls-cert-file', server.certFile, '--tls-key-file', server.keyFile];
  const trusted = ['--tls-ca-cert-file', authority.certFile, '--tls-auth-clients', 'optional'];
  return startServer([...secret, ...files, ...trusted, ...more], { tls: true });
}

function access({ password, certificates }: RedisSecurity): string[] {
  const tls = certificates === undefined ? [] : ['--tls', '--cacert', certificates.authority.certFile];
  const own =
    certificates === undefined ? [] : ['--cert', certificates.server.certFile, '--key', certificates.server.keyFile];
  return ['--no-auth-warning', '-a', password, ...tls, ...own];
}
