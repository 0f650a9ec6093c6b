import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, realChromium } from '../support/chromium.ts';
import type { ControlRoomPage } from './support/control-room-page.ts';
import { openControlRoom } from './support/control-room-page.ts';
import type { Landfall, PreparedWorld } from './support/landfall.ts';
import type { Senders } from './support/senders.ts';
import { sendersTo } from './support/senders.ts';
import { realWorlds } from './support/worlds.ts';

const MINUTE_MS = 60_000;
const ON_SCREEN_WITHIN_MS = 1000;
/** The page draws in more than one step (and its title flashes), so what follows a change is polled for. */
const SETTLED = { timeout: 10_000 } as const;
const ASHFORD = { cameraId: 'M20-J9-E', latitudeDeg: 51.146, longitudeDeg: 0.857 };
const FOLKESTONE = { cameraId: 'M20-J13-E', latitudeDeg: 51.097, longitudeDeg: 1.125 };

const executable = realChromium();

for (const world of realWorlds()) {
  describe.skipIf(executable === null || !world.isHere)(`the control room, ${world.name}`, () => {
    let prepared: PreparedWorld;
    let landfall: Landfall;
    let send: Senders;
    let browser: Browser;
    let room: ControlRoomPage;

    beforeAll(async () => {
      prepared = await world.prepare();
      landfall = await prepared.start();
      send = sendersTo(landfall);
      browser = await launchChromium(executable);
      room = await openControlRoom(browser, landfall.controlRoomUrl);
    });
    afterAll(async () => {
      await browser?.close();
      await landfall?.close();
      await prepared?.release();
    });

    it('is opened by the printed address alone, signed in, and keeps the key out of the address bar', async () => {
      expect(room.page.url()).toBe(`${landfall.baseUrl}/`);
      await room.page.getByText('No incidents. New hits appear here at once.').waitFor();
      await expect.poll(() => room.page.title(), SETTLED).toBe('Landfall');
      const stranger = await fetch(landfall.baseUrl);
      expect([stranger.status, await stranger.text()]).toEqual([401, expect.stringContaining('Sign in')]);
    });

    it('shows what a camera pushed within a second, and says why', async () => {
      const ocg = { name: 'Operation Samphire', ownerForce: 'Kent Police', harmScore: 80, strands: ['PURSUE'] };
      await send.ask('analyst', { method: 'PUT', url: '/v1/ocgs/OCG-7', body: JSON.stringify(ocg) });
      await send.entry({
        plate: 'GK62 ABC',
        priority: 'HIGH',
        ocgId: 'OCG-7',
        action: 'HIGH - stop, treat as crime in action',
        warningMarkers: 'VIOLENT',
      });
      const sentAt = performance.now();
      const answered = send.hikvision({ plate: 'GK6ZABC', capturedAt: Date.now() - 5000, ...ASHFORD });
      await room.drawn('GK62ABC');
      const tookMs = performance.now() - sentAt;
      await answered;
      expect(tookMs).toBeLessThan(ON_SCREEN_WITHIN_MS);
      await expect.poll(() => room.page.title(), SETTLED).toBe('(1 HIGH) Landfall');
      const announced = room.page.getByTestId('announce-high');
      await expect.poll(() => announced.textContent(), SETTLED).toContain('New HIGH hit, GK62ABC');
      const { panel } = room;
      const text = async (selector: string): Promise<string> =>
        (await panel.locator(selector).first().innerText()).trim();
      const pairs = await panel.locator('.verify-pair dd').allInnerTexts();
      expect(pairs).toEqual(['GK6ZABC', 'GK62ABC', '97 %']);
      expect(await panel.locator('.verify mark').allInnerTexts()).toEqual(['Z', '2']);
      expect(await text('.verify-words')).toBe('Forgiven: character 4 was read Z and is listed 2.');
      expect(await text('.action-text')).toBe('HIGH - stop, treat as crime in action');
      expect(await text('.warning-markers')).toContain('VIOLENT');
      expect(await text('.facts')).toMatch(/OCG\s+OCG-7, harm 80 of 100/);
      expect(await text('.facts')).toMatch(/revision 2[\s\S]*watch-hit version 1/);
      const clocks = panel.getByLabel('Clocks of this hit').locator('div').filter({ hasNotText: 'Acknowledged' });
      await clocks.filter({ hasText: /Delivered\s*\d\d:\d\d:\d\d/ }).waitFor();
      const names = (await clocks.allInnerTexts()).map((line) => line.split(/\s/)[0]);
      expect(names).toEqual(['Captured', 'Received', 'Matched', 'Published', 'Delivered']);
      expect(await clocks.getByText('not yet').count()).toBe(0);
    });

    it('takes an acknowledgement by keyboard alone, and keeps it', async () => {
      const { page, row } = room;
      const { keyboard } = page;
      await keyboard.press('j');
      await keyboard.press('Enter');
      await keyboard.press('n');
      await keyboard.type('Patrol M21 sent, SCD told');
      await keyboard.press('Shift+Tab');
      await keyboard.press('ControlOrMeta+a');
      await keyboard.type('PC Marsh 1234');
      await keyboard.press('Enter');
      await row('GK62ABC').getByText('by PC Marsh 1234').waitFor();
      const status = room.panel.locator('.status');
      await expect.poll(() => status.innerText(), SETTLED).toBe('Acknowledged by PC Marsh 1234');
      await expect.poll(() => page.title(), SETTLED).toBe('Landfall');
      const kept = await send.ask('operator', { method: 'GET', url: '/api/incidents/GK62ABC' });
      expect(kept).toMatchObject({
        summary: { status: 'ACKNOWLEDGED', answeredBy: 'PC Marsh 1234', unansweredCount: 0 },
        hits: [{ acknowledgedBy: 'PC Marsh 1234' }],
        actions: [{ kind: 'ACKNOWLEDGED', name: 'PC Marsh 1234', note: 'Patrol M21 sent, SCD told' }],
      });
      await page.reload();
      await row('GK62ABC').getByText('by PC Marsh 1234').waitFor();
      await room.panel.getByText('Patrol M21 sent, SCD told').waitFor();
    });

    it('raises the same incident again when the vehicle is seen again, and draws its trail', async () => {
      await send.hikvision({ plate: 'GK62ABC', ...FOLKESTONE });
      const row = room.row('GK62ABC');
      await row.getByText('2 hits, 1 unanswered').waitFor();
      expect(await row.count()).toBe(1);
      await expect.poll(() => room.page.title(), SETTLED).toBe('(1 HIGH) Landfall');
      const { panel } = room;
      await panel.locator('.map .map-point').nth(1).waitFor();
      const trail = panel.getByRole('list', { name: 'Trail, newest first, 2 places' }).getByRole('listitem');
      const places = async (): Promise<unknown> =>
        (await trail.allInnerTexts()).map((line) => /M20-J\d+-E/.exec(line)?.[0]);
      await expect.poll(places, SETTLED).toEqual(['M20-J13-E', 'M20-J9-E']);
      const drawn = panel.locator('path.map-trail');
      await expect.poll(() => drawn.getAttribute('d'), SETTLED).toMatch(/^M-?\d+ -?\d+L-?\d+ -?\d+$/);
      await expect.poll(() => panel.locator('[data-hit-id]').count(), SETTLED).toBe(2);
    });

    it('shows what a vehicle did before it was listed, and says that it is look-back', async () => {
      const seenAt = Date.now() - 40 * MINUTE_MS;
      await send.reads({ plate: 'LB25 BCK', capturedAt: seenAt, ...ASHFORD });
      await send.entry({ plate: 'LB25 BCK' });
      await room.row('LB25BCK').click();
      await room.panel.getByText('Look-back: seen before the entry was made').first().waitFor();
      const doubts = room.panel.getByRole('list', { name: 'Doubts' });
      await expect.poll(() => doubts.innerText(), SETTLED).toContain('not now');
    });

    it('puts the most urgent on top, and lets unanswered repeats of a MEDIUM pass a quiet HIGH', async () => {
      await send.entry({ plate: 'LO11 LOW', priority: 'LOW' });
      await send.entry({ plate: 'ME22 MED', priority: 'MEDIUM' });
      await send.entry({ plate: 'HI33 HGH', priority: 'HIGH', risk: 'MEDIUM' });
      const order = async (): Promise<readonly string[]> =>
        (await room.order()).filter((mark) => /^(?:LO11LOW|ME22MED|HI33HGH)$/.test(mark));
      await send.reads(
        { plate: 'LO11LOW', ...ASHFORD },
        { plate: 'ME22MED', ...ASHFORD },
        { plate: 'HI33HGH', ...ASHFORD },
      );
      for (const mark of ['LO11LOW', 'ME22MED', 'HI33HGH']) await room.row(mark).waitFor();
      await expect.poll(order, SETTLED).toEqual(['HI33HGH', 'ME22MED', 'LO11LOW']);
      const repeats = Array.from({ length: 6 }, (_, index) => ({
        plate: 'ME22MED',
        capturedAt: Date.now() - (index + 1) * MINUTE_MS,
        ...FOLKESTONE,
      }));
      await send.reads(...repeats);
      await room.row('ME22MED').getByText('7 unanswered').waitFor();
      await expect.poll(order, SETTLED).toEqual(['ME22MED', 'HI33HGH', 'LO11LOW']);
    });

    it('says that a hit is taken back when its entry is withdrawn, and asks nobody to answer it', async () => {
      const entryId = await send.entry({ plate: 'WR44 ONG' });
      await send.reads({ plate: 'WR44ONG', ...ASHFORD });
      await room.row('WR44ONG').click();
      await room.panel.getByText('1 hit, 1 unanswered').waitFor();
      const body = JSON.stringify({ reason: 'Wrong plate' });
      await send.ask('analyst', { method: 'POST', url: `/v1/watchlist/entries/${entryId}/withdraw`, body });
      await room.panel.locator('.status').filter({ hasText: 'Taken back' }).waitFor();
      const card = room.panel.locator('[data-hit-id]');
      const words = /Taken back: entry withdrawn \(entry revision \d+\)/;
      await expect.poll(() => card.locator('summary').innerText(), SETTLED).toMatch(words);
      expect(await room.panel.locator('.action-text').innerText()).toMatch(words);
      const announced = room.page.getByTestId('announce');
      await expect.poll(() => announced.textContent(), SETTLED).toContain('1 hit taken back, WR44ONG');
      expect(await room.row('WR44ONG').count()).toBe(0);
      await room.page.getByLabel('Status').selectOption('RETRACTED');
      await room.row('WR44ONG').getByText('1 hit taken back').waitFor();
    });

    it.each(['light', 'dark'] as const)(
      'has no fault of accessibility that axe can find, in %s',
      async (colorScheme) => {
        await room.page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page: room.page }).analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))).toEqual(
          [],
        );
      },
    );

    it('has caused no complaint of the browser, and asked no other host', () => {
      expect(room.complaints).toEqual([]);
    });
  });
}
