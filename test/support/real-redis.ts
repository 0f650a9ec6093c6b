import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { realComponent } from './real-component.ts';
import type { Found } from './real-component.ts';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

/** Servers for the tests of one file. */
export interface TestRedis {
  /** One server, or the masters of a cluster. */
  readonly nodes: readonly RedisAddress[];
  /** Kills the one server, does the work, and starts it again, empty, at the same address; null where it is a cluster, or not ours. */
  readonly whileDown: ((work: () => Promise<void>) => Promise<void>) | null;
  readonly stop: () => Promise<void>;
}

/** Starts servers, or hands out one that is there. Whatever these servers hold is thrown away. */
export interface RedisLauncher {
  readonly single: () => Promise<TestRedis>;
}

export interface RedisClusterLauncher {
  readonly cluster: () => Promise<TestRedis>;
}

const MASTERS = 3;
const PORT_FIRST = 20_000;
const PORT_COUNT = 10_000;
/** The cluster bus listens this far above a server's port. */
const BUS_AHEAD = 10_000;

/** The server at LANDFALL_TEST_REDIS (`host:port`), else one of the local `redis-server`, else null, said loudly. */
export function realRedis(): RedisLauncher | null {
  return realComponent('Redis', (): Found<RedisLauncher> => {
    const address = process.env['LANDFALL_TEST_REDIS'];
    if (address) return { component: { single: async () => given(address) } };
    const missing = missingProgram('redis-server');
    return missing === null ? { component: { single: startSingle } } : { missing };
  });
}

/** The cluster that the node at LANDFALL_TEST_REDIS_CLUSTER belongs to, else three local masters, else null, said loudly. */
export function realRedisCluster(): RedisClusterLauncher | null {
  return realComponent('Redis Cluster', (): Found<RedisClusterLauncher> => {
    const address = process.env['LANDFALL_TEST_REDIS_CLUSTER'];
    if (address) return { component: { cluster: async () => given(address) } };
    const missing = missingProgram('redis-server') ?? missingProgram('redis-cli');
    return missing === null ? { component: { cluster: startCluster } } : { missing };
  });
}

/** Sends one command as a line of text, and resolves with its answer when that is one value: `+OK`, `:3`, or the text of a string. */
export async function tellRedis({ host, port }: RedisAddress, command: string): Promise<string> {
  const socket = connect(port, host);
  socket.write(`${command}\r\n`);
  try {
    for await (const line of createInterface({ input: socket })) {
      if (line.startsWith('-')) throw new Error(`Redis refuses ${command}: ${line}`);
      // The length of a string, which follows.
      if (!line.startsWith('$')) return line;
    }
    throw new Error(`Redis ended the connection at ${command}.`);
  } finally {
    socket.destroy();
  }
}

function given(address: string): TestRedis {
  return { nodes: [parse(address)], whileDown: null, stop: async () => {} };
}

function parse(address: string): RedisAddress {
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  if (host === undefined) throw new Error(`${address} is not host:port.`);
  return { host, port: Number(port) };
}

function missingProgram(program: string): string | null {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return `no ${program} on PATH, and no address in the environment`;
  }
}

async function startSingle(): Promise<TestRedis> {
  const server = await startServer([]);
  return { nodes: [server.address], whileDown: server.whileDown, stop: server.stop };
}

async function startCluster(): Promise<TestRedis> {
  const servers: Server[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    for (let count = 0; count < MASTERS; count += 1) servers.push(await startServer(['--cluster-enabled', 'yes']));
    const nodes = servers.map(({ address }) => address);
    const named = nodes.map(({ host, port }) => `${host}:${port}`);
    execFileSync('redis-cli', ['--cluster', 'create', ...named, '--cluster-yes'], { stdio: 'ignore' });
    return { nodes, whileDown: null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface Server {
  readonly address: RedisAddress;
  readonly whileDown: (work: () => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A server on a port of its own, in plain text or with TLS. */
export async function startServer(more: readonly string[], { tls = false } = {}): Promise<Server> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'landfall-redis-'));
  const ports = tls ? ['--port', '0', '--tls-port', `${port}`] : ['--port', `${port}`];
  const settings = [...ports, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const start = (): Promise<ChildProcess> => runServer([...settings, '--maxmemory-policy', 'noeviction', ...more]);
  let child = await start().catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    address: { host: '127.0.0.1', port },
    whileDown: async (work) => {
      await killServer(child);
      await work();
      child = await start();
    },
    stop: async () => {
      await killServer(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runServer(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  try {
    await ready(child);
  } catch (error) {
    await killServer(child);
    throw error;
  }
  return child;
}

async function killServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Resolves when the server says that it takes connections; rejects when it ends before. */
async function ready(child: ChildProcess): Promise<void> {
  const lines = createInterface({ input: child.stdout! });
  const said: string[] = [];
  for await (const line of lines) {
    said.push(line);
    if (line.includes('Ready to accept connections')) {
      child.stdout!.resume();
      return;
    }
  }
  throw new Error(`redis-server did not start: ${said.slice(-5).join(' ')}`);
}

/** A port that is free, and whose cluster bus is. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = PORT_FIRST + Math.floor(Math.random() * PORT_COUNT);
    if ((await isFree(port)) && (await isFree(port + BUS_AHEAD))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
