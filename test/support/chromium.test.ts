import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findChromium, launchChromium, realChromium } from './chromium.ts';

const executable = realChromium();

describe('findChromium', () => {
  it('gives the reason when nothing on PATH is a Chromium', () => {
    expect(findChromium({ PATH: import.meta.dirname })).toMatchObject({
      missing: expect.stringContaining('is on PATH'),
    });
  });

  it('refuses a LANDFALL_CHROMIUM that names no executable file, rather than taking another', () => {
    const env = { LANDFALL_CHROMIUM: import.meta.filename, PATH: process.env['PATH'] };
    expect(findChromium(env)).toMatchObject({ missing: expect.stringContaining('LANDFALL_CHROMIUM') });
  });

  it('takes what LANDFALL_CHROMIUM names', () => {
    expect(findChromium({ LANDFALL_CHROMIUM: process.execPath })).toEqual({ component: process.execPath });
  });

  it('finds a browser in any folder of PATH, Chromium before Chrome', () => {
    const folder = mkdtempSync(join(tmpdir(), 'landfall-path-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const PATH = [import.meta.dirname, '', folder].join(delimiter);
    symlinkSync(process.execPath, join(folder, 'google-chrome'));
    expect(findChromium({ PATH })).toEqual({ component: join(folder, 'google-chrome') });
    symlinkSync(process.execPath, join(folder, 'chromium'));
    expect(findChromium({ PATH })).toEqual({ component: join(folder, 'chromium') });
  });
});

describe.skipIf(executable === null)('Chromium', () => {
  it('starts and runs a page', async () => {
    const browser = await launchChromium(executable);
    try {
      const page = await browser.newPage();
      await page.setContent('<output>landfall</output>');
      expect(await page.locator('output').textContent()).toBe('landfall');
    } finally {
      await browser.close();
    }
  });
});
