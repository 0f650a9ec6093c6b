import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { realComponent } from './real-component.ts';
import type { Found } from './real-component.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const LAUNCH_TIMEOUT_MS = 60_000;

/**
 * Path of a Chromium for `launchChromium`, or null after a loud message, to be passed to `describe.skipIf`:
 *
 *     const executable = realChromium();
 *     describe.skipIf(executable === null)('the page', () => { … await launchChromium(executable) … });
 */
export function realChromium(): string | null {
  return realComponent('Chromium', () => findChromium(process.env));
}

/** LANDFALL_CHROMIUM if set, which must then name an executable file; else the first of the usual names on PATH. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): Found<string> {
  const chosen = env['LANDFALL_CHROMIUM'];
  if (chosen) {
    return isExecutable(chosen)
      ? { component: chosen }
      : { missing: `LANDFALL_CHROMIUM names no executable file: ${chosen}` };
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const component = candidates.find(isExecutable);
  if (component !== undefined) return { component };
  return {
    missing: `none of ${NAMES.join(', ')} is on PATH; run test/support/install-chromium.sh or set LANDFALL_CHROMIUM`,
  };
}

/** A headless browser that talks to nobody but the page under test. The sandbox is off only as root, where Chromium refuses it. */
export function launchChromium(executablePath: string | null): Promise<Browser> {
  if (executablePath === null) throw new Error('launchChromium needs the path that realChromium gave');
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    chromiumSandbox: !isRoot,
    timeout: LAUNCH_TIMEOUT_MS,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
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
