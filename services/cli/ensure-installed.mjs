/**
 * Installs what the lockfile names, unless that has been done: `npm start` on a machine without a network must not wait for one.
 * Plain JavaScript with nothing but Node 18, since it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PNPM = 'pnpm@12.21.0';
const MARKER = 'node_modules/.landfall-installed';

const wanted = createHash('sha256')
  .update(readFileSync('pnpm-lock.yaml'))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

if (!existsSync(MARKER) || readFileSync(MARKER, 'utf8') !== wanted) {
  const install = spawnSync('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (install.status !== 0) {
    process.stderr.write('The installation failed; the lines above say why. It needs npm and a package registry.\n');
    process.exit(install.status ?? 1);
  }
  writeFileSync(MARKER, wanted);
}
