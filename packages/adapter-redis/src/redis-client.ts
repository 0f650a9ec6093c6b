import { WindowStoreError } from '@landfall/ports';
import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { Settings } from './options.ts';
import { checkServers } from './redis-check.ts';
import { reasonOf, remedyFor } from './redis-remedies.ts';
import { SCRIPTS } from './scripts.ts';

export type Word = string | number | Buffer;

/** One command; its keys are all in the slot. */
export interface RedisCall {
  readonly slot: number;
  readonly name: keyof typeof SCRIPTS | 'hmget' | 'hkeys' | 'hvals';
  readonly keys: readonly string[];
  readonly words?: readonly Word[];
}

export type Reply = Buffer | number | null | readonly Reply[];

export interface RedisClient {
  /**
   * Sends all calls, one pipeline a node, and resolves with their replies in order. Calls of one slot run in order.
   * Rejects with `windows-full` or `windows-unavailable` when any failed; the others may have been done.
   */
  run(calls: readonly RedisCall[]): Promise<readonly Reply[]>;
  close(): void;
}

/** Names of commands as ioredis has them on clients and pipelines; replies as bytes. */
type Commands = Record<string, (...words: readonly Word[]) => Promise<Reply>>;

const RECONNECT_STEP_MS = 100;
const RECONNECT_MAX_MS = 2_000;
const RETRIES = 1;
/** A failover of a cluster is waited for 16 times 100 ms, then the call rejects. */
const REDIRECTIONS_MAX = 16;
const REDIRECTION_DELAY_MS = 100;
/** All of opening may take so many times as long as one connection, and all redirections of a call as long as one command. */
const OPEN_TIMEOUTS = 2;
const RUN_TIMEOUTS = 2;

export async function connectRedis(settings: Settings): Promise<RedisClient> {
  const redis = settings.cluster ? clusterOf(settings) : serverOf(settings);
  let last: unknown;
  // Reconnecting is ioredis's; what fails meanwhile rejects its caller, with this as the cause.
  redis.on('error', (error) => (last = error));
  try {
    await within(OPEN_TIMEOUTS * settings.connectTimeoutMs, ready(redis));
    await checkServers(redis instanceof Cluster ? redis.nodes('master') : [redis]);
  } catch (error) {
    redis.disconnect();
    throw toWindowStoreError(error, last);
  }
  return {
    run: (calls) => within(RUN_TIMEOUTS * settings.commandTimeoutMs, run(redis, calls)).catch(rethrow),
    close: () => redis.disconnect(),
  };
}

/** For looking at servers that may be unfit to hold windows. The client is closed when the work has settled. */
export async function withClient<T>(settings: Settings, work: (redis: Redis | Cluster) => Promise<T>): Promise<T> {
  const redis = settings.cluster ? clusterOf(settings) : serverOf(settings);
  let last: unknown;
  redis.on('error', (error) => (last = error));
  try {
    await within(OPEN_TIMEOUTS * settings.connectTimeoutMs, ready(redis));
    return await work(redis);
  } catch (error) {
    throw toWindowStoreError(error, last);
  } finally {
    redis.disconnect();
  }
}

/** `connect` of a cluster that is not up yet never settles, though its next attempt may succeed: hence the event. */
function ready(redis: Redis | Cluster): Promise<void> {
  return new Promise((resolve, reject) => {
    redis.once('ready', resolve);
    redis.connect().then(resolve, reject);
  });
}

/** Rejects unless the work is done in time; what is under way then may still be done. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function connection(settings: Settings) {
  const { username, password, tls } = settings;
  return {
    protocol: 2,
    connectTimeout: settings.connectTimeoutMs,
    commandTimeout: settings.commandTimeoutMs,
    maxRetriesPerRequest: RETRIES,
    autoResendUnfulfilledCommands: false,
    enableReadyCheck: true,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  } satisfies RedisOptions;
}

function reconnectMs(times: number): number {
  return Math.min(times * RECONNECT_STEP_MS, RECONNECT_MAX_MS);
}

function serverOf(settings: Settings): Redis {
  return new Redis({
    ...settings.nodes[0],
    ...connection(settings),
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: reconnectMs,
    scripts: SCRIPTS,
  });
}

function clusterOf(settings: Settings): Cluster {
  return new Cluster([...settings.nodes], {
    redisOptions: connection(settings),
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: true,
    scaleReads: 'master',
    maxRedirections: REDIRECTIONS_MAX,
    retryDelayOnFailover: REDIRECTION_DELAY_MS,
    retryDelayOnClusterDown: REDIRECTION_DELAY_MS,
    slotsRefreshTimeout: settings.connectTimeoutMs,
    clusterRetryStrategy: reconnectMs,
    scripts: SCRIPTS,
    // Certificates name hosts, so names are handed to TLS as they are.
    ...(settings.tls === undefined ? {} : { dnsLookup: (address, done) => done(null, address) }),
  });
}

async function run(redis: Redis | Cluster, calls: readonly RedisCall[]): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  const nodes = new Map<string, number[]>();
  for (const [index, { slot }] of calls.entries()) {
    const node = redis instanceof Cluster ? (redis.slots[slot]?.join(';') ?? '') : '';
    const indexes = nodes.get(node);
    if (indexes === undefined) nodes.set(node, [index]);
    else indexes.push(index);
  }
  const sent = [...nodes.values()].map((indexes) => runOnNode(redis, { calls, indexes, replies }));
  const failed = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return replies;
}

async function runOnNode(
  redis: Redis | Cluster,
  work: { readonly calls: readonly RedisCall[]; readonly indexes: readonly number[]; readonly replies: Reply[] },
): Promise<void> {
  const pipeline = redis.pipeline();
  for (const index of work.indexes) void invoke(pipeline as unknown as Commands, work.calls[index]!);
  const results = (await pipeline.exec()) ?? [];
  for (const [at, index] of work.indexes.entries()) {
    const [error, reply] = results[at] ?? [new Error('Redis gave no answer.')];
    if (error === null) work.replies[index] = reply as Reply;
    // The slot has moved: alone, the command is sent after it.
    else if (/^(?:MOVED|ASK|TRYAGAIN) /.test(error.message))
      work.replies[index] = await invoke(redis as unknown as Commands, work.calls[index]!);
    else throw error;
  }
}

function invoke(commands: Commands, { name, keys, words = [] }: RedisCall): Promise<Reply> {
  const command = `${name}Buffer`;
  return name in SCRIPTS ? commands[command]!(keys.length, ...keys, ...words) : commands[command]!(...keys, ...words);
}

function rethrow(error: unknown): never {
  throw toWindowStoreError(error);
}

export function toWindowStoreError(error: unknown, before?: unknown): WindowStoreError {
  if (error instanceof WindowStoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('OOM')) {
    const text = 'Redis is at its maxmemory. Shorten the window, or allow more memory.';
    return new WindowStoreError('windows-full', text, { cause: error });
  }
  const reason = reasonOf(before instanceof Error ? before : error)
    .trim()
    .replace(/(?<![.!?])$/, '.');
  const text = `Redis cannot be used: ${reason} ${remedyFor(reason)}`.trim();
  return new WindowStoreError('windows-unavailable', text, { cause: error });
}
