import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** What was fetched once for all tests; git does not see it. */
export const BUILD_FOLDER = resolve(import.meta.dirname, '../../.build');
const STOP_MS = 15_000;

export const run = promisify(execFile);

/** Says which of the programs is not on PATH; null when all are. */
export function missingPrograms(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const missing = names.filter((name) => !folders.some((folder) => isExecutable(join(folder, name))));
  return missing.length === 0 ? null : `${missing.join(' and ')} not on PATH`;
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

export interface LocalProcess {
  /** Ends it and resolves when it is gone; killed when it takes longer than 15 s. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

export interface LaunchOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The process is up when it has printed this. */
  readonly ready: RegExp;
  readonly timeoutMs: number;
}

/** Starts a process, writes what it prints to `output.log` in its folder, and resolves when it says that it is up. */
export async function launch({ command, cwd, env = {}, ready, timeoutMs }: LaunchOptions): Promise<LocalProcess> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const exited = new Promise<void>((done) => {
    child.once('exit', () => {
      process.off('exit', end);
      done();
    });
  });
  try {
    await printed(child, { cwd, ready, timeoutMs });
  } catch (error) {
    end();
    throw error;
  }
  return {
    signal: (signal) => void child.kill(signal),
    stop: async (signal = 'SIGTERM') => {
      const timer = setTimeout(end, STOP_MS);
      child.kill(signal);
      await exited;
      clearTimeout(timer);
    },
  };
}

function printed(child: ChildProcess, options: Pick<LaunchOptions, 'cwd' | 'ready' | 'timeoutMs'>): Promise<void> {
  const log = createWriteStream(join(options.cwd, 'output.log'), { flags: 'a' });
  let text = '';
  return new Promise((done, fail) => {
    const stop = (reason: string): void => fail(new Error(`${child.spawnfile} ${reason}:\n${text.slice(-4_000)}`));
    const timer = setTimeout(() => stop(`is not up after ${options.timeoutMs} ms`), options.timeoutMs);
    const look = (chunk: Buffer): void => {
      log.write(chunk);
      text = (text + chunk.toString()).slice(-65_536);
      if (!options.ready.test(text)) return;
      clearTimeout(timer);
      done();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', (error) => stop(`did not start (${error.message})`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      log.end();
      stop(`ended with ${code}`);
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
