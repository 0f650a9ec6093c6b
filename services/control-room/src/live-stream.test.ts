import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@landfall/ports';
import { createMetrics } from '@landfall/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { liveStream, type LiveStream } from './live-stream.ts';
import { sseParser, type SseMessage } from './page/sse-parser.ts';
import { replayRing } from './replay-ring.ts';

/** A clock that stands still: no heartbeat comes. */
const clock: Clock = { now: () => 0, sleep: (_delayMs, signal) => aborted(signal) };

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve());
  });
}

const open: { readonly live: LiveStream; readonly server: Server }[] = [];

afterEach(() => {
  for (const { live, server } of open.splice(0)) {
    live.close();
    server.closeAllConnections();
    server.close();
  }
});

async function startLive(limits: { readonly clientsMax?: number; readonly clientBufferBytesMax?: number } = {}) {
  const metrics = createMetrics();
  const live = liveStream({
    ring: replayRing({ epoch: 'e', eventsMax: 10, bytesMax: 100_000_000 }),
    limits: { clientsMax: 2, clientBufferBytesMax: 100_000, heartbeatMs: 10, ...limits },
    clock,
    metrics,
    snapshot: () => ({ now: 7, incidents: [] }),
  });
  const closed = Promise.withResolvers<void>();
  const server = createServer((incoming, response) => {
    const lastEventId = incoming.headers['last-event-id'];
    const id = typeof lastEventId === 'string' ? lastEventId : null;
    if (!live.connect(response, { lastEventId: id, expiresAt: 1, headers: {} })) response.writeHead(503).end();
    else response.once('close', closed.resolve);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ live, server });
  const { port } = server.address() as AddressInfo;
  const connect = async (lastEventId?: string): Promise<IncomingMessage> => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const outgoing = request({ port, host: '127.0.0.1', headers });
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return response;
  };
  return { live, metrics, connect, responseClosed: () => closed.promise };
}

/** Reads until so many messages have come. */
async function read(response: IncomingMessage, count: number): Promise<readonly SseMessage[]> {
  const parse = sseParser();
  const messages: SseMessage[] = [];
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    messages.push(...parse(chunk));
    if (messages.length >= count) break;
  }
  return messages;
}

describe('liveStream', () => {
  it('starts a page with a snapshot and goes on with events', async () => {
    const { live, connect } = await startLive();
    live.publish('incidents', ['before']);
    const response = await connect();
    live.publish('incidents', ['after']);
    expect(await read(response, 2)).toEqual([
      { id: 'e-1', event: 'snapshot', data: '{"now":7,"incidents":[]}' },
      { id: 'e-2', event: 'incidents', data: '["after"]' },
    ]);
  });

  it('resumes behind the event that a page names, without a snapshot', async () => {
    const { live, connect } = await startLive();
    for (const body of ['a', 'b', 'c']) live.publish('incidents', body);
    const messages = await read(await connect('e-1'), 2);
    expect(messages.map((message) => message.id)).toEqual(['e-2', 'e-3']);
  });

  it('gives a snapshot to a page of an earlier process', async () => {
    const { live, connect } = await startLive();
    live.publish('incidents', 'a');
    const [first] = await read(await connect('old-1'), 1);
    expect(first).toMatchObject({ id: 'e-1', event: 'snapshot' });
  });

  it('takes no more pages than its bound, and takes one again when another has gone', async () => {
    const { live, connect, responseClosed } = await startLive({ clientsMax: 1 });
    const first = await connect();
    expect((await connect()).statusCode).toBe(503);
    first.destroy();
    await responseClosed();
    expect(live.clientCount()).toBe(0);
    expect((await connect()).statusCode).toBe(200);
  });

  it('disconnects a page that does not read, counts it, and keeps the others', async () => {
    const { live, metrics, connect } = await startLive({ clientBufferBytesMax: 1000 });
    await connect();
    expect(live.clientCount()).toBe(1);
    const big = 'x'.repeat(1_000_000);
    for (let sent = 0; sent < 50 && live.clientCount() > 0; sent += 1) live.publish('incidents', big);
    expect(live.clientCount()).toBe(0);
    const dropped = await metrics.liveClientsDropped.get();
    expect(dropped.values[0]?.value).toBe(1);
    expect((await connect()).statusCode).toBe(200);
  });

  it('ends every page when it closes, and takes none after that', async () => {
    const { live, connect } = await startLive();
    const response = await connect();
    const ended = once(response.resume(), 'end');
    live.close();
    await ended;
    expect((await connect()).statusCode).toBe(503);
  });
});
