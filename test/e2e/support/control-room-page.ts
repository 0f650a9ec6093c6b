import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

export interface ControlRoomPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: uncaught errors, console errors, requests that another host would have answered. */
  readonly complaints: readonly string[];
  /** The row of a vehicle. */
  readonly row: (mark: string) => Locator;
  /** Resolves in the frame in which the row of a vehicle is drawn: a locator looks only every half second. */
  readonly drawn: (mark: string) => Promise<unknown>;
  /** The selected incident. */
  readonly panel: Locator;
  /** Marks of the queue, the most urgent first. */
  readonly order: () => Promise<readonly string[]>;
}

/** Opens the address that all-in-one printed, in a browser of its own, and waits until the page is live. */
export async function openControlRoom(
  browser: Browser,
  address: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly viewport?: { width: number; height: number } } = {},
): Promise<ControlRoomPage> {
  const { colorScheme = 'light', viewport = { width: 1440, height: 900 } } = options;
  const context = await browser.newContext({ colorScheme, viewport, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') complaints.push(`asks ${url.host}`);
  });
  await page.goto(address);
  await connectionSays(page, 'Live');
  return {
    context,
    page,
    complaints,
    drawn: (mark) =>
      page.waitForFunction((wanted) => document.querySelector(`[role="option"][data-mark="${wanted}"]`) !== null, mark),
    row: (mark) => page.locator(`[role="option"][data-mark="${mark}"]`),
    panel: page.getByRole('region', { name: 'Selected incident' }),
    order: () =>
      page.locator('[role="option"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-mark') ?? '')),
  };
}

/** Waits until the top bar says so of the connection. */
export async function connectionSays(page: Page, words: string): Promise<void> {
  await page.getByTestId('connection').filter({ hasText: words }).waitFor();
}
