import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ingestService } from '@landfall/ingest';
import type { IngestOptions } from '@landfall/ingest';
import type { EventLog } from '@landfall/ports';
import { onTestFinished } from 'vitest';
import { bearer, openHost, openWorld } from '../support/world.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../fixtures/samples');
export const sample = (name: string): Buffer => readFileSync(path.join(SAMPLES, name));

/** Ingest behind an HTTP server over the embedded world, until the test ends. */
export async function start(options: Partial<IngestOptions> = {}, wrapLog: (log: EventLog) => EventLog = (log) => log) {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const platform = { ...world.platform, log: wrapLog(world.platform.log) };
  const host = await openHost(platform, [ingestService(platform, options)]);
  onTestFinished(() => host.close());
  const send = async (request: {
    readonly method?: 'GET' | 'POST' | 'PUT';
    readonly url: string;
    readonly role?: 'source' | 'admin' | 'operator';
    readonly body?: string | Buffer;
    readonly headers?: Readonly<Record<string, string>>;
  }) => {
    const { method = 'POST', url, role = 'source', body, headers } = request;
    const payload = body === undefined ? {} : { payload: body };
    const response = await host.app.inject({ method, url, headers: { ...bearer(role), ...headers }, ...payload });
    const isJson = /json/.test(String(response.headers['content-type']));
    return {
      status: response.statusCode,
      headers: response.headers,
      json: isJson ? response.json() : null,
      bytes: response.rawPayload,
    };
  };
  return { world, platform, host, send };
}

const now = () => new Date().toISOString();
export const read = (plate: string, more: object = {}) => ({
  plate,
  capturedAt: now(),
  cameraId: 'M20-J10-E',
  ...more,
});
export const NDJSON = { 'content-type': 'application/x-ndjson' };
export const JSON_TYPE = { 'content-type': 'application/json' };

/** The methods of a log, whether it is a class or an object. */
export function bound(log: EventLog): EventLog {
  return {
    append: (records) => log.append(records),
    consume: (options) => log.consume(options),
    follow: (options) => log.follow(options),
    scan: (options) => log.scan(options),
    fetch: (positions) => log.fetch(positions),
    ends: (topic) => log.ends(topic),
    offsetsAt: (topic, timestampMs) => log.offsetsAt(topic, timestampMs),
    committed: (group, topic) => log.committed(group, topic),
    close: () => log.close(),
  };
}
