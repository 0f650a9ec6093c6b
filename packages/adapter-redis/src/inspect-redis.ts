import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';
import type { RedisWindowStoreOptions } from './options.ts';
import { settingsOf } from './options.ts';
import { fieldOf } from './redis-check.ts';
import { toWindowStoreError, withClient } from './redis-client.ts';

/** One server, or one master of a cluster, as it stands. */
export interface RedisSeen {
  /** `host:port`. */
  readonly address: string;
  readonly version: string;
  readonly evictionPolicy: string;
  /** Bytes; 0: no bound. */
  readonly maxMemoryBytes: number;
  readonly appendOnly: boolean;
  /** The times at which snapshots are saved, as the configuration has them; '' for never, null where the server does not tell. */
  readonly snapshots: string | null;
  /** Of a cluster: `ok`, or another word. Null for a single server. */
  readonly clusterState: string | null;
  /** How far its clock is ahead of this machine's; uncertain by the time of one request. */
  readonly clockAheadMs: number;
}

/** Looks at every server, fit or not. Rejects with `windows-unavailable` when Redis cannot be reached. */
export async function inspectRedis(options: RedisWindowStoreOptions): Promise<readonly RedisSeen[]> {
  const settings = settingsOf(options);
  try {
    return await withClient(settings, async (redis) => {
      const servers = redis instanceof Cluster ? redis.nodes('master') : [redis];
      return Promise.all(servers.map((server) => look(server, redis instanceof Cluster)));
    });
  } catch (error) {
    throw toWindowStoreError(error);
  }
}

async function look(server: Redis, inCluster: boolean): Promise<RedisSeen> {
  const info = await server.info();
  const before = Date.now();
  const [seconds = 0, microseconds = 0] = (await server.time()).map(Number);
  const clockAheadMs = seconds * 1000 + microseconds / 1000 - (before + Date.now()) / 2;
  const clusterState = inCluster ? fieldOf(await server.cluster('INFO'), 'cluster_state') : null;
  return {
    address: `${server.options.host}:${server.options.port}`,
    version: fieldOf(info, 'redis_version'),
    evictionPolicy: fieldOf(info, 'maxmemory_policy'),
    maxMemoryBytes: Number(fieldOf(info, 'maxmemory')) || 0,
    appendOnly: fieldOf(info, 'aof_enabled') === '1',
    snapshots: await snapshotsOf(server),
    clusterState,
    clockAheadMs,
  };
}

/** Hosted servers may forbid CONFIG. */
async function snapshotsOf(server: Redis): Promise<string | null> {
  try {
    const answer = await server.config('GET', 'save');
    return Array.isArray(answer) ? (answer[1] ?? '') : null;
  } catch {
    return null;
  }
}
