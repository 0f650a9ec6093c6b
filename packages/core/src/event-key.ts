import type { EventByTopic, Topic } from './events.ts';
import { foldMark } from './fold.ts';

type KeyOf = { readonly [T in Topic]: (event: EventByTopic[T]) => string };

/**
 * What each topic is keyed by, as `schemas/topics.yaml` says. Reads go by the OCR-folded mark, so that a read and its
 * misread reach the same partition; a read without a mark goes by its id, so that a broken camera does not load one
 * partition.
 */
const KEY_OF: KeyOf = {
  'anpr.reads': (read) => (read.mark === '' ? read.readId : foldMark(read.mark)),
  'port.movements': (movement) => movement.movementId,
  // An amendment that awaits approval has a key of its own: compaction must not drop the approved revision, which goes
  // on raising hits.
  'watchlist.entries': (entry) => (entry.state === 'AWAITING_APPROVAL' ? `${entry.entryId}/pending` : entry.entryId),
  'ocg.registry': (group) => group.ocgId,
  // A late fact is judged by the version of its time: all stay.
  rules: (rule) => `${rule.ruleId}/${rule.version}`,
  hits: (hit) => hit.vehicleMark,
  'incident.actions': (action) => action.vehicleMark,
  audit: (audit) => audit.actor,
  'dead-letters': (letter) => letter.deadLetterId,
  'reference.documents': (document) => document.documentId,
  'late.facts': (late) => late.factId,
};

/** The key under which an event is appended to its topic. */
export function eventKey<T extends Topic>(topic: T, event: EventByTopic[T]): string {
  return KEY_OF[topic](event);
}
