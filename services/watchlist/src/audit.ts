import type { AuditEvent, WatchEntry } from '@landfall/core';
import type { By } from './amend-entry.ts';
import { shortHash } from './entry-content.ts';

export type AuditAction =
  | 'entry.created'
  | 'entry.amended'
  | 'entry.approved'
  | 'entry.withdrawn'
  | 'entry.weeded'
  | 'list.imported'
  | 'ocg.created'
  | 'ocg.amended'
  | 'rule.created'
  | 'rule.amended'
  | 'rule.disabled';

export interface Audited {
  readonly action: AuditAction;
  readonly subject: string;
  readonly reason: string;
  /** No plates. */
  readonly details: Readonly<Record<string, string>>;
}

/** The same change by the same person at the same time is one audit event, however often it is appended. */
export function auditEvent({ action, subject, reason, details }: Audited, by: By): AuditEvent {
  const identity = [action, subject, details['revision'] ?? '', by.name, by.now].join('\n');
  return {
    auditId: shortHash(identity),
    at: by.now,
    actor: by.name,
    service: 'watchlist',
    action,
    subject,
    reason,
    details,
  };
}

export function auditEntry(
  entry: WatchEntry,
  change: { readonly action: AuditAction; readonly reason: string },
  by: By,
): AuditEvent {
  const details = { revision: String(entry.revision), state: entry.state, listId: entry.listId };
  return auditEvent({ ...change, subject: entry.entryId, details }, by);
}
