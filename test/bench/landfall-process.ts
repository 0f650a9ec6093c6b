import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MAIN = path.resolve(import.meta.dirname, '../../services/cli/src/main.ts');
const POLL_MS = 20;
const READY_MAX_MS = 300_000;
/** Where to write a CPU profile of the process under test; absent: none is taken. */
const PROFILE_DIR = process.env['BENCH_CPU_PROFILE_DIR'];

type Role = 'source' | 'analyst' | 'admin' | 'operator';

export interface LandfallProcess {
  readonly baseUrl: string;
  /** From the start of the process until `/readyz` was answered 200, milliseconds. */
  readonly readyAfterMs: number;
  /** The header that proves a role. */
  authorization(role: Role): { readonly authorization: string };
  /** The address that opens the control room, signed in. */
  readonly signInUrl: string;
  /** Resolves when the process has ended. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** A folder of its own for one benchmark's data; `remove` deletes it. */
export function dataFolder(): { readonly dataFile: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'landfall-bench-'));
  return { dataFile: path.join(folder, 'landfall.db'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts all-in-one without the simulator as a process of its own; resolves when it is ready. */
export async function startLandfall(dataFile: string): Promise<LandfallProcess> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...nodeFlags(), MAIN, 'all-in-one', '--data', dataFile, '--port', String(port), '--no-simulator'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const baseUrl = `http://127.0.0.1:${port}`;
  await untilReady(baseUrl, child);
  const readyAfterMs = performance.now() - startedAt;
  const keys = readKeys(dataFile);
  return {
    baseUrl,
    readyAfterMs,
    authorization: (role) => ({ authorization: `Bearer ${keys.get(role)}` }),
    signInUrl: `${baseUrl}/sign-in?key=${keys.get('operator')}`,
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

function nodeFlags(): readonly string[] {
  const profile = PROFILE_DIR === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${PROFILE_DIR}`];
  return ['--conditions=@landfall/source', ...profile];
}

async function untilReady(baseUrl: string, child: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + READY_MAX_MS;
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error('Landfall ended before it was ready.');
    const status = await fetch(`${baseUrl}/readyz`).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) return;
    await pause(POLL_MS);
  }
  child.kill('SIGKILL');
  throw new Error('Landfall was not ready in time.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The first key of each role. The file is written by Landfall itself: one `role` line and one `key` line for each. */
function readKeys(dataFile: string): ReadonlyMap<string, string> {
  const text = readFileSync(dataFile.replace(/\.db$/, '.keys.yaml'), 'utf8');
  const keys = new Map<string, string>();
  for (const [, role = '', key = ''] of text.matchAll(/role: (\w+)\s+key: (\S+)/g)) {
    if (!keys.has(role)) keys.set(role, key.replaceAll('"', ''));
  }
  return keys;
}
