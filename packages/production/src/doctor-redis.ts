import { inspectRedis } from '@landfall/adapter-redis';
import type { RedisSeen } from '@landfall/adapter-redis';
import { redisOptions } from './connections.ts';
import type { Finding } from './finding.ts';
import { clockFinding, doubtful, examined, fine, wrong } from './finding.ts';
import type { Settings } from './settings-table.ts';

const MAJOR_MIN = 7;
const MIB = 1024 * 1024;

/** Redis: version, what it does when it is full, what survives its restart, the state of the cluster, its clock. */
export async function examineRedis(settings: Settings): Promise<readonly Finding[]> {
  if (settings['redis.nodes'].length === 0) {
    return [wrong('redis', 'no node is named', 'Set redis.nodes (LANDFALL_REDIS_NODES); the matcher needs it.')];
  }
  const remedy = 'Is it up? Look at redis.nodes, redis.cluster, redis.password and redis.tls.';
  const examine = async (): Promise<readonly Finding[]> => (await inspectRedis(redisOptions(settings))).flatMap(judge);
  return examined('redis', examine, remedy);
}

function judge(seen: RedisSeen): readonly Finding[] {
  const { address, clockAheadMs } = seen;
  return [
    versionOf(seen),
    evictionOf(seen),
    memoryOf(seen),
    persistenceOf(seen),
    ...clusterOf(seen),
    clockFinding(`clock of redis ${address}`, clockAheadMs),
  ];
}

function versionOf({ address, version }: RedisSeen): Finding {
  const found = `${address} is version ${version}`;
  if (Number.parseInt(version, 10) >= MAJOR_MIN) return fine('redis', found);
  return wrong('redis', found, `Use Redis ${MAJOR_MIN} or later.`);
}

function evictionOf({ address, evictionPolicy }: RedisSeen): Finding {
  const found = `${address} has maxmemory-policy ${evictionPolicy}`;
  if (evictionPolicy === 'noeviction') return fine('redis eviction', found);
  const remedy = 'Set `maxmemory-policy noeviction`: any other drops windows unseen, and hits with them.';
  return wrong('redis eviction', found, remedy);
}

function memoryOf({ address, maxMemoryBytes }: RedisSeen): Finding {
  if (maxMemoryBytes > 0) return fine('redis memory', `${address} may use ${Math.round(maxMemoryBytes / MIB)} MiB`);
  const remedy = 'Set maxmemory, so that full windows are refused in words and not by the kernel.';
  return doubtful('redis memory', `${address} has no bound`, remedy);
}

function persistenceOf({ address, appendOnly, snapshots }: RedisSeen): Finding {
  const about = 'redis persistence';
  if (appendOnly) return fine(about, `${address} keeps an append-only file`);
  const remedy =
    'Set `appendonly yes`; without it the matcher refills the windows from the log, which takes minutes, after each restart.';
  if (snapshots === null)
    return doubtful(about, `${address} keeps no append-only file, and does not tell of snapshots`, remedy);
  const found = snapshots === '' ? 'keeps nothing over a restart' : `keeps snapshots only (${snapshots})`;
  return doubtful(about, `${address} ${found}`, remedy);
}

function clusterOf({ address, clusterState }: RedisSeen): readonly Finding[] {
  if (clusterState === null) return [];
  const found = `${address} says ${clusterState}`;
  if (clusterState === 'ok') return [fine('redis cluster', found)];
  return [wrong('redis cluster', found, 'redis-cli --cluster check shows which slots have no master.')];
}
