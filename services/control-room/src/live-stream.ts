import type { ServerResponse } from 'node:http';
import type { Clock } from '@landfall/ports';
import type { Metrics } from '@landfall/runtime';
import type { ControlRoomLimits } from './config.ts';
import { frameText, type ReplayRing } from './replay-ring.ts';
import type { Snapshot } from './wire.ts';

/**
 * Sends events to every open page as text/event-stream.
 *
 * Guarantee: a page gets every event after the one that it names, in order, or else a snapshot of everything; events are written in
 * the same turn in which they are published, and never held back.
 * On crash: nothing to save; pages connect again and get a snapshot.
 * On retry: a page that lost its connection names its last event and resumes.
 * Bounds: `clientsMax` pages; `clientBufferBytesMax` bytes waiting for each (a slower page is disconnected, counted, and resumes).
 */
export interface LiveStream {
  publish(event: 'incidents' | 'gone' | 'map', body: unknown): void;
  /** Takes over the response. False when there are too many pages: then nothing was written. */
  connect(response: ServerResponse, client: LiveClientOptions): boolean;
  clientCount(): number;
  /** Ends every connection. Idempotent. */
  close(): void;
}

interface LiveClientOptions {
  readonly lastEventId: string | null;
  /** When the session ends, and with it the stream, epoch milliseconds. */
  readonly expiresAt: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
}

export interface LiveStreamOptions {
  readonly ring: ReplayRing;
  readonly limits: Pick<ControlRoomLimits, 'clientsMax' | 'clientBufferBytesMax' | 'heartbeatMs'>;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'liveClients' | 'liveClientsDropped'>;
  readonly snapshot: () => Snapshot;
}

interface Client {
  readonly response: ServerResponse;
  readonly expiresAt: number;
  /** Bytes of the first answer, which may be waiting beside the bound, until the socket has drained once. */
  allowance: number;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  connection: 'keep-alive',
  'x-accel-buffering': 'no',
} as const;

export function liveStream(options: LiveStreamOptions): LiveStream {
  const { ring, limits, clock, metrics } = options;
  const clients = new Set<Client>();
  const closed = new AbortController();

  const drop = (client: Client): void => {
    if (!clients.delete(client)) return;
    metrics.liveClients.set(clients.size);
    client.response.destroy();
  };
  const send = (client: Client, text: string): void => {
    client.response.write(text);
    if (client.response.writableLength <= limits.clientBufferBytesMax + client.allowance) return;
    metrics.liveClientsDropped.inc();
    drop(client);
  };
  void beat({ clock, everyMs: limits.heartbeatMs, signal: closed.signal }, () => {
    for (const client of clients) {
      if (clock.now() >= client.expiresAt) client.response.end();
      else send(client, ': beat\n\n');
    }
  });

  return {
    publish(event, body) {
      const { text } = ring.append(event, body);
      for (const client of clients) send(client, text);
    },
    connect(response, { lastEventId, expiresAt, headers }) {
      if (closed.signal.aborted || clients.size >= limits.clientsMax) return false;
      const text = firstText(options, lastEventId);
      const client: Client = { response, expiresAt, allowance: Buffer.byteLength(text) };
      response.writeHead(200, { ...headers, ...HEADERS });
      response.once('drain', () => {
        client.allowance = 0;
      });
      response.once('close', () => drop(client));
      response.on('error', () => drop(client));
      if (response.write(text)) client.allowance = 0;
      clients.add(client);
      metrics.liveClients.set(clients.size);
      return true;
    },
    clientCount: () => clients.size,
    close() {
      closed.abort();
      for (const client of clients) client.response.end();
      clients.clear();
      metrics.liveClients.set(0);
    },
  };
}

/** What a page gets first: the events that it missed, or everything. */
function firstText({ ring, snapshot }: LiveStreamOptions, lastEventId: string | null): string {
  const missed = lastEventId === null ? null : ring.after(lastEventId);
  if (missed !== null) return `: resumed\n\n${missed.map((frame) => frame.text).join('')}`;
  return frameText(ring.lastId(), 'snapshot', snapshot());
}

interface Beat {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

async function beat({ clock, everyMs, signal }: Beat, tick: () => void): Promise<void> {
  for (;;) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    tick();
  }
}
