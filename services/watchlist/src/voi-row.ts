import type { Identifier, Level, Theme } from '@landfall/core';
import { levelOf, themeOf } from '@landfall/core';
import type { RefusalCode, Result } from './codes.ts';
import { accept, refuse } from './codes.ts';
import { parseDate, parseInstant } from './dates.ts';
import { identifierOf } from './entry-content.ts';
import { FORGIVEN_CHARACTERS_MAX, TEXT_CHARACTERS_MAX } from './entry-rules.ts';
import { priorityOf } from './priority.ts';
import type { VoiColumn } from './voi-columns.ts';
import { VOI_COLUMNS } from './voi-columns.ts';
import type { VoiToken } from './voi-tokens.ts';
import { readTokens } from './voi-tokens.ts';

/** What an import says for rows that do not say it themselves. */
export interface RowDefaults {
  readonly theme: Theme | undefined;
  readonly risk: Level | undefined;
  readonly ocgId: string | undefined;
  readonly lookBackMaxMs: number;
}

/** Undefined: -1 in the file, or not said at all; then what was known before stays. */
type Said<T> = T | undefined;

/** One row of a VOI file, read. Texts are trimmed; dates are days since 1970-01-01, times epoch milliseconds. */
export interface RowFacts {
  readonly identifier: Identifier;
  readonly make: Said<string>;
  readonly model: Said<string>;
  readonly colour: Said<string>;
  readonly action: Said<string>;
  readonly priority: Said<Level>;
  readonly warningMarkers: Said<string>;
  readonly reason: Said<string>;
  readonly nimCode: Said<string>;
  readonly information: Said<string>;
  readonly forceAndArea: Said<string>;
  readonly weedDate: Said<number>;
  readonly pncId: Said<string>;
  readonly gpmsMarking: Said<string>;
  readonly cadInformation: Said<string>;
  readonly operationalInstructions: Said<string>;
  readonly sourceReference: Said<string>;
  readonly theme: Said<Theme>;
  readonly risk: Said<Level>;
  readonly ocgId: Said<string>;
  readonly contact: Said<string>;
  readonly reviewDate: Said<number>;
  readonly validFrom: Said<number>;
  readonly validTo: Said<number>;
  readonly lookBackMs: Said<number>;
  readonly forgivenCharactersMax: Said<number>;
}

const NO_CHANGE = '-1';
const HOUR_MS = 3_600_000;
const IDENTIFIER_PREFIX = /^(trailer|container)\s*:\s*(.*)$/is;

/** Reads the 16 cells of a row, in the standard order. */
export function readRow(cells: readonly string[], defaults: RowDefaults): Result<RowFacts> {
  const tooLong = cells.findIndex((cell) => cell.length > TEXT_CHARACTERS_MAX);
  if (tooLong >= 0)
    return refuse('text-too-long', `${VOI_COLUMNS[tooLong]} is over ${TEXT_CHARACTERS_MAX} characters.`);
  const said = (column: VoiColumn): Said<string> => cellText(cells, column);
  const identifier = readIdentifier(said('vrm'));
  if (!identifier.ok) return identifier;
  const action = said('action');
  const priority = action === undefined ? accept(undefined) : priorityOf(action);
  if (!priority.ok) return priority;
  const weedDate = readWeedDate(said('weedDate'));
  if (!weedDate.ok) return weedDate;
  const spare = said('operationalInstructions');
  const { tokens, text } = readTokens(spare ?? '');
  const more = readSaid(tokens, defaults);
  if (!more.ok) return more;
  return accept({
    ...more.value,
    identifier: identifier.value,
    make: said('make'),
    model: said('model'),
    colour: said('colour'),
    action,
    priority: priority.value,
    warningMarkers: said('warningMarkers'),
    reason: said('reason'),
    nimCode: said('nimCode'),
    information: said('information'),
    forceAndArea: said('forceAndArea'),
    weedDate: weedDate.value,
    pncId: said('pncId'),
    gpmsMarking: said('gpmsMarking'),
    cadInformation: said('cadInformation'),
    operationalInstructions: spare === undefined ? undefined : text,
    sourceReference: said('sourceReference'),
  });
}

function cellText(cells: readonly string[], column: VoiColumn): Said<string> {
  const text = (cells[VOI_COLUMNS.indexOf(column)] ?? '').trim();
  return text === NO_CHANGE ? undefined : text;
}

/** A mark, a partial mark with ? or *, or `TRAILER:…` and `CONTAINER:…` for the other kinds. */
function readIdentifier(vrm: Said<string>): Result<Identifier> {
  if (vrm === undefined || vrm === '') return refuse('mark-missing');
  const prefixed = IDENTIFIER_PREFIX.exec(vrm);
  if (prefixed === null) return identifierOf('VRM', vrm);
  return identifierOf(prefixed[1]!.toLowerCase() === 'trailer' ? 'TRAILER' : 'CONTAINER', prefixed[2]!.trim());
}

function readWeedDate(text: Said<string>): Result<Said<number>> {
  if (text === undefined) return accept(undefined);
  if (text === '') return refuse('weed-date-missing');
  const day = parseDate(text);
  return day === null ? refuse('weed-date-invalid', `It says "${text.slice(0, 40)}".`) : accept(day);
}

type TokenFacts = Pick<
  RowFacts,
  | 'theme'
  | 'risk'
  | 'ocgId'
  | 'contact'
  | 'reviewDate'
  | 'validFrom'
  | 'validTo'
  | 'lookBackMs'
  | 'forgivenCharactersMax'
>;

/** A row's own tokens outrank the import's parameters. */
function readSaid(tokens: Readonly<Partial<Record<VoiToken, string>>>, defaults: RowDefaults): Result<TokenFacts> {
  const problems: RefusalCode[] = [];
  const read = <T>(token: VoiToken, parse: (text: string) => T | null, code: RefusalCode): Said<T> => {
    const text = tokens[token];
    if (text === undefined || text === '' || text === NO_CHANGE) return undefined;
    const value = parse(text);
    if (value === null) problems.push(code);
    return value ?? undefined;
  };
  const facts: TokenFacts = {
    theme: read('theme', themeOf, 'theme-unknown') ?? defaults.theme,
    risk: read('risk', levelOf, 'risk-unknown') ?? defaults.risk,
    ocgId: read('ocg', (text) => text, 'ocg-unknown') ?? defaults.ocgId,
    contact: read('contact', (text) => text, 'text-too-long'),
    reviewDate: read('review', parseDate, 'review-date-invalid'),
    validFrom: read('validFrom', parseInstant, 'valid-from-invalid'),
    validTo: read('validTo', parseInstant, 'valid-from-invalid'),
    lookBackMs: read('lookBackHours', (text) => readLookBack(text, defaults.lookBackMaxMs), 'look-back-invalid'),
    forgivenCharactersMax: read('forgiven', readForgiven, 'forgiven-invalid'),
  };
  const [problem] = problems;
  return problem === undefined ? accept(facts) : refuse(problem);
}

function readLookBack(text: string, maxMs: number): number | null {
  const lookBackMs = /^\d{1,6}$/.test(text) ? Number(text) * HOUR_MS : Number.NaN;
  return lookBackMs <= maxMs ? lookBackMs : null;
}

function readForgiven(text: string): number | null {
  return /^\d$/.test(text) && Number(text) <= FORGIVEN_CHARACTERS_MAX ? Number(text) : null;
}
