import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Benchmark, Figure } from './figures.ts';
import { atMost } from './figures.ts';
import { openLive } from './live-client.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

export const benchStart: Benchmark = {
  name: 'start',
  about:
    '`npm start` in a fresh copy of the repository, as a clone has it, with the packages in the cache of pnpm: from the command ' +
    'to the line that names the control room, and to the first hit of the simulated day at a client of the live stream. Then Ctrl-C, and again.',
  async run() {
    const folder = mkdtempSync(path.join(tmpdir(), 'landfall-start-'));
    try {
      copyRepository(folder);
      return [
        ...(await start(folder, { name: 'first start', hitMaxS: 30 })),
        ...(await start(folder, { name: 'second start', hitMaxS: 5 })),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What a clone would have of the tree as it lies here, changes that are not committed included. */
function copyRepository(folder: string): void {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    { cwd: REPOSITORY },
  );
  const deleted = new Set(
    execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: REPOSITORY }).toString('utf8').split('\0'),
  );
  for (const file of listed.toString('utf8').split('\0')) {
    if (file !== '' && !deleted.has(file)) cpSync(path.join(REPOSITORY, file), path.join(folder, file));
  }
}

interface Expected {
  readonly name: string;
  readonly hitMaxS: number;
}

async function start(folder: string, { name, hitMaxS }: Expected): Promise<readonly Figure[]> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--', '--port', '0'], {
    cwd: folder,
    env: freshEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that Ctrl-C reaches npm and all that it started, as a terminal does it.
    detached: true,
  });
  // The output closes when the last process of the group has ended, npm's child included.
  const ended = once(child, 'close');
  try {
    const signInUrl = await controlRoomOf(child.stdout);
    const readyS = secondsSince(startedAt);
    const live = await openLive(signInUrl);
    await live.firstIncident;
    const hitS = secondsSince(startedAt);
    await live.close();
    const stoppingAt = performance.now();
    process.kill(-child.pid!, 'SIGINT');
    await ended;
    return [
      { name: `${name}: control room named`, value: readyS, unit: 's' },
      { name: `${name}: first hit`, value: hitS, unit: 's', target: atMost(hitMaxS) },
      { name: `${name}: stopped after Ctrl-C`, value: secondsSince(stoppingAt), unit: 's', target: atMost(3) },
    ];
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
    await ended;
  }
}

function secondsSince(since: number): number {
  return (performance.now() - since) / 1000;
}

/** The environment without what `pnpm bench` puts into it: a user's own shell has none of that. */
function freshEnvironment(): NodeJS.ProcessEnv {
  const ownBin = path.join(REPOSITORY, 'node_modules', '.bin');
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm|pnpm)_(?:lifecycle|package|command|node)/i.test(name),
  );
  const environment = Object.fromEntries(kept);
  const searched = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((place) => place !== ownBin && !place.includes('node_modules'));
  return { ...environment, PATH: searched.join(path.delimiter) };
}

async function controlRoomOf(output: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: output });
  for await (const line of lines) {
    const found = /^Control room: (\S+)/.exec(line);
    if (found === null) continue;
    // What follows must be read on, or the pipe fills and the process waits.
    output.resume();
    return found[1]!;
  }
  throw new Error('`npm start` ended without naming the control room.');
}
