import type { OcgGroup, WatchEntry } from '@landfall/core';
import { levelMeaning } from '@landfall/core';
import { HttpProblem } from '@landfall/runtime';
import type { z } from 'zod';
import type { Refusal, RefusalCode, Result } from './codes.ts';
import { refusal } from './codes.ts';
import { formatDate } from './dates.ts';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, inForceOf } from './entry-versions.ts';

const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  'approver-is-maker': 403,
  'entry-unknown': 404,
  'ocg-unknown': 404,
  'rule-unknown': 404,
  'complete-with-refusals': 409,
  'entry-exists': 409,
  'entry-not-in-force': 409,
  'revision-conflict': 409,
  'not-awaiting-approval': 409,
  'file-too-large': 413,
  'preview-busy': 429,
  'entries-full': 507,
  'rules-full': 507,
  'rule-versions-full': 507,
  'log-unavailable': 503,
};

/** A refusal as the answer to a request. */
export function problemOf({ code, detail }: Refusal, extra: Readonly<Record<string, unknown>> = {}): HttpProblem {
  const headers = code === 'log-unavailable' ? { 'retry-after': '1' } : {};
  return new HttpProblem({ status: STATUS[code] ?? 400, code, detail, headers, extra });
}

/** The answer to query parameters that are not as documented. */
export function parameterProblem(error: z.ZodError): HttpProblem {
  const [issue] = error.issues;
  const name = issue?.path.map(String).join('.') ?? '';
  return problemOf(refusal('body-invalid', `Parameter ${name}: ${issue?.message ?? 'not valid'}.`));
}

/** The value, or the refusal thrown as an answer. */
export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw problemOf(result.refusal);
  return result.value;
}

/** An entry as clients see it: its newest revision, what raises hits now, and what is to be done next. Dates and times are ISO 8601. */
export function entryReply(versions: EntryVersions): Readonly<Record<string, unknown>> {
  const current = currentOf(versions);
  const inForce = inForceOf(versions);
  return {
    ...revisionReply(current),
    raisesHits: inForce !== null,
    inForceRevision: inForce?.revision ?? null,
    ...(inForce !== null && inForce.revision !== current.revision ? { inForce: revisionReply(inForce) } : {}),
    ...(current.state === 'AWAITING_APPROVAL' ? { nextStep: nextStep(current, inForce) } : {}),
  };
}

function revisionReply(entry: WatchEntry): Readonly<Record<string, unknown>> {
  return {
    ...entry,
    priorityMeaning: levelMeaning(entry.priority),
    validFrom: isoTime(entry.validFrom),
    validTo: entry.validTo === null ? null : isoTime(entry.validTo),
    missingSince: entry.missingSince === null ? null : isoTime(entry.missingSince),
    weedDate: formatDate(entry.weedDate),
    reviewDate: entry.reviewDate === null ? null : formatDate(entry.reviewDate),
    createdAt: isoTime(entry.createdAt),
    updatedAt: isoTime(entry.updatedAt),
    approvals: entry.approvals.map((approval) => ({ ...approval, at: isoTime(approval.at) })),
  };
}

/** Nobody can pass by the second approver, so the reply says how to get one quickly. */
function nextStep(current: WatchEntry, inForce: WatchEntry | null): string {
  const meanwhile =
    inForce === null
      ? 'This entry raises no hits yet'
      : `Revision ${inForce.revision} goes on raising hits; this amendment does not count yet`;
  return (
    `${meanwhile}: it needs a second approver (${current.approvalReasons.join(', ')}). ` +
    `Ask any other analyst or admin than ${current.updatedBy} now to send ` +
    `POST /v1/watchlist/entries/${current.entryId}/approve with {"revision": ${current.revision}}; ` +
    'if it is urgent, call them. On approval, sightings since the start of its look-back are found at once.'
  );
}

export function ocgReply(group: OcgGroup): Readonly<Record<string, unknown>> {
  return { ...group, updatedAt: isoTime(group.updatedAt) };
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
