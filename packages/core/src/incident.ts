import type { Hit, IncidentAction } from './events.ts';
import type { Level, Theme } from './words.ts';
import { assertNever } from './assert.ts';
import type { GrowingMap } from './growing-map.ts';
import { EMPTY_MAP, forEachIn, getFrom, putAll } from './growing-map.ts';
import { addKept, preferredHit } from './kept.ts';
import { higherLevel } from './levels.ts';
import { compareText } from './match.ts';
import { THEMES } from './themes.ts';

export type IncidentStatus = 'UNANSWERED' | 'ACKNOWLEDGED' | 'CLOSED';

/** What is known of one hit id. Each field only ever rises (or falls), so that the order of events does not matter. */
interface HitFate {
  /** Earliest receipt; null while only actions have named the hit. */
  readonly receivedAt: number | null;
  readonly answered: boolean;
  readonly closed: boolean;
  readonly deliveredAt: number | null;
}

/**
 * All hits on one vehicle and what people did about them: a function of the set of hits and actions, whatever their
 * order and however often each comes. Immutable; an event costs O(log n) amortised, and O(n) when people answer.
 *
 * Bound: the 500 newest hits (by event time, then id) and the 500 newest actions are kept in full. Older ones leave
 * `hits` and `actions`, but stay in every count, id, level, theme, time and in `unansweredHitIds`: nothing unanswered
 * is ever forgotten. This rests on a hit id always standing for the same event time, which the derivation of ids gives.
 * When one id comes with two contents (found live and by look-back, or under two revisions of an entry), the one
 * matched first is shown and both count for the maxima.
 */
export interface Incident {
  readonly vehicleMark: string;
  /** Oldest first, by event time and then id. */
  readonly hits: readonly Hit[];
  readonly hitCount: number;
  /** Oldest first, by time and then id. */
  readonly actions: readonly IncidentAction[];
  /** Hits that no acknowledgement and no closing names, sorted. Worked out when first read. */
  readonly unansweredHitIds: readonly string[];
  readonly unansweredCount: number;
  readonly closedCount: number;
  /** CLOSED: each hit is named by a closing, or there is none; a later hit opens the incident again. */
  readonly status: IncidentStatus;
  readonly priority: Level;
  readonly risk: Level;
  /** In the order of THEMES. */
  readonly themes: readonly Theme[];
  /** Sorted. */
  readonly ocgIds: readonly string[];
  /** Highest harm score of a group, 0 to 100; null when no hit has one. */
  readonly harmMax: number | null;
  /** Epoch milliseconds; null while there is no hit. */
  readonly firstReceivedAt: number | null;
  readonly lastCapturedAt: number | null;
  /** Earliest receipt of an unanswered hit, epoch milliseconds; null when all are answered. */
  readonly unansweredSince: number | null;
  /** For `deliveredAt` and the counts. */
  readonly fates: GrowingMap<HitFate>;
}

export type IncidentEvent =
  { readonly kind: 'hit'; readonly hit: Hit } | { readonly kind: 'action'; readonly action: IncidentAction };

type Facts = Omit<Incident, 'unansweredHitIds' | 'status'>;

const UNTOUCHED: HitFate = { receivedAt: null, answered: false, closed: false, deliveredAt: null };

export function emptyIncident(vehicleMark: string): Incident {
  return incidentOf({
    vehicleMark,
    hits: [],
    hitCount: 0,
    actions: [],
    unansweredCount: 0,
    closedCount: 0,
    priority: 'UNKNOWN',
    risk: 'UNKNOWN',
    themes: [],
    ocgIds: [],
    harmMax: null,
    firstReceivedAt: null,
    lastCapturedAt: null,
    unansweredSince: null,
    fates: EMPTY_MAP,
  });
}

/** The incident after an event about its vehicle. An action may come before the hits that it names. */
export function evolveIncident(incident: Incident, event: IncidentEvent): Incident {
  switch (event.kind) {
    case 'hit':
      return withHit(incident, event.hit);
    case 'action':
      return withAction(incident, event.action);
    default:
      return assertNever(event);
  }
}

/** When a screen first showed the hit (the fifth clock), epoch milliseconds; null while none has. */
export function deliveredAt(incident: Incident, hitId: string): number | null {
  return getFrom(incident.fates, hitId)?.deliveredAt ?? null;
}

/** True when an acknowledgement or a closing names the hit. */
export function isAnswered(incident: Incident, hitId: string): boolean {
  return getFrom(incident.fates, hitId)?.answered ?? false;
}

function withHit(incident: Incident, hit: Hit): Incident {
  const before = getFrom(incident.fates, hit.hitId) ?? UNTOUCHED;
  const fresh = before.receivedAt === null;
  const fate = { ...before, receivedAt: earliest(before.receivedAt, hit.receivedAt) };
  const changed = fate.receivedAt !== before.receivedAt;
  return incidentOf({
    ...factsOf(incident),
    hits: addKept(incident.hits, hit, {
      idOf: (kept) => kept.hitId,
      timeOf: (kept) => kept.capturedAt,
      prefer: preferredHit,
    }),
    hitCount: incident.hitCount + (fresh ? 1 : 0),
    unansweredCount: incident.unansweredCount + (fresh && !fate.answered ? 1 : 0),
    closedCount: incident.closedCount + (fresh && fate.closed ? 1 : 0),
    priority: higherLevel(incident.priority, hit.priority),
    risk: higherLevel(incident.risk, hit.risk),
    themes: incident.themes.includes(hit.theme)
      ? incident.themes
      : THEMES.filter((theme) => theme === hit.theme || incident.themes.includes(theme)),
    ocgIds:
      hit.ocgId === null || incident.ocgIds.includes(hit.ocgId)
        ? incident.ocgIds
        : [...incident.ocgIds, hit.ocgId].toSorted(compareText),
    harmMax: latest(incident.harmMax, hit.ocgHarmScore),
    firstReceivedAt: earliest(incident.firstReceivedAt, hit.receivedAt),
    lastCapturedAt: latest(incident.lastCapturedAt, hit.capturedAt),
    unansweredSince: fate.answered ? incident.unansweredSince : earliest(incident.unansweredSince, fate.receivedAt),
    fates: changed ? putAll(incident.fates, new Map([[hit.hitId, fate]])) : incident.fates,
  });
}

function withAction(incident: Incident, action: IncidentAction): Incident {
  const touched = new Map<string, HitFate>();
  let answered = 0;
  let closed = 0;
  for (const hitId of new Set(action.hitIds)) {
    const before = getFrom(incident.fates, hitId) ?? UNTOUCHED;
    const fate = fateAfter(before, action);
    if (fate === before) continue;
    touched.set(hitId, fate);
    if (fate.receivedAt === null) continue;
    if (fate.answered && !before.answered) answered += 1;
    if (fate.closed && !before.closed) closed += 1;
  }
  const fates = putAll(incident.fates, touched);
  return incidentOf({
    ...factsOf(incident),
    actions: addKept(incident.actions, action, { idOf: (kept) => kept.actionId, timeOf: (kept) => kept.at }),
    unansweredCount: incident.unansweredCount - answered,
    closedCount: incident.closedCount + closed,
    unansweredSince: answered === 0 ? incident.unansweredSince : earliestUnanswered(fates),
    fates,
  });
}

function fateAfter(fate: HitFate, action: IncidentAction): HitFate {
  switch (action.kind) {
    case 'ACKNOWLEDGED':
      return fate.answered ? fate : { ...fate, answered: true };
    case 'CLOSED':
      return fate.closed ? fate : { ...fate, answered: true, closed: true };
    case 'DELIVERED': {
      const first = earliest(fate.deliveredAt, action.at);
      return first === fate.deliveredAt ? fate : { ...fate, deliveredAt: first };
    }
    case 'NOTED':
    case 'UNKNOWN':
      return fate;
    default:
      return assertNever(action.kind);
  }
}

function earliestUnanswered(fates: GrowingMap<HitFate>): number | null {
  let since: number | null = null;
  forEachIn(fates, (_, fate) => {
    if (!fate.answered) since = earliest(since, fate.receivedAt);
  });
  return since;
}

function incidentOf(facts: Facts): Incident {
  let unanswered: readonly string[] | null = null;
  return {
    ...facts,
    status: statusOf(facts),
    get unansweredHitIds() {
      unanswered ??= facts.unansweredCount === 0 ? [] : unansweredIn(facts.fates);
      return unanswered;
    },
  };
}

/** The incident without what is derived: spreading it whole would work out the ids that nobody asked for. */
function factsOf(incident: Incident): Facts {
  return {
    vehicleMark: incident.vehicleMark,
    hits: incident.hits,
    hitCount: incident.hitCount,
    actions: incident.actions,
    unansweredCount: incident.unansweredCount,
    closedCount: incident.closedCount,
    priority: incident.priority,
    risk: incident.risk,
    themes: incident.themes,
    ocgIds: incident.ocgIds,
    harmMax: incident.harmMax,
    firstReceivedAt: incident.firstReceivedAt,
    lastCapturedAt: incident.lastCapturedAt,
    unansweredSince: incident.unansweredSince,
    fates: incident.fates,
  };
}

function statusOf(facts: Facts): IncidentStatus {
  if (facts.unansweredCount > 0) return 'UNANSWERED';
  return facts.closedCount === facts.hitCount ? 'CLOSED' : 'ACKNOWLEDGED';
}

function unansweredIn(fates: GrowingMap<HitFate>): readonly string[] {
  const ids: string[] = [];
  forEachIn(fates, (hitId, fate) => {
    if (fate.receivedAt !== null && !fate.answered) ids.push(hitId);
  });
  return ids.toSorted(compareText);
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
