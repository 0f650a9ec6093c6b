import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, realChromium } from '../support/chromium.ts';
import type { ControlRoomPage } from './support/control-room-page.ts';
import { connectionSays, openControlRoom } from './support/control-room-page.ts';
import { cuttableLine } from './support/cuttable-line.ts';
import type { Landfall, PreparedWorld } from './support/landfall.ts';
import type { Capture } from './support/senders.ts';
import { sendersTo } from './support/senders.ts';
import { realWorlds } from './support/worlds.ts';

const MINUTE_MS = 60_000;
const BANNER = 'Connection lost – retrying; times shown may be old.';

/** Five sightings of one vehicle, a minute apart, the last of them now. */
function sightings(plate: string): readonly Capture[] {
  const cameras = ['M20-J11-E', 'A20-ROUNDHILL-E', 'A20-CAPEL-E', 'A20-AYCLIFFE-E', 'DOVER-EASTERN'];
  const now = Date.now();
  return cameras.map((cameraId, index) => ({ plate, cameraId, capturedAt: now - (4 - index) * MINUTE_MS }));
}

/** Waits until the row counts so many hits, opens the incident, and gives the places of all its hits, as the page lists them. */
async function placesShown(room: ControlRoomPage, mark: string, count: number): Promise<readonly string[]> {
  await room.row(mark).getByText(`${count} unanswered`, { exact: true }).click();
  const cards = room.panel.locator('[data-hit-id]');
  await cards.nth(count - 1).waitFor();
  return cards.locator('summary strong').allInnerTexts();
}

/** Each sighting once, the newest first. */
function placesOf(sent: readonly Capture[]): readonly string[] {
  return sent.map(({ cameraId }) => cameraId).toReversed();
}

const executable = realChromium();

for (const world of realWorlds()) {
  describe.skipIf(executable === null || !world.isHere)(`a page that loses its connection, ${world.name}`, () => {
    let browser: Browser;
    let prepared: PreparedWorld;
    let landfall: Landfall;

    beforeAll(async () => {
      prepared = await world.prepare();
      browser = await launchChromium(executable);
    });
    afterAll(async () => {
      await browser?.close();
      await prepared?.release();
    });
    beforeEach(async () => {
      landfall = await prepared.start();
    });
    afterEach(async () => {
      await landfall?.close();
    });

    it('resumes where it was, when the network was gone while hits were made', async () => {
      const line = await cuttableLine(landfall.port);
      const room = await openControlRoom(browser, landfall.controlRoomUrl.replace(landfall.baseUrl, line.origin));
      const send = sendersTo(landfall);
      const seen = sightings('AB12CDE');
      await send.entry({ plate: 'AB12 CDE', priority: 'HIGH' });
      await send.reads(...seen.slice(0, 2));
      expect(await placesShown(room, 'AB12CDE', 2)).toEqual(placesOf(seen.slice(0, 2)));
      line.cut();
      await connectionSays(room.page, 'Connection lost');
      await room.page.getByText(BANNER).waitFor();
      await send.reads(...seen.slice(2, 4));
      expect(await placesShown(room, 'AB12CDE', 2)).toEqual(placesOf(seen.slice(0, 2)));
      line.mend();
      await connectionSays(room.page, 'Live');
      await room.page.getByText(BANNER).waitFor({ state: 'detached' });
      expect(await placesShown(room, 'AB12CDE', 4)).toEqual(placesOf(seen.slice(0, 4)));
      await send.reads(...seen.slice(4));
      expect(await placesShown(room, 'AB12CDE', 5)).toEqual(placesOf(seen));
      await room.context.close();
      await line.close();
    });

    it('misses nothing and repeats nothing when the server is killed and started again, and stays signed in', async () => {
      const room = await openControlRoom(browser, landfall.controlRoomUrl);
      const seen = sightings('AB12CDE');
      await sendersTo(landfall).entry({ plate: 'AB12 CDE', priority: 'HIGH' });
      await sendersTo(landfall).reads(...seen.slice(0, 2));
      expect(await placesShown(room, 'AB12CDE', 2)).toEqual(placesOf(seen.slice(0, 2)));
      // What was answered is durable: a kill right after the answer loses none of it.
      await sendersTo(landfall).reads(...seen.slice(2, 3));
      await landfall.kill();
      await connectionSays(room.page, 'Connection lost');
      await room.page.getByText(BANNER).waitFor();
      await landfall.startAgain();
      // The sender does not know what arrived and sends everything again.
      await sendersTo(landfall).reads(...seen);
      await connectionSays(room.page, 'Live');
      await room.page.getByText(BANNER).waitFor({ state: 'detached' });
      expect(await placesShown(room, 'AB12CDE', 5)).toEqual(placesOf(seen));
      await room.page.reload();
      expect(await placesShown(room, 'AB12CDE', 5)).toEqual(placesOf(seen));
      expect(room.page.url()).toBe(`${landfall.baseUrl}/`);
      await room.context.close();
    });
  });
}
