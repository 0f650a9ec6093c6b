import type { ConnectionOptions } from 'node:tls';

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisWindowStoreOptions {
  /** One server; of a cluster, any of its nodes: the others are found. */
  readonly nodes: readonly RedisNode[];
  /** Absent: a single server. */
  readonly cluster?: boolean;
  readonly username?: string;
  readonly password?: string;
  /** Absent: no TLS. `{}` trusts the system's authorities. */
  readonly tls?: ConnectionOptions;
  /** Begins the name of every key: letters, digits, `.`, `_`, `-`. A replay has one of its own. Absent: `landfall`. */
  readonly namespace?: string;
  /** 1 to 1,024, and the same for all who share a namespace. Absent: 256. */
  readonly bucketCount?: number;
  /** Absent: 5,000. */
  readonly connectTimeoutMs?: number;
  /** The longest wait for the answer to a command, after which the call rejects. Absent: 5,000. */
  readonly commandTimeoutMs?: number;
}

export type Settings = Required<Omit<RedisWindowStoreOptions, 'username' | 'password' | 'tls'>> &
  Pick<RedisWindowStoreOptions, 'username' | 'password' | 'tls'>;

const BUCKETS_MAX = 1024;

/** Options with their defaults. Throws TypeError on what cannot be meant. */
export function settingsOf(options: RedisWindowStoreOptions): Settings {
  const settings = {
    cluster: false,
    namespace: 'landfall',
    bucketCount: 256,
    connectTimeoutMs: 5_000,
    commandTimeoutMs: 5_000,
    ...options,
  };
  const { bucketCount } = settings;
  if (settings.nodes.length === 0) throw new TypeError('Redis needs the address of a node.');
  if (!/^[\w.-]{1,100}$/.test(settings.namespace)) throw new TypeError('A namespace is letters, digits and ._- only.');
  if (!Number.isInteger(bucketCount) || bucketCount < 1 || bucketCount > BUCKETS_MAX) {
    throw new TypeError(`There may be 1 to ${BUCKETS_MAX} buckets.`);
  }
  return settings;
}
