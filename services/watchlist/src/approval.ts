import type { EntryContent } from './entry-content.ts';
import { differingFields, identityOf } from './entry-content.ts';

export type ApprovalReason = 'high-priority' | 'risk-priority-mismatch';

/** Changes of these alone need no second look: they neither widen whom an entry hits nor change what officers are told to do. */
const CLERICAL_FIELDS: ReadonlySet<keyof EntryContent> = new Set<keyof EntryContent>([
  'theme',
  'ocgId',
  'handlingCode',
  'protectiveMarking',
  'ownerForce',
  'contact',
  'make',
  'model',
  'colour',
  'pncId',
  'cadReference',
  'sourceReference',
  'reviewDate',
]);

/**
 * Why the content needs a second approver; none for most.
 *
 * | priority | risk    | reasons                               |
 * |----------|---------|---------------------------------------|
 * | HIGH     | HIGH    | high-priority                         |
 * | HIGH     | LOW     | high-priority, risk-priority-mismatch |
 * | MEDIUM   | HIGH    | risk-priority-mismatch                |
 * | LOW      | HIGH    | risk-priority-mismatch                |
 * | LOW      | UNKNOWN | none                                  |
 */
export function approvalReasons({
  priority,
  risk,
}: Pick<EntryContent, 'priority' | 'risk'>): readonly ApprovalReason[] {
  const reasons: ApprovalReason[] = [];
  if (priority === 'HIGH') reasons.push('high-priority');
  const riskIsHigher = risk === 'HIGH' && priority !== 'HIGH';
  const riskIsLower = risk === 'LOW' && priority === 'HIGH';
  if (riskIsHigher || riskIsLower) reasons.push('risk-priority-mismatch');
  return reasons;
}

/** True when what was approved covers the content too: the two differ in clerical fields at most. */
export function approvalCovers(approved: EntryContent, content: EntryContent): boolean {
  return differingFields(approved, content).every(
    (field) =>
      CLERICAL_FIELDS.has(field) ||
      (field === 'identifiers' && identityOf(approved.identifiers) === identityOf(content.identifiers)),
  );
}
