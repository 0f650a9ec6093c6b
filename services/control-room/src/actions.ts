import type { ActionKind, Incident, IncidentAction } from '@landfall/core';
import { isAnswered } from '@landfall/core';
import { HttpProblem } from '@landfall/runtime';
import { z } from 'zod';
import { WIRE_BOUNDS, type AnswerKind, type AnswerRequest } from './wire.ts';

const id = z.string().min(1).max(64);

const answerShape = z.strictObject({
  actionId: z.string().regex(/^[\w-]{16,64}$/u),
  name: z.string().trim().min(1).max(WIRE_BOUNDS.nameLength),
  note: z.string().trim().max(WIRE_BOUNDS.noteLength),
  hitIds: z.array(id).max(WIRE_BOUNDS.requestIds),
  includeOlder: z.boolean(),
});

const deliveryShape = z.strictObject({ hitIds: z.array(id).max(WIRE_BOUNDS.requestIds) });

const KINDS: Readonly<Record<AnswerKind, ActionKind>> = { acknowledge: 'ACKNOWLEDGED', note: 'NOTED', close: 'CLOSED' };

/** Reads an answer. Throws HttpProblem 400 or 422 with a coded reason that an operator understands. */
export function parseAnswer(body: unknown, kind: AnswerKind): AnswerRequest {
  const answer = parse(answerShape, body);
  if (kind === 'close' && answer.note === '') throw refused('reason-missing', 'Closing needs a reason in the note.');
  if (kind === 'note' && answer.note === '') throw refused('note-missing', 'The note is empty.');
  return answer;
}

export function parseDeliveries(body: unknown): readonly string[] {
  return parse(deliveryShape, body).hitIds;
}

/** The action that an answer makes. A note answers nothing; the others answer the hits that the operator saw, and no others. */
export function actionOf(
  incident: Incident,
  { kind, answer, at }: { readonly kind: AnswerKind; readonly answer: AnswerRequest; readonly at: number },
): IncidentAction {
  const { actionId, name, note } = answer;
  const hitIds = kind === 'note' ? [] : answeredIds(incident, answer);
  if (kind === 'acknowledge' && hitIds.length === 0) {
    throw new HttpProblem({ status: 409, code: 'nothing-to-answer', detail: 'None of these hits is known here.' });
  }
  return { actionId, vehicleMark: incident.vehicleMark, kind: KINDS[kind], hitIds, name, note, at };
}

/** The hits named, as far as they are the incident's; with `includeOlder` also unanswered ones before the oldest of them. */
function answeredIds(incident: Incident, { hitIds, includeOlder }: AnswerRequest): readonly string[] {
  const held = new Map(incident.hits.map((hit) => [hit.hitId, hit]));
  const unanswered = new Set(incident.unansweredHitIds);
  const named = [...new Set(hitIds)].filter((hitId) => held.has(hitId) || unanswered.has(hitId));
  if (!includeOlder || named.length === 0) return named;
  const oldestNamedMs = Math.min(...named.map((hitId) => held.get(hitId)?.capturedAt ?? -Infinity));
  const older = [...unanswered].filter((hitId) => (held.get(hitId)?.capturedAt ?? -Infinity) < oldestNamedMs);
  return [...new Set([...named, ...older])];
}

/** One DELIVERED action per vehicle. */
export function deliveryActions(
  marks: ReadonlyMap<string, string>,
  { name, at, newId }: { readonly name: string; readonly at: number; readonly newId: () => string },
): readonly IncidentAction[] {
  const idsByMark = Map.groupBy(marks.keys(), (hitId) => marks.get(hitId) ?? '');
  return [...idsByMark].map(([vehicleMark, hitIds]) => ({
    actionId: newId(),
    vehicleMark,
    kind: 'DELIVERED',
    hitIds,
    name,
    note: '',
    at,
  }));
}

/** Ids that the action newly answers, for the metrics. */
export function newlyAnswered(incident: Incident, action: IncidentAction): readonly string[] {
  return action.hitIds.filter((hitId) => !isAnswered(incident, hitId));
}

function parse<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refused('request-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw new HttpProblem({ status: 400, code: 'body-not-json', detail: 'The body is not JSON.' });
  }
}

function refused(code: string, detail: string): HttpProblem {
  return new HttpProblem({ status: 422, code, detail });
}
