import type { EntryState, WatchEntry } from '@landfall/core';
import { approvalCovers, approvalReasons } from './approval.ts';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';
import { formatDate } from './dates.ts';
import type { EntryContent } from './entry-content.ts';
import { contentOf, differingFields } from './entry-content.ts';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, inForceOf, isListed } from './entry-versions.ts';

/** Who decides, and when. */
export interface By {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Date in Europe/London, days since 1970-01-01. */
  readonly today: number;
}

/** The first revision of an entry: active, or awaiting a second approver. */
export function createEntry(
  entry: { readonly entryId: string; readonly listId: string; readonly content: EntryContent },
  by: By,
): WatchEntry {
  const reasons = approvalReasons(entry.content);
  return {
    ...entry.content,
    entryId: entry.entryId,
    listId: entry.listId,
    revision: 1,
    state: reasons.length > 0 ? 'AWAITING_APPROVAL' : 'ACTIVE',
    createdAt: by.now,
    createdBy: by.name,
    updatedAt: by.now,
    updatedBy: by.name,
    approvals: [],
    approvalReasons: reasons,
  };
}

/**
 * The next revision with this content; null when that says nothing new. Content that needs a second approver waits for one, unless it
 * differs from the approved revision in force in clerical fields alone. Going back to what was approved needs nobody.
 */
export function amendEntry(versions: EntryVersions, content: EntryContent, by: By): WatchEntry | null {
  const current = currentOf(versions);
  if (isListed(versions) && differingFields(current, content).length === 0) return null;
  const approved = inForceOf(versions);
  const reasons = approvalReasons(content);
  const covered = approved !== null && approvalCovers(approved, content);
  const waits = reasons.length > 0 && !covered;
  return {
    ...nextRevision(current, waits ? 'AWAITING_APPROVAL' : 'ACTIVE', by),
    ...content,
    approvals: covered && reasons.length > 0 ? approved.approvals : [],
    approvalReasons: reasons,
  };
}

/** The approved revision, which raises hits. It keeps its maker as `updatedBy`, so that maker and approver can both be seen. */
export function approveEntry(versions: EntryVersions, revision: number, by: By): Result<WatchEntry> {
  const current = currentOf(versions);
  if (current.state !== 'AWAITING_APPROVAL') return refuse('not-awaiting-approval');
  if (current.revision !== revision) {
    return refuse('revision-conflict', `Revision ${current.revision} awaits approval, not ${revision}.`);
  }
  if (current.updatedBy === by.name) return refuse('approver-is-maker', `Revision ${revision} was made by ${by.name}.`);
  if (current.weedDate < by.today) return refuse('weed-date-past', `It was ${formatDate(current.weedDate)}.`);
  return accept({
    ...nextRevision(current, 'ACTIVE', by),
    updatedBy: current.updatedBy,
    approvals: [...current.approvals, { name: by.name, at: by.now, revision }],
  });
}

/** The revision that ends the entry, and with it an amendment that awaits approval. */
export function withdrawEntry(versions: EntryVersions, by: By): Result<WatchEntry> {
  return isListed(versions) ? accept(endOf(versions, 'WITHDRAWN', by)) : refuse('entry-not-in-force');
}

/**
 * The revisions that follow from the passing of weed dates: none, a WEEDED one, or a WEEDED one and the pending amendment again when
 * that asks for a later weed date, for weeding must not lose what somebody is about to approve.
 */
export function weedEntry(versions: EntryVersions, by: By): readonly WatchEntry[] {
  const current = currentOf(versions);
  const inForce = inForceOf(versions);
  if (!isListed(versions)) return [];
  if ((inForce ?? current).weedDate >= by.today) return [];
  const weeded = endOf(versions, 'WEEDED', by);
  if (current.state !== 'AWAITING_APPROVAL' || current.weedDate < by.today) return [weeded];
  return [weeded, { ...current, revision: weeded.revision + 1 }];
}

function endOf(versions: EntryVersions, state: EntryState, by: By): WatchEntry {
  const current = currentOf(versions);
  const ended = inForceOf(versions) ?? current;
  return {
    ...nextRevision(current, state, by),
    ...contentOf(ended),
    approvals: ended.approvals,
    approvalReasons: ended.approvalReasons,
  };
}

function nextRevision(current: WatchEntry, state: EntryState, by: By): WatchEntry {
  return { ...current, revision: current.revision + 1, state, updatedAt: by.now, updatedBy: by.name };
}
