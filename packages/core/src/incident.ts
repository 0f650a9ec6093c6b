import type { Hit, IncidentAction } from './events.ts';
import type { Level, Theme } from './words.ts';
import { assertNever } from './assert.ts';
import type { GrowingMap } from './growing-map.ts';
import { EMPTY_MAP, forEachIn, getFrom, putAll } from './growing-map.ts';
import type { HitFate, HitWeight } from './hit-fate.ts';
import {
  coversWeight,
  earliest,
  fateAfterAction,
  fateAfterHit,
  isInForce,
  joinWeights,
  latest,
  NO_WEIGHT,
  UNTOUCHED,
} from './hit-fate.ts';
import { addKept, preferredHit } from './kept.ts';
import { compareText } from './match.ts';

/** RETRACTED: every hit was taken back, so nobody has to answer. */
export type IncidentStatus = 'UNANSWERED' | 'ACKNOWLEDGED' | 'CLOSED' | 'RETRACTED';

/**
 * All hits on one vehicle and what people did about them: a function of the set of hits and actions, whatever their
 * order and however often each comes. Immutable; an event costs O(log n) amortised, and O(n) when people answer, or when
 * a hit was taken back and what is left is then read.
 *
 * A hit that was taken back stays in `hits`, with its state, and counts for nothing else but `retractedCount` and the
 * times at which the vehicle was seen.
 *
 * Bound: the 500 newest hits (by event time, then id) and the 500 newest actions are kept in full. Older ones leave
 * `hits` and `actions`, but stay in every count, id, level, theme, time and in `unansweredHitIds`: nothing unanswered
 * is ever forgotten. This rests on a hit id always standing for the same event time, which the derivation of ids gives.
 * When one id comes with several contents, the newest revision of its entry counts and is shown; of those that say the
 * same (found live and by look-back), the one matched first is shown and all count for the maxima.
 */
export interface Incident {
  readonly vehicleMark: string;
  /** Oldest first, by event time and then id; also those that were taken back. */
  readonly hits: readonly Hit[];
  /** Hits in force. */
  readonly hitCount: number;
  /** Hits that were taken back. */
  readonly retractedCount: number;
  /** Oldest first, by time and then id. */
  readonly actions: readonly IncidentAction[];
  /** Hits in force that no acknowledgement and no closing names, sorted. Worked out when first read. */
  readonly unansweredHitIds: readonly string[];
  readonly unansweredCount: number;
  readonly closedCount: number;
  /** CLOSED: each hit in force is named by a closing, or there is none; a later hit opens the incident again. */
  readonly status: IncidentStatus;
  /** The highest of the entries and rules that raised its hits. */
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
  /** What the hits in force add up to, once it is known: it is worked out anew when it is read after one was taken back. */
  readonly tally: { standing: Standing | null };
}

/** What the hits in force add up to. */
interface Standing {
  readonly weight: HitWeight;
  readonly unansweredSince: number | null;
}

export type IncidentEvent =
  { readonly kind: 'hit'; readonly hit: Hit } | { readonly kind: 'action'; readonly action: IncidentAction };

type Facts = Pick<
  Incident,
  | 'vehicleMark'
  | 'hits'
  | 'hitCount'
  | 'retractedCount'
  | 'actions'
  | 'unansweredCount'
  | 'closedCount'
  | 'firstReceivedAt'
  | 'lastCapturedAt'
  | 'fates'
> & { readonly standing: Standing | null };

export function emptyIncident(vehicleMark: string): Incident {
  return incidentOf({
    vehicleMark,
    hits: [],
    hitCount: 0,
    retractedCount: 0,
    actions: [],
    unansweredCount: 0,
    closedCount: 0,
    firstReceivedAt: null,
    lastCapturedAt: null,
    fates: EMPTY_MAP,
    standing: { weight: NO_WEIGHT, unansweredSince: null },
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

/** True when the hit is known and was not taken back. */
export function isHitInForce(incident: Incident, hitId: string): boolean {
  return isInForce(getFrom(incident.fates, hitId) ?? UNTOUCHED);
}

function withHit(incident: Incident, hit: Hit): Incident {
  const before = getFrom(incident.fates, hit.hitId) ?? UNTOUCHED;
  const fate = fateAfterHit(before, hit);
  return incidentOf({
    ...factsOf(incident),
    ...countsAfter(incident, [[before, fate]]),
    hits: addKept(incident.hits, hit, {
      idOf: (kept) => kept.hitId,
      timeOf: (kept) => kept.capturedAt,
      prefer: preferredHit,
    }),
    firstReceivedAt: earliest(incident.firstReceivedAt, hit.receivedAt),
    lastCapturedAt: latest(incident.lastCapturedAt, hit.capturedAt),
    standing: standingAfter(incident.tally.standing, before, fate),
    fates: fate === before ? incident.fates : putAll(incident.fates, new Map([[hit.hitId, fate]])),
  });
}

function withAction(incident: Incident, action: IncidentAction): Incident {
  const touched = new Map<string, HitFate>();
  const changes: (readonly [before: HitFate, after: HitFate])[] = [];
  for (const hitId of new Set(action.hitIds)) {
    const before = getFrom(incident.fates, hitId) ?? UNTOUCHED;
    const fate = fateAfterAction(before, action);
    if (fate === before) continue;
    touched.set(hitId, fate);
    changes.push([before, fate]);
  }
  const counts = countsAfter(incident, changes);
  return incidentOf({
    ...factsOf(incident),
    ...counts,
    actions: addKept(incident.actions, action, { idOf: (kept) => kept.actionId, timeOf: (kept) => kept.at }),
    standing: counts.unansweredCount === incident.unansweredCount ? incident.tally.standing : null,
    fates: putAll(incident.fates, touched),
  });
}

type Counts = Pick<Incident, 'hitCount' | 'retractedCount' | 'unansweredCount' | 'closedCount'>;

function countsAfter(incident: Counts, changes: readonly (readonly [before: HitFate, after: HitFate])[]): Counts {
  let { hitCount, retractedCount, unansweredCount, closedCount } = incident;
  for (const [before, after] of changes) {
    hitCount += Number(isInForce(after)) - Number(isInForce(before));
    retractedCount += Number(isTakenBack(after)) - Number(isTakenBack(before));
    unansweredCount += Number(isUnanswered(after)) - Number(isUnanswered(before));
    closedCount += Number(isInForce(after) && after.closed) - Number(isInForce(before) && before.closed);
  }
  return { hitCount, retractedCount, unansweredCount, closedCount };
}

function isTakenBack({ newest }: HitFate): boolean {
  return newest?.state === 'RETRACTED';
}

function isUnanswered(fate: HitFate): boolean {
  return isInForce(fate) && !fate.answered;
}

/** Null when the hit now adds less than before: then what the others add has to be worked out. */
function standingAfter(standing: Standing | null, before: HitFate, after: HitFate): Standing | null {
  if (standing === null) return null;
  if (isInForce(before) && !(isInForce(after) && coversWeight(after.weight, before.weight))) return null;
  return isInForce(after) ? joinFate(standing, after) : standing;
}

function joinFate(standing: Standing, fate: HitFate): Standing {
  return {
    weight: joinWeights(standing.weight, fate.weight),
    unansweredSince: fate.answered ? standing.unansweredSince : earliest(standing.unansweredSince, fate.receivedAt),
  };
}

function standingIn(fates: GrowingMap<HitFate>): Standing {
  let standing: Standing = { weight: NO_WEIGHT, unansweredSince: null };
  forEachIn(fates, (_, fate) => {
    if (isInForce(fate)) standing = joinFate(standing, fate);
  });
  return standing;
}

function incidentOf({ standing, ...facts }: Facts): Incident {
  let unanswered: readonly string[] | null = null;
  const tally = { standing };
  const now = (): Standing => (tally.standing ??= standingIn(facts.fates));
  return {
    ...facts,
    tally,
    status: statusOf(facts),
    get priority() {
      return now().weight.priority;
    },
    get risk() {
      return now().weight.risk;
    },
    get themes() {
      return now().weight.themes;
    },
    get ocgIds() {
      return now().weight.ocgIds;
    },
    get harmMax() {
      return now().weight.harmMax;
    },
    get unansweredSince() {
      return now().unansweredSince;
    },
    get unansweredHitIds() {
      unanswered ??= facts.unansweredCount === 0 ? [] : unansweredIn(facts.fates);
      return unanswered;
    },
  };
}

/** The incident without what is derived: spreading it whole would work out what nobody asked for. */
function factsOf(incident: Incident): Facts {
  return {
    vehicleMark: incident.vehicleMark,
    hits: incident.hits,
    hitCount: incident.hitCount,
    retractedCount: incident.retractedCount,
    actions: incident.actions,
    unansweredCount: incident.unansweredCount,
    closedCount: incident.closedCount,
    firstReceivedAt: incident.firstReceivedAt,
    lastCapturedAt: incident.lastCapturedAt,
    fates: incident.fates,
    standing: incident.tally.standing,
  };
}

function statusOf(counts: Counts): IncidentStatus {
  if (counts.unansweredCount > 0) return 'UNANSWERED';
  if (counts.hitCount === 0 && counts.retractedCount > 0) return 'RETRACTED';
  return counts.closedCount === counts.hitCount ? 'CLOSED' : 'ACKNOWLEDGED';
}

function unansweredIn(fates: GrowingMap<HitFate>): readonly string[] {
  const ids: string[] = [];
  forEachIn(fates, (hitId, fate) => {
    if (isUnanswered(fate)) ids.push(hitId);
  });
  return ids.toSorted(compareText);
}
