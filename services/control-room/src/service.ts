import { randomBytes } from 'node:crypto';
import type { KeptSubscription, Platform, Readiness, Received, Service } from '@landfall/runtime';
import { followEvents } from '@landfall/runtime';
import { alarmCount } from './alarm-count.ts';
import { controlRoomLimits, simulationOf, type ControlRoomOptions } from './config.ts';
import { desk, gaugeIncidents } from './desk.ts';
import { incidentProjection, type IncidentTopic } from './incidents.ts';
import { liveStream } from './live-stream.ts';
import { bundlePage, type PageBundle } from './page-bundle.ts';
import { camerasOf, mapReply } from './places.ts';
import { replayRing } from './replay-ring.ts';
import { controlRoomRoutes } from './routes.ts';
import type { StatusReply } from './wire.ts';

const ALARM_SPAN_MS = 600_000;
const HOUSEKEEPING_MS = 5000;
const NAME = 'control-room';
const CAMERAS_DOCUMENT = 'cameras';

/**
 * Incidents, the live page, acknowledgement.
 *
 * Guarantee: `start` resolves when the incidents are those of the whole log; each change after that is sent to the open pages in the
 * turn in which it is read.
 * On crash: everything is rebuilt from the log. On retry: hits and actions are idempotent by their ids.
 * Bounds: `ControlRoomLimits`.
 */
export function controlRoomService(platform: Platform, options: ControlRoomOptions): Service {
  const limits = controlRoomLimits(options);
  const state = deskState(platform, limits);
  const abort = new AbortController();
  const follows: KeptSubscription[] = [];
  let page: PageBundle | null = null;
  let phase: 'starting' | 'ready' | 'stopped' = 'starting';

  return {
    name: NAME,
    routes: (app) =>
      controlRoomRoutes(app, {
        platform,
        limits,
        cookieSecret: options.cookieSecret,
        projection: state.projection,
        live: state.live,
        desk: desk(platform, state.projection),
        page: () => (phase === 'ready' ? page : null),
        mapJson: () => state.mapJson,
        status: (operator) => state.status(operator, options.status?.()),
      }),
    async start() {
      const bundling = bundlePage();
      follows.push(
        followEvents(platform, {
          service: NAME,
          topics: ['hits', 'incident.actions'],
          onEvents: (events) => state.onHits(events),
        }),
        followEvents(platform, {
          service: `${NAME}-reference`,
          topics: ['reference.documents'],
          onEvents: (events) => state.onReference(events),
        }),
      );
      page = await bundling;
      await Promise.all(follows.map((follow) => follow.caughtUp));
      state.begin();
      phase = 'ready';
      void keepHouse(platform, abort.signal, () => state.keepHouse());
    },
    ready(): Readiness {
      const failure = follows.map((follow) => follow.failure()).find((text) => text !== null);
      return failure === undefined ? { ok: phase === 'ready', detail: phase } : { ok: false, detail: failure };
    },
    async stop() {
      phase = 'stopped';
      abort.abort();
      state.live.close();
      await Promise.all(follows.map((follow) => follow.close()));
    },
  };
}

/** What the service holds in memory, and how events change it. */
function deskState(platform: Platform, limits: ReturnType<typeof controlRoomLimits>) {
  const { clock, metrics, logger } = platform;
  const projection = incidentProjection(limits);
  const alarms = alarmCount(ALARM_SPAN_MS);
  const ring = replayRing({
    epoch: randomBytes(6).toString('base64url').replaceAll('-', '_'),
    eventsMax: limits.resumeEventsMax,
    bytesMax: limits.resumeBytesMax,
  });
  const snapshot = () => ({ now: clock.now(), incidents: projection.all() });
  const live = liveStream({ ring, limits, clock, metrics, snapshot });
  let begun = false;
  let overflowed = 0;
  let lagMs: number | null = null;
  const state = {
    projection,
    live,
    mapJson: JSON.stringify(mapReply([])),
    onHits(events: readonly Received<IncidentTopic>[]): void {
      const { updates, newHits } = projection.apply(events);
      for (const hit of newHits) alarms.add(hit.publishedAt);
      // Before `begin` there are no pages, and history is not news.
      if (!begun) return;
      if (updates.length > 0) live.publish('incidents', updates);
      const now = clock.now();
      for (const hit of newHits) {
        lagMs = Math.max(0, now - hit.publishedAt);
        metrics.publishedToSentSeconds.observe(lagMs / 1000);
      }
    },
    onReference(events: readonly Received<'reference.documents'>[]): void {
      const document = events.findLast(({ event }) => event.documentId === CAMERAS_DOCUMENT)?.event;
      if (document === undefined) return;
      state.mapJson = JSON.stringify(mapReply(camerasOf(document)));
      if (begun) live.publish('map', {});
    },
    begin() {
      begun = true;
      state.keepHouse();
    },
    status(operator: string, world: unknown): StatusReply {
      const now = clock.now();
      let unanswered = 0;
      for (const incident of projection.incidents()) if (incident.status === 'UNANSWERED') unanswered += 1;
      const load = { unanswered, alarms10Min: alarms.count(now), screens: live.clientCount(), overflowed };
      return { now, operator, simulation: simulationOf(world), load, lagMs };
    },
    keepHouse() {
      const pruned = projection.prune(clock.now());
      for (const vehicleMark of pruned.gone) live.publish('gone', { vehicleMark });
      gaugeIncidents(platform, projection);
      if (pruned.overflowed === 0) return;
      overflowed += pruned.overflowed;
      metrics.incidentOverflow.inc(pruned.overflowed);
      logger.warn({ dropped: pruned.overflowed }, 'answered incidents dropped: there are more than the bound');
    },
  };
  return state;
}

async function keepHouse({ clock }: Platform, signal: AbortSignal, work: () => void): Promise<void> {
  for (;;) {
    await clock.sleep(HOUSEKEEPING_MS, signal);
    if (signal.aborted) return;
    work();
  }
}
