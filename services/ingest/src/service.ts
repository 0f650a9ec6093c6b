import { assert } from '@landfall/core';
import type { KeptSubscription, Platform, Service } from '@landfall/runtime';
import { backPressure } from './back-pressure.ts';
import { RECENT_IDS_MAX } from './bounds.ts';
import { INGEST_DEFAULTS } from './config.ts';
import type { IngestOptions } from './config.ts';
import { deadLetters } from './dead-letters.ts';
import { ingestMeters } from './ingest-meters.ts';
import { zoneExists } from './read-time.ts';
import type { Intake } from './receive.ts';
import { recentIds } from './recent-ids.ts';
import { reference } from './reference.ts';
import { registerRoutes } from './routes.ts';

/**
 * Takes the messages of cameras and ports over HTTP and writes reads, movements and dead letters.
 *
 * Guarantee: a message is acknowledged only when every record of it is durably a fact or a dead letter, or is none on purpose.
 * On crash: what was not acknowledged is sent again by its source.
 * On retry: ids are made of content, so a resend adds nothing.
 * Bounds: bodies, records, bytes in work (`bounds.ts`); over them the answer is 503 with Retry-After, or 413.
 */
export function ingestService(platform: Platform, overrides: Partial<IngestOptions> = {}): Service {
  const options = { ...INGEST_DEFAULTS, ...overrides };
  assert(zoneExists(options.localTimeZone), 'localTimeZone is a zone of the IANA database');
  const intake: Intake = {
    platform,
    reference: reference(platform),
    deadLetters: deadLetters(platform),
    recent: recentIds(RECENT_IDS_MAX),
    meters: ingestMeters(platform.metrics),
    localTimeZone: options.localTimeZone,
  };
  const pressure = backPressure({ bytes: options.inFlightMaxBytes, records: options.inFlightMaxRecords });
  const projections: KeptSubscription[] = [];
  let state: 'starting' | 'ready' | 'stopped' = 'starting';
  return {
    name: 'ingest',
    routes: (app) => registerRoutes(app, { intake, pressure }),
    async start() {
      projections.push(intake.reference.follow(), intake.deadLetters.follow());
      await Promise.all(projections.map((projection) => projection.caughtUp));
      state = 'ready';
    },
    ready() {
      const failure = projections.map((projection) => projection.failure()).find((text) => text !== null);
      if (failure !== undefined) return { ok: false, detail: failure };
      return { ok: state === 'ready', detail: state };
    },
    async stop() {
      state = 'stopped';
      await Promise.all(projections.map((projection) => projection.close()));
    },
  };
}
