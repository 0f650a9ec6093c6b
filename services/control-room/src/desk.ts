import { randomUUID } from 'node:crypto';
import type { Hit, IncidentAction, IncidentStatus, Level } from '@landfall/core';
import { LEVELS } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import { HttpProblem, publish } from '@landfall/runtime';
import { actionOf, deliveryActions, newlyAnswered } from './actions.ts';
import type { IncidentProjection } from './incidents.ts';
import type { Session } from './session.ts';
import type { AnswerKind, AnswerRequest } from './wire.ts';

/**
 * Writes what operators do to the log.
 *
 * Guarantee: what is answered with success is durable. The first delivery of a hit is written, later ones are not.
 * On crash: an answer that was not acknowledged may or may not be there. On retry: an answer with an actionId that the log has, or that
 * is on its way, is not written again; a delivery whose write failed is taken again with the next report.
 */
export interface Desk {
  answer(session: Session, vehicleMark: string, request: { kind: AnswerKind; answer: AnswerRequest }): Promise<void>;
  deliver(session: Session, hitIds: readonly string[]): Promise<void>;
  signedIn(session: Session): Promise<void>;
}

export function desk(platform: Platform, projection: IncidentProjection): Desk {
  const answersUnderWay = new Map<string, Promise<void>>();
  const deliveriesUnderWay = new Set<string>();
  const { clock, metrics } = platform;

  const write = async (session: Session, action: IncidentAction): Promise<void> => {
    const { actionId, vehicleMark, kind, name, note } = action;
    const details = { actionId, name };
    const audited = {
      actor: session.name,
      action: `incident.${kind.toLowerCase()}`,
      subject: vehicleMark,
      reason: note,
    };
    await publish(platform, [
      { topic: 'incident.actions', event: action },
      { topic: 'audit', event: { ...auditBase(action.at), ...audited, details } },
    ]);
    metrics.operatorActions.inc({ kind });
  };

  return {
    answer(session, vehicleMark, { kind, answer }) {
      const incident = projection.get(vehicleMark);
      if (incident === undefined || incident.hits.length === 0) throw unknownIncident();
      if (incident.actions.some(({ actionId }) => actionId === answer.actionId)) return Promise.resolve();
      const underWay = answersUnderWay.get(answer.actionId);
      if (underWay !== undefined) return underWay;
      const action = actionOf(incident, { kind, answer, at: clock.now() });
      const newly = new Set(newlyAnswered(incident, action));
      const written = write(session, action)
        .then(() => observeAnswers(platform, { hits: incident.hits, newly, at: action.at }))
        .finally(() => answersUnderWay.delete(answer.actionId));
      answersUnderWay.set(answer.actionId, written);
      return written;
    },
    async deliver(session, hitIds) {
      const marks = new Map<string, string>();
      for (const hitId of hitIds) {
        const mark = projection.undeliveredMark(hitId);
        if (mark !== undefined && !deliveriesUnderWay.has(hitId)) marks.set(hitId, mark);
      }
      if (marks.size === 0) return;
      for (const hitId of marks.keys()) deliveriesUnderWay.add(hitId);
      const at = clock.now();
      try {
        const actions = deliveryActions(marks, { name: session.name, at, newId: randomUUID });
        await publish(
          platform,
          actions.map((event) => ({ topic: 'incident.actions', event })),
        );
        observeDeliveries(platform, projection, { marks, at });
      } finally {
        for (const hitId of marks.keys()) deliveriesUnderWay.delete(hitId);
      }
    },
    async signedIn(session) {
      const audited = { actor: session.name, action: 'session.begin', subject: session.name, reason: '', details: {} };
      await publish(platform, [{ topic: 'audit', event: { ...auditBase(clock.now()), ...audited } }]);
    },
  };
}

export function unknownIncident(): HttpProblem {
  return new HttpProblem({ status: 404, code: 'incident-unknown', detail: 'There is no incident of this vehicle.' });
}

function auditBase(at: number): { readonly auditId: string; readonly at: number; readonly service: string } {
  return { auditId: randomUUID(), at, service: 'control-room' };
}

function observeAnswers(
  { metrics }: Platform,
  { hits, newly, at }: { readonly hits: readonly Hit[]; readonly newly: ReadonlySet<string>; readonly at: number },
): void {
  for (const hit of hits) {
    if (!newly.has(hit.hitId)) continue;
    metrics.hitToAcknowledgedSeconds.observe({ priority: hit.priority }, Math.max(0, at - hit.publishedAt) / 1000);
  }
}

/** Only live hits tell how fast the system is: a look-back hit rests on a fact received long before. */
function observeDeliveries(
  { metrics }: Platform,
  projection: IncidentProjection,
  { marks, at }: { readonly marks: ReadonlyMap<string, string>; readonly at: number },
): void {
  for (const mark of new Set(marks.values())) {
    for (const hit of projection.get(mark)?.hits ?? []) {
      if (!marks.has(hit.hitId) || hit.found !== 'LIVE') continue;
      const kind = hit.evidence.at(-1)?.kind ?? 'UNKNOWN';
      metrics.receiptToDeliveredSeconds.observe({ kind }, Math.max(0, at - hit.receivedAt) / 1000);
    }
  }
}

/** Sets the gauges that tell how the desk stands. */
export function gaugeIncidents({ metrics, clock }: Platform, projection: IncidentProjection): void {
  const byStatus: Record<IncidentStatus, number> = { UNANSWERED: 0, ACKNOWLEDGED: 0, CLOSED: 0, RETRACTED: 0 };
  const oldest = new Map<Level, number>(LEVELS.map((level) => [level, Infinity]));
  for (const { status, priority, unansweredSince } of projection.incidents()) {
    byStatus[status] += 1;
    if (unansweredSince !== null) oldest.set(priority, Math.min(oldest.get(priority) ?? Infinity, unansweredSince));
  }
  for (const [status, count] of Object.entries(byStatus)) metrics.incidents.set({ status }, count);
  for (const [priority, since] of oldest) {
    const ageMs = since === Infinity ? 0 : Math.max(0, clock.now() - since);
    metrics.unansweredOldestSeconds.set({ priority }, ageMs / 1000);
  }
}
