import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark, Figure } from './figures.ts';
import { atMost, quantile } from './figures.ts';
import { importWatchlist } from './import-watchlist.ts';
import type { LandfallProcess } from './landfall-process.ts';
import { dataFolder, startLandfall } from './landfall-process.ts';
import type { LiveClient, SeenHit } from './live-client.ts';
import { openLive } from './live-client.ts';
import { trafficMarks } from './marks.ts';
import type { Post } from './post.ts';
import { keepAlive, post } from './post.ts';
import { readLine } from './read-lines.ts';

const READS_PER_S = 1000;
const WARM_UP_S = 5;
const MEASURED_S = 30;
const LISTED = 100_000;
const CAMERAS = 150;
const CONNECTIONS = 16;
const SETTLE_MAX_MS = 5000;

export const benchLatency: Benchmark = {
  name: 'latency',
  about:
    'All-in-one as one process with 100,000 entries, fed 1,000 reads/s for 30 s after 5 s to warm up, each read in a POST of its own, ' +
    '1 % of reads watched. From `receivedAt` of the hit to its arrival at a client of the live stream, by the clock of one machine; ' +
    'and from the first byte of the POST to that arrival, by a monotonic clock. Sender and client are one process.',
  async run() {
    const { dataFile, remove } = dataFolder();
    const landfall = await startLandfall(dataFile);
    try {
      await importWatchlist(landfall, LISTED);
      const live = await openLive(landfall.signInUrl);
      await live.snapshot;
      const sent = await sendPaced(landfall);
      await untilQuiet(live);
      await live.close();
      return figuresOf(live, sent);
    } finally {
      await landfall.stop('SIGTERM');
      remove();
    }
  },
};

interface Sent {
  /** When each read was sent, monotonic milliseconds, by camera and capture time; warm-up left out. */
  readonly atByRead: ReadonlyMap<string, number>;
  readonly reads: number;
  readonly seconds: number;
}

/** Sends as many reads in each millisecond as are due by then; a read is never sent early. */
async function sendPaced(landfall: LandfallProcess): Promise<Sent> {
  const agent = keepAlive(CONNECTIONS);
  const url = `${landfall.baseUrl}/v1/reads`;
  const headers = { ...landfall.authorization('source'), 'content-type': 'application/json' };
  const nextMark = trafficMarks({ listed: LISTED, watchedShare: 0.01, vehicles: 400_000 }, 5);
  const atByRead = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  const startedAt = performance.now();
  const total = READS_PER_S * (WARM_UP_S + MEASURED_S);
  const sendRead = async (message: Post): Promise<void> => {
    const { status, body } = await post(agent, message);
    if (status !== 200) throw new Error(`A read was answered ${status}: ${body.slice(0, 300)}`);
  };
  const sendOne = (number: number): void => {
    const read = { mark: nextMark(), camera: number % CAMERAS, capturedAt: Date.now() };
    const sentAt = performance.now();
    if (number >= READS_PER_S * WARM_UP_S) atByRead.set(readKey(read.camera, read.capturedAt), sentAt);
    const answered = sendRead({ url, headers, body: readLine(read) }).finally(() => pending.delete(answered));
    pending.add(answered);
  };
  for (let number = 0; number < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * READS_PER_S) / 1000));
    for (; number < due; number += 1) sendOne(number);
    await pause(1);
  }
  await Promise.all(pending);
  agent.destroy();
  return { atByRead, reads: atByRead.size, seconds: (performance.now() - startedAt) / 1000 - WARM_UP_S };
}

/** 150 cameras by turns at 1,000 reads/s: one camera never captures twice in a millisecond. */
function readKey(camera: number | string, capturedAt: number): string {
  return `${Number(String(camera).replace('KENT-', ''))} ${capturedAt}`;
}

/** Until no new hit has come for half a second. */
async function untilQuiet(live: LiveClient): Promise<void> {
  const giveUpAt = performance.now() + SETTLE_MAX_MS;
  for (let before = -1; before !== live.hits.size && performance.now() < giveUpAt;) {
    before = live.hits.size;
    await pause(500);
  }
}

function figuresOf(live: LiveClient, sent: Sent): readonly Figure[] {
  const fromReceipt: number[] = [];
  const fromSending: number[] = [];
  for (const seen of live.hits.values()) {
    const sentAt = sent.atByRead.get(keyOfHit(seen));
    if (sentAt === undefined) continue;
    fromReceipt.push(seen.seenAt - seen.hit.receivedAt);
    fromSending.push(seen.seenMonotonicMs - sentAt);
  }
  return [
    { name: 'reads sent', value: Math.round(sent.reads / sent.seconds), unit: 'reads/s' },
    { name: 'hits seen', value: fromReceipt.length, unit: 'hits' },
    ...quantiles('received to visible', fromReceipt).map((figure) =>
      figure.name.endsWith('p99') ? { ...figure, target: atMost(50) } : figure,
    ),
    ...quantiles('sent to visible', fromSending),
  ];
}

function keyOfHit({ hit }: SeenHit): string {
  return readKey(hit.evidence.at(-1)?.cameraId ?? '', hit.capturedAt);
}

function quantiles(name: string, valuesMs: readonly number[]): readonly Figure[] {
  return [
    { name: `${name}, p50`, value: quantile(valuesMs, 0.5), unit: 'ms' },
    { name: `${name}, p99`, value: quantile(valuesMs, 0.99), unit: 'ms' },
    { name: `${name}, max`, value: quantile(valuesMs, 1), unit: 'ms' },
  ];
}
