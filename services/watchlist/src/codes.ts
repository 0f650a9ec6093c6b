/** Why a file, a row or a request is refused: a closed list, with the sentence that people read. */
export const REFUSALS = {
  'file-empty': 'The file holds no row.',
  'file-too-large': 'The file is over the bound of bytes or rows; split it.',
  'columns-unknown': 'The header names the columns in an order that cannot be followed; use the 16 VOI columns.',
  'complete-with-refusals':
    'A complete file with refused rows would withdraw their entries; correct the rows, or say withdrawDespiteRefusals=true.',
  'column-count': 'The row does not have the 16 VOI columns.',
  'quote-not-closed': 'A quote opened here is not closed; nothing from here to the end of the file was read.',
  'quote-misplaced': 'A quote stands inside a field; write it twice and put the field in quotes.',
  'nul-byte': 'The row holds a NUL character; the file is damaged or not in the encoding that it seems to be in.',
  'text-too-long': 'A column is longer than its bound.',
  'mark-missing': 'The VRM column is empty.',
  'mark-refused': 'The VRM column holds no registration mark.',
  'pattern-too-broad': 'The partial mark fixes too few characters and would hit too many vehicles.',
  'pattern-invalid': 'The partial mark may hold letters, digits, ? and * only.',
  'priority-unknown': 'The Action names none of HIGH, MEDIUM and LOW; a priority is not guessed.',
  'priority-ambiguous': 'The Action names more than one of HIGH, MEDIUM and LOW; begin it with the one that holds.',
  'theme-unknown': 'The theme is none of the Control Strategy.',
  'risk-unknown': 'The risk is none of HIGH, MEDIUM, LOW and UNKNOWN.',
  'weed-date-missing': 'Every entry needs a weed date.',
  'weed-date-invalid': 'The weed date is no date: write dd/mm/yyyy, yyyy-mm-dd or dd-MMM-yyyy.',
  'weed-date-past': 'The weed date has passed.',
  'weed-date-too-far': 'The weed date is more than five years on.',
  'review-date-invalid': 'The review date is no date, or lies after the weed date.',
  'valid-from-invalid':
    'The start of validity is no time with a zone, or lies after the end of validity or the weed date.',
  'look-back-invalid': 'The look-back is no number of hours within its bound.',
  'forgiven-invalid': 'The number of forgiven characters is out of bounds.',
  'entry-ambiguous': 'More than one entry or row fits; give the PNC ID and the reason in full.',
  'body-invalid': 'The request is not as documented.',
  'cursor-invalid': 'The cursor is not one that this list gave.',
  'entry-unknown': 'There is no such entry.',
  'entry-exists': 'The list already has this entry; amend it instead.',
  'entries-full': 'The watchlist is at its bound of entries; withdraw and weed, or raise the bound.',
  'entry-not-in-force': 'The entry is neither active nor awaiting approval.',
  'revision-conflict': 'It has changed since; read it again.',
  'not-awaiting-approval': 'No revision of this entry awaits approval.',
  'approver-is-maker': 'Whoever made a revision cannot approve it; ask another analyst or admin.',
  'preview-busy': 'Another preview is being made; each reads a day of the log. Ask again in a moment.',
  'ocg-unknown': 'There is no such organised crime group.',
  'rule-unknown': 'There is no such rule.',
  'rule-invalid': 'No matcher could judge by this definition.',
  'rule-effective-too-soon': 'A version takes effect only when every matcher is sure to have it.',
  'rules-full': 'There are as many rules as there may be; amend one that is switched off.',
  'rule-versions-full':
    'The rule has as many versions as it may have, but for one that switches it off; go on under another id.',
  'log-unavailable': 'The change could not be stored for certain; send it again.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export interface Refusal {
  readonly code: RefusalCode;
  /** A sentence, more exact than the code's where it can be. */
  readonly detail: string;
}

/** What a row's report warns of: the row is taken all the same. */
type WarningCode = 'theme-unassigned' | 'contact-missing' | 'ocg-not-registered' | 'listed-again' | 'same-as-row';

export interface Warning {
  readonly code: WarningCode;
  readonly detail: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function refuse(code: RefusalCode, more = ''): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: refusal(code, more) };
}

export function refusal(code: RefusalCode, more = ''): Refusal {
  return { code, detail: more === '' ? REFUSALS[code] : `${REFUSALS[code]} ${more}` };
}

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}
