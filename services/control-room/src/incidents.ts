import type { Hit, Incident } from '@landfall/core';
import { deliveredAt, emptyIncident, evolveIncident } from '@landfall/core';
import type { Received } from '@landfall/runtime';
import type { ControlRoomLimits } from './config.ts';
import { detailOf, hitViews, summaryOf } from './incident-view.ts';
import { WIRE_BOUNDS, type IncidentDetail, type IncidentUpdate } from './wire.ts';

export type IncidentTopic = 'hits' | 'incident.actions';

interface Applied {
  /** One update per incident that changed, with the hits that changed. */
  readonly updates: readonly IncidentUpdate[];
  /** Hits that were not in force before. */
  readonly newHits: readonly Hit[];
}

interface Pruned {
  /** Marks of the incidents that are no longer kept. */
  readonly gone: readonly string[];
  /** How many of them went because there were too many. */
  readonly overflowed: number;
}

/**
 * The incidents as the log tells them: a projection of hits and actions, rebuilt at every start.
 *
 * Bounds: `incidentsMax` incidents and `closedKeptMs` for closed ones, held by `prune`. An unanswered incident is never dropped, whatever
 * their number: what nobody has answered must stay on the screen.
 */
export interface IncidentProjection {
  apply(events: readonly Received<IncidentTopic>[]): Applied;
  get(vehicleMark: string): Incident | undefined;
  detail(vehicleMark: string): IncidentDetail | null;
  /** Every incident, with those of its hits that no screen has shown. */
  all(): readonly IncidentUpdate[];
  incidents(): Iterable<Incident>;
  /** The vehicle of a hit that no screen has shown; undefined for any other. */
  undeliveredMark(hitId: string): string | undefined;
  prune(nowMs: number): Pruned;
}

interface Kept {
  incident: Incident;
  /** Grows over all incidents, so that it also tells which of two changed later. */
  revision: number;
  lastEventMs: number;
}

/** Hits that wait for their fifth clock. More than this wait only when no page has been open for long; the oldest are then never timed. */
const UNDELIVERED_MAX = 200_000;

export function incidentProjection(
  limits: Pick<ControlRoomLimits, 'incidentsMax' | 'closedKeptMs'>,
): IncidentProjection {
  const kept = new Map<string, Kept>();
  const undelivered = new Map<string, string>();
  let revision = 0;

  const evolve = (received: Received<IncidentTopic>, changed: Map<string, Set<string>>): Hit | null => {
    const { event, timestampMs } = received;
    const mark = event.vehicleMark;
    const before = kept.get(mark)?.incident ?? emptyIncident(mark);
    const change = isHit(event) ? ({ kind: 'hit', hit: event } as const) : ({ kind: 'action', action: event } as const);
    const incident = evolveIncident(before, change);
    revision += 1;
    const lastEventMs = Math.max(kept.get(mark)?.lastEventMs ?? 0, timestampMs);
    kept.set(mark, { incident, revision, lastEventMs });
    const touched = changed.get(mark) ?? new Set<string>();
    changed.set(mark, touched);
    if (change.kind === 'action') {
      for (const hitId of change.action.hitIds) {
        touched.add(hitId);
        if (change.action.kind === 'DELIVERED') undelivered.delete(hitId);
      }
      return null;
    }
    touched.add(change.hit.hitId);
    if (incident.hitCount <= before.hitCount) return null;
    if (deliveredAt(incident, change.hit.hitId) === null) remember(undelivered, change.hit);
    return change.hit;
  };

  return {
    apply(events) {
      const changed = new Map<string, Set<string>>();
      const newHits = events.map((event) => evolve(event, changed)).filter((hit) => hit !== null);
      const updates = [...changed].flatMap(([mark, hitIds]) =>
        updateOf(kept.get(mark), (hit) => hitIds.has(hit.hitId)),
      );
      return { updates, newHits };
    },
    get: (vehicleMark) => kept.get(vehicleMark)?.incident,
    detail(vehicleMark) {
      const found = kept.get(vehicleMark);
      if (found === undefined || found.incident.hits.length === 0) return null;
      return detailOf(found.incident, found.revision);
    },
    all: () => [...kept.values()].flatMap((item) => updateOf(item, (hit) => undelivered.has(hit.hitId))),
    *incidents() {
      for (const { incident } of kept.values()) if (incident.hits.length > 0) yield incident;
    },
    undeliveredMark: (hitId) => undelivered.get(hitId),
    prune(nowMs) {
      const { stale, overflow } = toPrune(kept, limits, nowMs);
      for (const mark of [...stale, ...overflow]) {
        for (const hit of kept.get(mark)?.incident.hits ?? []) undelivered.delete(hit.hitId);
        kept.delete(mark);
      }
      return { gone: [...stale, ...overflow], overflowed: overflow.length };
    },
  };
}

/** Nothing for an incident that only actions have named: its hits may still come. */
function updateOf(item: Kept | undefined, wanted: (hit: Hit) => boolean): readonly IncidentUpdate[] {
  if (item === undefined || item.incident.hits.length === 0) return [];
  const hits = item.incident.hits.filter(wanted).slice(-WIRE_BOUNDS.hits);
  return [{ summary: summaryOf(item.incident, item.revision), hits: hitViews(item.incident, hits) }];
}

function toPrune(
  kept: ReadonlyMap<string, Kept>,
  limits: Pick<ControlRoomLimits, 'incidentsMax' | 'closedKeptMs'>,
  nowMs: number,
): { readonly stale: readonly string[]; readonly overflow: readonly string[] } {
  const answered = [...kept.values()]
    .filter(({ incident }) => incident.status !== 'UNANSWERED')
    .toSorted((a, b) => dropRank(a) - dropRank(b) || a.lastEventMs - b.lastEventMs);
  const isStale = ({ incident, lastEventMs }: Kept): boolean =>
    isDone(incident) && lastEventMs < nowMs - limits.closedKeptMs;
  const stale = answered.filter(isStale);
  const surplus = Math.max(0, kept.size - stale.length - limits.incidentsMax);
  const overflow = answered.filter((item) => !isStale(item)).slice(0, surplus);
  const marksOf = (items: readonly Kept[]): readonly string[] => items.map(({ incident }) => incident.vehicleMark);
  return { stale: marksOf(stale), overflow: marksOf(overflow) };
}

function dropRank({ incident }: Kept): number {
  return isDone(incident) ? 0 : 1;
}

function isDone({ status }: Incident): boolean {
  return status === 'CLOSED' || status === 'RETRACTED';
}

function remember(undelivered: Map<string, string>, hit: Hit): void {
  undelivered.set(hit.hitId, hit.vehicleMark);
  if (undelivered.size <= UNDELIVERED_MAX) return;
  const oldest = undelivered.keys().next().value;
  if (oldest !== undefined) undelivered.delete(oldest);
}

function isHit(event: Received<IncidentTopic>['event']): event is Hit {
  return 'evidence' in event;
}
