import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEmbeddedFile, virtualClock } from '@landfall/adapter-embedded';
import type { EmbeddedFile, VirtualClock } from '@landfall/adapter-embedded';
import { openCodec } from '@landfall/codec';
import { ingestService } from '@landfall/ingest';
import { matcherService } from '@landfall/matcher';
import { LogError } from '@landfall/ports';
import type { MatcherPlatform } from '@landfall/runtime';
import { loadTopics, publish, schemaByTopic } from '@landfall/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, T0, aMovement, aRead, anEntry } from '../support/events.ts';
import { SCHEMAS_DIR, bearer, groupCaughtUp, nextTurn, openHost, openWorld, readTopic } from '../support/world.ts';

/** 2 MiB. */
const PAGES_MAX = 512;
const SECOND_MS = 1000;
const READS_A_REQUEST = 200;

const closers: (() => Promise<void>)[] = [];
let platform: MatcherPlatform;
let post: (
  firstMinute: number,
) => Promise<{ readonly status: number; readonly code: unknown; readonly retryAfter: string | null }>;
let log: EmbeddedFile['log'];
let clock: VirtualClock;

/** Ingest behind a socket, over a log whose disk is small. */
beforeEach(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'landfall-full-'));
  closers.push(async () => rmSync(folder, { recursive: true }));
  clock = virtualClock(T0);
  const world = await openWorld({ clock });
  closers.push(() => world.close());
  const topics = loadTopics(SCHEMAS_DIR);
  const file = path.join(folder, 'small.db');
  const small = await openEmbeddedFile({ path: file, topics, clock, synchronous: 'NORMAL', pagesMax: PAGES_MAX });
  closers.push(() => small.close());
  ({ log } = small);
  const codec = await openCodec({
    registry: small.registry,
    schemasDir: SCHEMAS_DIR,
    schemaByTopic: schemaByTopic(topics),
  });
  platform = { ...world.platform, log, codec };
  const host = await openHost(platform, [ingestService(platform)]);
  closers.push(() => host.close());
  const port = await host.listen();
  post = async (firstMinute) => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/reads`, {
      method: 'POST',
      headers: { ...bearer('source'), 'content-type': 'application/x-ndjson' },
      body: readsFrom(firstMinute),
    });
    const { code } = (await response.json()) as { readonly code?: unknown };
    return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
  };
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function readsFrom(first: number): string {
  const lines = Array.from({ length: READS_A_REQUEST }, (_, index) => ({
    plate: 'AB12 CDE',
    cameraId: `CAMERA-${first + index}`,
    capturedAt: clock.now(),
  }));
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

/** Posts until the disk is full; resolves with how many requests were answered with 200, and the refusal. */
async function fill() {
  for (let accepted = 0; accepted < 500; accepted += 1) {
    const answer = await post(accepted * READS_A_REQUEST);
    if (answer.status !== 200) return { accepted, answer };
  }
  throw new Error('the disk never was full');
}

/** Takes every last page with movements of eight days ago, which retention may remove. */
async function fillWithOldMovements(): Promise<void> {
  const timestampMs = T0 - 8 * DAY_MS;
  for (let size = 256, made = 0; size >= 1; made += size) {
    const records = Array.from({ length: size }, (_, index) => {
      const key = `old-${made + index}`;
      const event = aMovement({ movementId: key, occurredAt: timestampMs, vehicle: null });
      return {
        topic: 'port.movements' as const,
        key,
        value: platform.codec.encode('port.movements', event),
        timestampMs,
      };
    });
    const appended = await platform.log.append(records).catch((error: unknown) => error);
    if (appended instanceof LogError) size /= 2;
  }
}

describe('a full disk', () => {
  it('is a 503 that says when to come again, keeps all that was acknowledged, and ends when retention makes room', async () => {
    const { accepted, answer } = await fill();
    expect(accepted).toBeGreaterThan(0);
    expect(answer).toEqual({ status: 503, code: 'log-full', retryAfter: '30' });
    expect(await readTopic(platform, 'anpr.reads')).toHaveLength(accepted * READS_A_REQUEST);
    expect(await readTopic(platform, 'dead-letters')).toEqual([]);
    await clock.advance(8 * DAY_MS);
    await log.maintain();
    expect(await post(0)).toMatchObject({ status: 200 });
    expect(await readTopic(platform, 'anpr.reads')).toHaveLength(READS_A_REQUEST);
  });

  it('holds hits back, says so, and loses none of them', async () => {
    const entry = anEntry({ entryId: 'entry-1', validFrom: clock.now() - DAY_MS });
    const reads = Array.from({ length: 50 }, (_, index) => aRead({ mark: 'AB12CDE', capturedAt: clock.now() - index }));
    await publish(platform, [
      { topic: 'watchlist.entries', event: entry },
      ...reads.map((event) => ({ topic: 'anpr.reads' as const, event })),
    ]);
    await fillWithOldMovements();
    const matcher = matcherService(platform);
    closers.push(() => matcher.stop());
    await matcher.start();
    while (matcher.ready().ok) await nextTurn();
    expect(matcher.ready().detail).toContain('no room');
    expect(await readTopic(platform, 'hits')).toEqual([]);
    await log.maintain();
    while (!matcher.ready().ok) await clock.advance(SECOND_MS);
    await groupCaughtUp(platform, 'matcher', ['anpr.reads']);
    const found = (await readTopic(platform, 'hits')).flatMap(({ evidence }) => evidence.map(({ factId }) => factId));
    expect(new Set(found)).toEqual(new Set(reads.map(({ readId }) => readId)));
  });
});
