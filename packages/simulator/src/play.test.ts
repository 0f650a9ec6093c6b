import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { PlayProgress } from './play.ts';
import { play } from './play.ts';
import { simulateDay } from './day.ts';

const START_MS = Date.UTC(2026, 2, 10);
const KEYS = { source: 's', analyst: 'a', secondAnalyst: 'b', admin: 'x' };
const day = simulateDay({ seed: 3, startMs: START_MS, hours: 1, readsPerDayScale: 0.05 });
const messages = [...day.messages()];

interface Received {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly type: string;
  readonly body: string;
}

type Reply = (request: Received, response: ServerResponse) => void;
const stops: (() => Promise<void>)[] = [];

/** A service that writes down what it gets and answers as told. */
async function desk(reply: Reply): Promise<{ readonly baseUrl: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const got = {
        method: request.method ?? '',
        path: request.url ?? '',
        key: (request.headers.authorization ?? '').replace('Bearer ', ''),
        type: request.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
      };
      received.push(got);
      reply(got, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  stops.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const accept: Reply = ({ method, path, body }, response) => {
  const isEntry = path.startsWith('/v1/watchlist/entries');
  const high = body.includes('"priority":"HIGH"');
  const entry = { entryId: `id${body.length}`, revision: 4, state: high ? 'AWAITING_APPROVAL' : 'ACTIVE' };
  response.writeHead(isEntry && method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isEntry ? entry : { accepted: 1, rejectedTotal: 0 }));
};

function linesOf(received: readonly Received[]): readonly string[] {
  return received.filter(({ path }) => path === '/v1/reads').flatMap(({ body }) => body.split('\n'));
}

function sentLines(fromMs = START_MS): readonly string[] {
  return messages.filter(({ format, dueMs }) => format === 'landfall-json' && dueMs >= fromMs).map(({ body }) => body);
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe('play', () => {
  it('sends every message with the key of its role, reads in batches of at most 500', async () => {
    const { baseUrl, received } = await desk(accept);
    const done = await play({ day, baseUrl, keys: KEYS, rate: Infinity });
    expect(linesOf(received).toSorted()).toEqual(sentLines().toSorted());
    expect(
      Math.max(...received.map(({ body, path }) => (path === '/v1/reads' ? body.split('\n').length : 0))),
    ).toBeLessThanOrEqual(500);
    expect(done.reads).toBe(messages.filter(({ kind }) => kind === 'read').length);
    expect(done.refused).toBe(0);
    expect(received.slice(0, 2).map(({ method, path, key }) => `${method} ${path} ${key}`)).toEqual([
      'PUT /v1/reference/cameras x',
      'PUT /v1/reference/gvms x',
    ]);
  });

  it('approves an entry by the id and revision that the service gave it, as the second analyst', async () => {
    const { baseUrl, received } = await desk(accept);
    await play({ day, baseUrl, keys: KEYS, rate: Infinity });
    const approvals = received.filter(({ path }) => path.endsWith('/approve'));
    expect(approvals).toHaveLength(messages.filter(({ kind }) => kind === 'approval').length);
    expect(new Set(approvals.map(({ key, body }) => `${key} ${body}`))).toEqual(new Set(['b {"revision":4}']));
  });

  it('amends an entry that the service has already', async () => {
    const { baseUrl, received } = await desk((request, response) => {
      if (request.method !== 'POST' || request.path !== '/v1/watchlist/entries') return accept(request, response);
      response.writeHead(409, { 'content-type': 'application/problem+json' });
      return void response.end(JSON.stringify({ code: 'entry-exists', entryId: 'old', revision: 9 }));
    });
    await play({ day, baseUrl, keys: KEYS, rate: Infinity });
    const amended = received.filter(({ method, path }) => method === 'PUT' && path === '/v1/watchlist/entries/old');
    expect(amended).toHaveLength(
      messages.filter(({ format, kind }) => kind === 'entry' && format === 'watchlist-json').length,
    );
    expect(JSON.parse(amended[0]?.body ?? '{}')).toMatchObject({ revision: 9 });
    expect(amended[0]?.body).not.toContain('"list"');
  });

  it('sends the same bytes again after 503 and after a lost connection', async () => {
    let count = 0;
    const { baseUrl, received } = await desk((request, response) => {
      count += 1;
      if (count === 4) return void response.writeHead(503, { 'retry-after': '0' }).end();
      if (count === 6) return void response.destroy();
      return accept(request, response);
    });
    const done = await play({ day, baseUrl, keys: KEYS, rate: Infinity });
    expect(done.refused).toBe(0);
    expect(received[4]?.body).toBe(received[3]?.body);
    expect(new Set(linesOf(received))).toEqual(new Set(sentLines()));
  });

  it('goes on where an ended play was done, and misses nothing', async () => {
    const first = await desk(accept);
    const ending = new AbortController();
    const seen: PlayProgress[] = [];
    const stopped = await play({
      day,
      baseUrl: first.baseUrl,
      keys: KEYS,
      rate: Infinity,
      signal: ending.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.reads > 200) ending.abort();
      },
    });
    expect(stopped.doneToMs).toBeLessThan(day.endMs);
    expect(seen.map(({ doneToMs }) => doneToMs)).toEqual(
      seen.map(({ doneToMs }) => doneToMs).toSorted((a, b) => a - b),
    );
    const second = await desk(accept);
    await play({ day, baseUrl: second.baseUrl, keys: KEYS, rate: Infinity, fromMs: stopped.doneToMs });
    expect(new Set([...linesOf(first.received), ...linesOf(second.received)])).toEqual(new Set(sentLines()));
    expect(linesOf(second.received).toSorted()).toEqual(sentLines(stopped.doneToMs).toSorted());
  });

  it('keeps to the rate', async () => {
    const { baseUrl } = await desk(accept);
    const minute = simulateDay({ seed: 3, startMs: START_MS, hours: 1 / 60, readsPerDayScale: 0.05 });
    const lastMs = [...minute.messages()].at(-1)?.dueMs ?? START_MS;
    const began = performance.now();
    await play({ day: minute, baseUrl, keys: KEYS, rate: 240 });
    expect(performance.now() - began).toBeGreaterThanOrEqual((lastMs - START_MS) / 240 - 20);
  });

  it('reports what is refused for good and ends when a key is refused', async () => {
    const refusing = await desk((request, response) => {
      if (request.path !== '/v1/reads') return accept(request, response);
      return void response.writeHead(422).end('{"code":"field-invalid"}');
    });
    const refusals: number[] = [];
    const done = await play({
      day,
      baseUrl: refusing.baseUrl,
      keys: KEYS,
      rate: Infinity,
      onRefused: ({ status }) => refusals.push(status),
    });
    expect(new Set(refusals)).toEqual(new Set([422]));
    expect(done.refused).toBe(refusals.length);
    const closed = await desk((_, response) => void response.writeHead(401).end());
    await expect(play({ day, baseUrl: closed.baseUrl, keys: KEYS, rate: Infinity })).rejects.toMatchObject({
      code: 'unauthorised',
    });
  });
});
