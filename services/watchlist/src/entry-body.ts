import type { Identifier, Level, OcgGroup } from '@landfall/core';
import { FORGIVEN_CHARACTERS_DEFAULT, levelOf, themeOf } from '@landfall/core';
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { By } from './amend-entry.ts';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';
import { parseDate, parseInstant } from './dates.ts';
import type { EntryContent } from './entry-content.ts';
import { identifierOf, identityOf } from './entry-content.ts';
import {
  checkDates,
  defaultReviewDate,
  FORGIVEN_CHARACTERS_MAX,
  LOOK_BACK_DEFAULT_MS,
  TEXT_CHARACTERS_MAX,
} from './entry-rules.ts';
import type { Known } from './row-content.ts';
import { reviewDateKept } from './row-content.ts';

const HOUR_MS = 3_600_000;
const IDENTIFIERS_MAX = 20;

const text = z.string().trim().max(TEXT_CHARACTERS_MAX);
const named = z.string().trim().min(1).max(200);
const optionalText = text.nullish().transform((value) => (value === undefined || value === '' ? null : value));
const date = z
  .string()
  .max(40)
  .transform((value, context) => orIssue(parseDate(value), 'a date, yyyy-mm-dd', context));
/** A time with a zone, or a date, as epoch milliseconds. */
export const instant = z
  .string()
  .max(40)
  .transform((value, context) => orIssue(parseInstant(value), 'a time with a zone, as 2026-01-31T09:00:00Z', context));

export const identifierBody = z.strictObject({
  kind: z.enum(['VRM', 'PARTIAL_VRM', 'TRAILER', 'CONTAINER']).default('VRM'),
  raw: z.string().trim().min(1).max(64),
});

const entryFields = {
  identifiers: z.array(identifierBody).min(1).max(IDENTIFIERS_MAX),
  theme: text.default(''),
  ocgId: optionalText,
  priority: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  risk: text.default('UNKNOWN'),
  action: text.min(1),
  reason: text.min(1),
  warningMarkers: text.default(''),
  handlingCode: text.default(''),
  protectiveMarking: text.default(''),
  ownerForce: named,
  contact: named,
  make: optionalText,
  model: optionalText,
  colour: optionalText,
  pncId: optionalText,
  cadReference: optionalText,
  operationalInstructions: optionalText,
  sourceReference: optionalText,
  validFrom: instant.optional(),
  validTo: instant.nullable().default(null),
  lookBackHours: z.number().nonnegative().optional(),
  forgivenCharactersMax: z.int().min(0).max(FORGIVEN_CHARACTERS_MAX).default(FORGIVEN_CHARACTERS_DEFAULT),
  missingSince: instant.nullable().default(null),
  weedDate: date,
  reviewDate: date.optional(),
};

/** The body of POST /v1/watchlist/entries. */
export const newEntryBody = z.strictObject({ list: named, ...entryFields });
/** The body of PUT /v1/watchlist/entries/:id: the whole content, and the revision that it was made from. */
export const amendBody = z.strictObject({ revision: z.int().positive(), ...entryFields });
export const approveBody = z.strictObject({ revision: z.int().positive() });
export const withdrawBody = z.strictObject({ reason: named });
/** The body of PUT /v1/ocgs/:id; revision 0 for a new group. */
export const ocgBody = z.strictObject({
  revision: z.int().nonnegative().default(0),
  name: named,
  ownerForce: named,
  harmScore: z.int().min(0).max(100),
  leadResponsibleOfficer: text.default(''),
  strands: z
    .array(z.enum(['PURSUE', 'PREVENT', 'PROTECT', 'PREPARE']))
    .max(4)
    .default([])
    .transform((strands): OcgGroup['strands'] => [...new Set(strands)].toSorted()),
  archived: z.boolean().default(false),
});

/** Reads a JSON body. Fields that are not documented are refused: a misspelt one must not pass unseen. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): Result<T> {
  if (!Buffer.isBuffer(body) || body.length === 0) return refuse('body-invalid', 'It has no body; send JSON.');
  if (!isUtf8(body)) return refuse('body-invalid', 'It is not UTF-8.');
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return refuse('body-invalid', 'It is not JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return accept(parsed.data);
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.map(String).join('.');
  return refuse('body-invalid', `At ${place}: ${issue?.message ?? 'not valid'}.`);
}

export interface ContentContext {
  /** The entry that is amended; null for a new one. */
  readonly known: Known | null;
  readonly by: By;
  readonly lookBackMaxMs: number;
}

/** The content that a body gives an entry. What it leaves out takes its default; validity and review date stay as they were. */
export function bodyContent(
  body: Omit<z.output<typeof newEntryBody>, 'list'>,
  { known, by, lookBackMaxMs }: ContentContext,
): Result<EntryContent> {
  const { lookBackHours, ...rest } = body;
  const identifiers = readIdentifiers(body.identifiers);
  if (!identifiers.ok) return identifiers;
  const theme = themeOf(body.theme);
  if (theme === null) return refuse('theme-unknown');
  const risk: Level | null = levelOf(body.risk);
  if (risk === null) return refuse('risk-unknown');
  const lookBackMs = lookBackHours === undefined ? LOOK_BACK_DEFAULT_MS : Math.round(lookBackHours * HOUR_MS);
  if (lookBackMs > lookBackMaxMs) return refuse('look-back-invalid', `At most ${lookBackMaxMs / HOUR_MS} hours.`);
  const { priority, weedDate } = body;
  const content: EntryContent = {
    ...rest,
    identifiers: identifiers.value,
    theme,
    risk,
    lookBackMs,
    validFrom: body.validFrom ?? (known?.listed === true ? known.entry.validFrom : by.now),
    reviewDate: body.reviewDate ?? reviewDateKept(known, body) ?? defaultReviewDate(priority, weedDate, by.today),
  };
  return checkDates(content, by);
}

function readIdentifiers(body: z.output<typeof newEntryBody>['identifiers']): Result<readonly Identifier[]> {
  const identifiers = new Map<string, Identifier>();
  for (const { kind, raw } of body) {
    const identifier = identifierOf(kind, raw);
    if (!identifier.ok) return identifier;
    identifiers.set(identityOf([identifier.value]), identifier.value);
  }
  return accept([...identifiers.values()]);
}

function orIssue(value: number | null, expected: string, context: z.RefinementCtx): number {
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: `expected ${expected}` });
  return z.NEVER;
}
