import { hitLevel, levelOrdinal } from '@landfall/core';
import type { HitView, IncidentDetail, IncidentSummary, IncidentUpdate, Snapshot } from '../wire.ts';

/** One incident as the page holds it. Hits are keyed by hitId, so that a hit told twice is one hit. */
export interface LiveIncident {
  readonly summary: IncidentSummary;
  readonly hits: ReadonlyMap<string, HitView>;
}

export interface LiveState {
  readonly incidents: ReadonlyMap<string, LiveIncident>;
  /** Ids of unanswered hits that the page has heard of: only others sound and are announced. Bounded, the oldest go first. */
  readonly known: ReadonlySet<string>;
  /** False until the first snapshot. */
  readonly loaded: boolean;
}

/** What a change brought that the page had not heard of, one item per vehicle. */
export interface Fresh {
  readonly summary: IncidentSummary;
  readonly newHits: number;
  readonly newHigh: number;
  /** Hits that were taken back. */
  readonly takenBack: number;
}

export interface Change {
  readonly state: LiveState;
  readonly fresh: readonly Fresh[];
}

const KNOWN_MAX = 50_000;
const HITS_HELD_MAX = 200;

export const emptyState: LiveState = { incidents: new Map(), known: new Set(), loaded: false };

/** Replaces the incidents. In the first snapshot only hits that no screen has shown are fresh; later all that are not known. */
export function applySnapshot(state: LiveState, snapshot: Snapshot): Change {
  const known = new Set(state.known);
  const incidents = new Map<string, LiveIncident>();
  const fresh: Fresh[] = [];
  for (const update of snapshot.incidents) {
    const mark = update.summary.vehicleMark;
    const news = freshOf(update, known, state.incidents.get(mark));
    if (news !== null && (state.loaded || update.hits.some((view) => view.deliveredAt === null))) fresh.push(news);
    remember(known, update);
    incidents.set(mark, { summary: update.summary, hits: mergeHits(state.incidents.get(mark)?.hits, update.hits) });
  }
  return { state: { incidents, known: bounded(known), loaded: true }, fresh };
}

/** Applies a batch of updates. A stale one (a revision that the page has passed) changes nothing. */
export function applyUpdates(state: LiveState, updates: readonly IncidentUpdate[]): Change {
  const known = new Set(state.known);
  const incidents = new Map(state.incidents);
  const fresh: Fresh[] = [];
  for (const update of updates) {
    const mark = update.summary.vehicleMark;
    const held = incidents.get(mark);
    if (held !== undefined && held.summary.revision > update.summary.revision) continue;
    const news = freshOf(update, known, held);
    if (news !== null) fresh.push(news);
    remember(known, update);
    incidents.set(mark, { summary: update.summary, hits: mergeHits(held?.hits, update.hits) });
  }
  return { state: { ...state, incidents, known: bounded(known) }, fresh };
}

/** Takes in the hits of a detail; its summary counts only when it is newer than the one held. */
export function applyDetail(state: LiveState, detail: IncidentDetail): LiveState {
  const mark = detail.summary.vehicleMark;
  const held = state.incidents.get(mark);
  if (held === undefined) return state;
  const summary = detail.summary.revision > held.summary.revision ? detail.summary : held.summary;
  const incidents = new Map(state.incidents);
  incidents.set(mark, { summary, hits: mergeHits(held.hits, detail.hits) });
  return { ...state, incidents };
}

export function removeIncident(state: LiveState, vehicleMark: string): LiveState {
  const incidents = new Map(state.incidents);
  incidents.delete(vehicleMark);
  return { ...state, incidents };
}

/** Hits of an incident, newest first. */
export function hitsNewestFirst(incident: LiveIncident): readonly HitView[] {
  return [...incident.hits.values()].toSorted(
    (a, b) => b.hit.capturedAt - a.hit.capturedAt || b.hit.publishedAt - a.hit.publishedAt,
  );
}

/** The hit whose entry says what to do: in force before taken back, unanswered before answered, then the highest priority, then the newest. */
export function leadHit(newestFirst: readonly HitView[]): HitView | undefined {
  return newestFirst.toSorted((a, b) => leadWeight(b) - leadWeight(a))[0];
}

function leadWeight({ hit, acknowledgedAt }: HitView): number {
  return levelOrdinal(hitLevel(hit)) + (acknowledgedAt === null ? 10 : 0) + (hit.state === 'RETRACTED' ? 0 : 100);
}

function freshOf(
  { summary }: IncidentUpdate,
  known: ReadonlySet<string>,
  held: LiveIncident | undefined,
): Fresh | null {
  const newHits = summary.unansweredIds.filter((id) => !known.has(id)).length;
  const before = held?.summary.retractedCount ?? summary.retractedCount;
  const takenBack = Math.max(0, summary.retractedCount - before);
  if (newHits === 0 && takenBack === 0) return null;
  return { summary, newHits, newHigh: summary.unansweredHighIds.filter((id) => !known.has(id)).length, takenBack };
}

function remember(known: Set<string>, { summary, hits }: IncidentUpdate): void {
  // Should it come into force again, that is news.
  for (const { hit } of hits) if (hit.state === 'RETRACTED') known.delete(hit.hitId);
  for (const id of summary.unansweredIds) known.add(id);
  for (const id of summary.unansweredHighIds) known.add(id);
}

function bounded(known: Set<string>): ReadonlySet<string> {
  if (known.size <= KNOWN_MAX) return known;
  return new Set([...known].slice(known.size - KNOWN_MAX));
}

function mergeHits(
  held: ReadonlyMap<string, HitView> | undefined,
  news: readonly HitView[],
): ReadonlyMap<string, HitView> {
  if (news.length === 0) return held ?? new Map<string, HitView>();
  const merged = new Map(held);
  for (const view of news) merged.set(view.hit.hitId, view);
  if (merged.size <= HITS_HELD_MAX) return merged;
  const newest = [...merged.values()].toSorted((a, b) => b.hit.publishedAt - a.hit.publishedAt);
  return new Map(newest.slice(0, HITS_HELD_MAX).map((view) => [view.hit.hitId, view]));
}
