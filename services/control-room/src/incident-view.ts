import type { Hit, Incident, IncidentAction } from '@landfall/core';
import { deliveredAt, hitLevel, isAnswered } from '@landfall/core';
import { WIRE_BOUNDS, type HitView, type IncidentDetail, type IncidentSummary, type LastSeen } from './wire.ts';

/** The row of an incident. */
export function summaryOf(incident: Incident, revision: number): IncidentSummary {
  const unanswered = incident.unansweredCount === 0 ? [] : newestUnanswered(incident);
  const inForce = incident.hits.filter(isInForce);
  const missingSince = inForce.flatMap((hit) => hit.missingSince ?? []);
  const answer = incident.actions.findLast(({ kind }) => kind === 'ACKNOWLEDGED' || kind === 'CLOSED');
  return {
    vehicleMark: incident.vehicleMark,
    revision,
    status: incident.status,
    priority: incident.priority,
    risk: incident.risk,
    themes: incident.themes,
    ocgIds: incident.ocgIds,
    harmMax: incident.harmMax,
    warningMarkers: [...new Set(inForce.map((hit) => hit.warningMarkers.trim()))].filter(Boolean).join('; '),
    missingSince: missingSince.length === 0 ? null : Math.min(...missingSince),
    hitCount: incident.hitCount,
    retractedCount: incident.retractedCount,
    unansweredCount: incident.unansweredCount,
    unansweredIds: unanswered.map((hit) => hit.hitId),
    unansweredHighIds: unanswered.filter((hit) => hitLevel(hit) === 'HIGH').map((hit) => hit.hitId),
    lastCapturedAt: incident.lastCapturedAt ?? 0,
    unansweredSince: incident.unansweredSince,
    lastSeen: lastSeenOf(incident),
    answeredBy: answer?.name ?? null,
    answeredAt: answer?.at ?? null,
  };
}

/** The incident in full, within the bounds of the wire. */
export function detailOf(incident: Incident, revision: number): IncidentDetail {
  const newest = incident.hits.slice(-WIRE_BOUNDS.hits).toReversed();
  const answers = incident.actions.filter(({ kind }) => kind !== 'DELIVERED');
  return {
    summary: summaryOf(incident, revision),
    hits: hitViews(incident, newest),
    actions: answers.slice(-WIRE_BOUNDS.actions).toReversed(),
  };
}

/** Hits with what people did about them, in the order given. */
export function hitViews(incident: Incident, hits: readonly Hit[]): readonly HitView[] {
  const answers = answersTo(incident, new Set(hits.map((hit) => hit.hitId)));
  return hits.map((hit) => {
    const answer = answers.get(hit.hitId);
    return {
      hit,
      deliveredAt: deliveredAt(incident, hit.hitId),
      acknowledgedAt: answer?.at ?? null,
      acknowledgedBy: answer?.name ?? null,
    };
  });
}

/** The first answer to each of these hits. Answers older than the incident keeps are not found. */
function answersTo(incident: Incident, hitIds: ReadonlySet<string>): ReadonlyMap<string, IncidentAction> {
  const answers = new Map<string, IncidentAction>();
  for (const action of incident.actions) {
    if (action.kind !== 'ACKNOWLEDGED' && action.kind !== 'CLOSED') continue;
    for (const hitId of action.hitIds) {
      if (hitIds.has(hitId) && !answers.has(hitId)) answers.set(hitId, action);
    }
  }
  return answers;
}

function newestUnanswered(incident: Incident): readonly Hit[] {
  const unanswered = incident.hits.filter((hit) => isInForce(hit) && !isAnswered(incident, hit.hitId));
  return unanswered.slice(-WIRE_BOUNDS.unansweredIds).toReversed();
}

/** What is kept of a hit is the record that counts. */
function isInForce({ state }: Hit): boolean {
  return state !== 'RETRACTED';
}

function lastSeenOf({ hits }: Incident): LastSeen {
  const hit = hits.findLast(isInForce) ?? hits.at(-1);
  const fact = hit?.evidence.at(-1);
  return {
    at: hit?.capturedAt ?? 0,
    placeName: fact?.placeName ?? null,
    sourceId: fact?.sourceId ?? '',
    cameraId: fact?.cameraId ?? null,
    portUnlocode: fact?.portUnlocode ?? null,
  };
}
