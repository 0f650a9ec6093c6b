import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, DEPLOY_DIR, parseYaml } from './yaml-value.ts';

/** The number of the Dockerfile's USER; a test that is not root runs as itself, and so may not write either. */
const USER = process.getuid?.() === 0 ? { uid: 10_001, gid: 10_001 } : {};
const READY = path.join(DEPLOY_DIR, 'image/ready.mjs');

const folder = mkdtempSync(path.join(tmpdir(), 'landfall-image-'));
const app = path.join(folder, 'app');
const data = path.join(folder, 'data');
const main = path.join(app, 'services/cli/dist/main.js');

beforeAll(async () => {
  chmodSync(folder, 0o755);
  await promisify(execFile)(path.join(DEPLOY_DIR, 'image/build.sh'), [path.dirname(DEPLOY_DIR), app]);
  execFileSync('chmod', ['-R', 'a-w,a+rX', app]);
  mkdirSync(data, { mode: 0o700 });
  if (USER.uid !== undefined) chownSync(data, USER.uid, USER.gid);
});

afterAll(() => {
  if (existsSync(app)) execFileSync('chmod', ['-R', 'u+w', app]);
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing of this process's environment but what the Dockerfile sets. */
const environment = { NODE_ENV: 'production', NODE_OPTIONS: '--max-old-space-size-percentage=70' };

function landfall(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    ...USER,
    cwd: app,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readyCode(port: string): Promise<number | null> {
  const child = spawn(process.execPath, [READY], {
    env: { ...environment, LANDFALL_HTTP_PORT: port },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** Resolves with the port of the control room once it says that it is up. */
async function portOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, port] = /http:\/\/[\d.]+:(\d+)/.exec(line) ?? [];
    if (port !== undefined) return port;
  }
  throw new Error('all-in-one ended before it was up');
}

describe('what the image holds, read-only and as its own user', () => {
  test('cannot be written by whoever runs it', async () => {
    const write = `require('node:fs').writeFileSync(${JSON.stringify(main)}, '')`;
    const child = spawn(process.execPath, ['-e', write], { ...USER, stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  test('says its commands', async () => {
    const child = landfall(['--help']);
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout! })) said.push(line);
    expect(said.join('\n')).toContain('all-in-one');
  });

  test('has no tests, no types and nothing that only developers need', () => {
    const find = ['.', '-name', 'node_modules', '-prune', '-o', '-type', 'f', '-print'];
    const files = execFileSync('find', find, { cwd: app, encoding: 'utf8' }).split('\n');
    expect(files.filter((file) => /\.test\.|\.d\.ts$|\.map$|tsconfig/.test(file))).toEqual([]);
    const installed = readdirSync(path.join(app, 'node_modules/.pnpm')).join(' ');
    expect(installed).toContain('fastify@');
    expect(installed).not.toMatch(/vitest@|typescript@|prettier@|playwright|fast-check@| node@/);
  });

  test('serves health, the page and its program, and stops when it is told to', async () => {
    const file = path.join(data, 'landfall.db');
    const child = landfall(['all-in-one', '--no-simulator', '--port', '0', '--data', file]);
    try {
      const port = await portOf(child);
      const base = `http://127.0.0.1:${port}`;
      expect((await fetch(`${base}/healthz`)).status).toBe(200);
      expect(await readyCode(port)).toBe(0);
      const keys = parseYaml(execFileSync('cat', [path.join(data, 'landfall.keys.yaml')], { encoding: 'utf8' }));
      const signIn = await fetch(`${base}/sign-in?key=${String(at(keys, 'keys', 0, 'key'))}`, { redirect: 'manual' });
      const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
      const page = await (await fetch(base, { headers: { cookie } })).text();
      const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(page) ?? [];
      const program = await fetch(`${base}${script}`, { headers: { cookie } });
      expect(program.headers.get('content-type')).toContain('text/javascript');
      expect((await program.text()).length).toBeGreaterThan(50_000);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(await readyCode(port)).toBe(1);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

test('the build context holds the sources of the build and neither keys nor history', () => {
  const ignored = readFileSync(path.join(DEPLOY_DIR, '../.dockerignore'), 'utf8').split('\n');
  expect(ignored).toContain('*');
  expect(ignored).toContain('**/*.keys.yaml');
  const [, taken = ''] =
    /--exclude='\*\.keys\.yaml' \\\n\s+(.*)\) \|/.exec(readFileSync(path.join(DEPLOY_DIR, 'image/build.sh'), 'utf8')) ??
    [];
  const wanted = taken.split(' ');
  expect(wanted).toContain('pnpm-lock.yaml');
  expect(wanted.filter((name) => !ignored.includes(`!${name}`))).toEqual([]);
});
