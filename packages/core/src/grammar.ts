import type { MarkGrammar } from './words.ts';

/*
 * The grammars of UK marks, over normalised marks of at most 16 characters. They are fixed expressions without nested
 * repetition.
 *
 *     grammar              shape                                  example
 *     UK_CURRENT           2 letters, 2 digits, 3 letters         GK66 ABC  (since 2001; digits never 00, 01, 50)
 *     UK_PREFIX            year letter, 1-3 digits, 3 letters     M123 ABC  (1983-2001)
 *     UK_SUFFIX            3 letters, 1-3 digits, year letter     ABC 123M  (1963-1983)
 *     UK_Q                 Q, 1-3 digits, 3 letters               Q123 ABC  (age or identity not known)
 *     UK_NORTHERN_IRELAND  2-3 letters with I or Z, 1-4 digits    AIG 1234, 1234 AZ
 *     UK_DATELESS          1-3 letters and 1-4 digits, either way KO 1234, 1 A
 *
 * Only Northern Ireland uses I and Z where letters name the place; Z also ends current marks. I, O, Q, U and Z are no
 * year letters. Diplomatic, military and trade marks have no grammar of their own here and count as FOREIGN: plausible,
 * none of the above.
 */
const CURRENT = /^[A-HJ-PR-Y]{2}(?!00|01|50)[0-9]{2}[A-HJ-PR-Z]{3}$/;
const PREFIX = /^[A-HJ-NPR-TV-Y](?!0)[0-9]{1,3}[A-HJ-PR-Y]{3}$/;
const SUFFIX = /^[A-HJ-PR-Y]{3}(?!0)[0-9]{1,3}[A-HJ-NPR-TV-Y]$/;
const Q = /^Q(?!0)[0-9]{1,3}[A-HJ-PR-Y]{3}$/;
const NORTHERN_IRELAND =
  /^(?:(?=[A-Z]{0,2}[IZ])[A-PR-Z]{2,3}(?!0)[0-9]{1,4}|(?!0)[0-9]{1,4}(?=[A-Z]{0,2}[IZ])[A-PR-Z]{2,3})$/;
const DATELESS_LETTERS_FIRST = /^(?:[A-HJ-PR-Y]{3}(?!0)[0-9]{1,3}|[A-HJ-PR-Y]{1,2}(?!0)[0-9]{1,4})$/;
const DATELESS_DIGITS_FIRST = /^(?!0)(?:[0-9]{1,3}[A-HJ-PR-Y]{3}|[0-9]{1,4}[A-HJ-PR-Y]{1,2})$/;

/** Words that people and recognisers put where a mark belongs. Only the whole mark counts: `NA66 ABC` is a mark. */
const REFUSED_WORDS: ReadonlySet<string> = new Set([
  'ABSENT',
  'BLANK',
  'CAR',
  'CONTAINER',
  'EMPTY',
  'FALSE',
  'FOREIGN',
  'HGV',
  'ILLEGIBLE',
  'INVALID',
  'LORRY',
  'MISSING',
  'NA',
  'NAN',
  'NIL',
  'NOMARK',
  'NONE',
  'NOPLATE',
  'NOREAD',
  'NOREG',
  'NOTAPPLICABLE',
  'NOTKNOWN',
  'NOTREAD',
  'NULL',
  'OBSCURED',
  'PLATE',
  'TBA',
  'TBC',
  'TRAILER',
  'TRUCK',
  'TRUE',
  'UNACCOMPANIED',
  'UNDEFINED',
  'UNIDENTIFIED',
  'UNKNOWN',
  'UNREADABLE',
  'UNREGISTERED',
  'VAN',
  'VEHICLE',
  'VEHICLEPLATENOTREAD',
]);

const MARK = /^[A-Z0-9]{2,16}$/;
const ONE_CHARACTER_REPEATED = /^([0A-Z])\1+$/;

/** The grammar that a normalised mark satisfies. Total: whatever is no normalised mark is REFUSED. */
export function classifyMark(mark: string): MarkGrammar {
  if (mark.length > 16 || !MARK.test(mark)) return 'REFUSED';
  if (CURRENT.test(mark)) return 'UK_CURRENT';
  if (PREFIX.test(mark)) return 'UK_PREFIX';
  if (SUFFIX.test(mark)) return 'UK_SUFFIX';
  if (Q.test(mark)) return 'UK_Q';
  if (NORTHERN_IRELAND.test(mark)) return 'UK_NORTHERN_IRELAND';
  if (DATELESS_LETTERS_FIRST.test(mark) || DATELESS_DIGITS_FIRST.test(mark)) return 'UK_DATELESS';
  return REFUSED_WORDS.has(mark) || ONE_CHARACTER_REPEATED.test(mark) ? 'REFUSED' : 'FOREIGN';
}
