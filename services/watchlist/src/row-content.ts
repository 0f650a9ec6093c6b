import type { WatchEntry } from '@landfall/core';
import { FORGIVEN_CHARACTERS_DEFAULT } from '@landfall/core';
import type { By } from './amend-entry.ts';
import type { Result, Warning } from './codes.ts';
import { refuse } from './codes.ts';
import type { EntryContent } from './entry-content.ts';
import { checkDates, defaultReviewDate, LOOK_BACK_DEFAULT_MS } from './entry-rules.ts';
import { joinInstructions, partInstructions } from './instructions.ts';
import type { RowFacts } from './voi-row.ts';

/** What the entry says now, if there is one, and whether it is in force or awaits approval. */
export interface Known {
  readonly entry: WatchEntry;
  readonly listed: boolean;
}

/**
 * The content that a row gives an entry. What the row does not say stays as it was, or is absent on a new entry; so the same row gives
 * the same content on any later day. Being listed again starts a validity, and a look-back, of its own.
 */
export function rowContent(facts: RowFacts, known: Known | null, by: By): Result<EntryContent> {
  const before = known?.entry ?? null;
  const priority = facts.priority ?? before?.priority;
  if (priority === undefined) return refuse('priority-unknown', 'A new entry needs one.');
  const weedDate = facts.weedDate ?? before?.weedDate;
  if (weedDate === undefined) return refuse('weed-date-missing');
  const ownerForce = facts.forceAndArea ?? before?.ownerForce ?? '';
  const content: EntryContent = {
    identifiers: [facts.identifier],
    priority,
    weedDate,
    ownerForce,
    theme: facts.theme ?? before?.theme ?? 'UNASSIGNED',
    ocgId: facts.ocgId ?? before?.ocgId ?? null,
    risk: facts.risk ?? before?.risk ?? 'UNKNOWN',
    action: facts.action ?? before?.action ?? '',
    reason: facts.reason ?? before?.reason ?? '',
    warningMarkers: facts.warningMarkers ?? before?.warningMarkers ?? '',
    handlingCode: facts.nimCode ?? before?.handlingCode ?? '',
    protectiveMarking: facts.gpmsMarking ?? before?.protectiveMarking ?? '',
    contact: facts.contact ?? contactBefore(before) ?? ownerForce,
    make: optional(facts.make, before?.make),
    model: optional(facts.model, before?.model),
    colour: optional(facts.colour, before?.colour),
    pncId: optional(facts.pncId, before?.pncId),
    cadReference: optional(facts.cadInformation, before?.cadReference),
    operationalInstructions: instructionsOf(facts, before),
    sourceReference: optional(facts.sourceReference, before?.sourceReference),
    validFrom: facts.validFrom ?? (known?.listed === true ? known.entry.validFrom : by.now),
    validTo: facts.validTo ?? (known?.listed === true ? known.entry.validTo : null),
    lookBackMs: facts.lookBackMs ?? before?.lookBackMs ?? LOOK_BACK_DEFAULT_MS,
    missingSince: before?.missingSince ?? null,
    forgivenCharactersMax: facts.forgivenCharactersMax ?? before?.forgivenCharactersMax ?? FORGIVEN_CHARACTERS_DEFAULT,
    reviewDate:
      facts.reviewDate ??
      reviewDateKept(known, { priority, weedDate }) ??
      defaultReviewDate(priority, weedDate, by.today),
  };
  return checkDates(content, by);
}

/** A contact that was only the force in its place does not outlive it. */
function contactBefore(before: WatchEntry | null): string | undefined {
  return before === null || before.contact === before.ownerForce ? undefined : before.contact;
}

/** Kept while it still fits: a new priority has a review date of its own. */
export function reviewDateKept(
  known: Known | null,
  content: Pick<EntryContent, 'priority' | 'weedDate'>,
): number | undefined {
  if (known?.listed !== true || known.entry.reviewDate === null) return undefined;
  return known.entry.priority === content.priority ? Math.min(known.entry.reviewDate, content.weedDate) : undefined;
}

function optional(said: string | undefined, before: string | null | undefined): string | null {
  return said === undefined ? (before ?? null) : said === '' ? null : said;
}

function instructionsOf(facts: RowFacts, before: WatchEntry | null): string | null {
  const { information, operationalInstructions } = facts;
  const kept = partInstructions(before?.operationalInstructions ?? null);
  return joinInstructions({
    information: information ?? kept.information,
    instructions: operationalInstructions ?? kept.instructions,
  });
}

/** What the row's report says beside the outcome. */
export function contentWarnings(content: EntryContent, hasOcg: (ocgId: string) => boolean): readonly Warning[] {
  const warnings: Warning[] = [];
  if (content.theme === 'UNASSIGNED') {
    warnings.push({ code: 'theme-unassigned', detail: 'No theme: say theme= with the import or theme: in Spare 1.' });
  }
  if (content.contact === '')
    warnings.push({ code: 'contact-missing', detail: 'Neither a contact nor a force is named.' });
  if (content.ocgId !== null && !hasOcg(content.ocgId)) {
    warnings.push({
      code: 'ocg-not-registered',
      detail: `The registry has no group ${content.ocgId}; its harm counts as none.`,
    });
  }
  return warnings;
}
