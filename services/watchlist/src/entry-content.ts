import { hash } from 'node:crypto';
import type { Identifier, IdentifierKind, WatchEntry } from '@landfall/core';
import { parsePattern, readPlate } from '@landfall/core';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';

type Bookkeeping =
  | 'entryId'
  | 'revision'
  | 'state'
  | 'listId'
  | 'createdAt'
  | 'createdBy'
  | 'updatedAt'
  | 'updatedBy'
  | 'approvals'
  | 'approvalReasons';

/** What a list or an analyst says about a vehicle; the rest of a WatchEntry is kept by this service. */
export type EntryContent = Omit<WatchEntry, Bookkeeping>;

/** Every field of the content, in the order of the schema. A test holds the list complete. */
const CONTENT_FIELDS: readonly (keyof EntryContent)[] = [
  'identifiers',
  'theme',
  'ocgId',
  'priority',
  'risk',
  'action',
  'reason',
  'warningMarkers',
  'handlingCode',
  'protectiveMarking',
  'ownerForce',
  'contact',
  'make',
  'model',
  'colour',
  'pncId',
  'cadReference',
  'operationalInstructions',
  'sourceReference',
  'validFrom',
  'validTo',
  'lookBackMs',
  'forgivenCharactersMax',
  'missingSince',
  'weedDate',
  'reviewDate',
];

/** The fields in which two contents differ. */
export function differingFields(left: EntryContent, right: EntryContent): readonly (keyof EntryContent)[] {
  return CONTENT_FIELDS.filter((field) =>
    field === 'identifiers' ? !sameIdentifiers(left, right) : left[field] !== right[field],
  );
}

export function contentOf(entry: WatchEntry): EntryContent {
  const {
    entryId: _entryId,
    revision: _revision,
    state: _state,
    listId: _listId,
    createdAt: _createdAt,
    createdBy: _createdBy,
    updatedAt: _updatedAt,
    updatedBy: _updatedBy,
    approvals: _approvals,
    approvalReasons: _approvalReasons,
    ...content
  } = entry;
  return content;
}

function sameIdentifiers(left: EntryContent, right: EntryContent): boolean {
  return (
    left.identifiers.length === right.identifiers.length &&
    left.identifiers.every((one, index) => {
      const other = right.identifiers[index]!;
      return one.kind === other.kind && one.raw === other.raw && one.mark === other.mark;
    })
  );
}

/** Normalises what is to be looked for; a VRM with ? or * is a partial one. */
export function identifierOf(kind: IdentifierKind, raw: string): Result<Identifier> {
  const partial = kind === 'PARTIAL_VRM' || (kind === 'VRM' && /[?*]/.test(raw));
  if (partial) {
    const parsed = parsePattern(raw);
    return parsed.ok ? accept({ kind: 'PARTIAL_VRM', raw, mark: parsed.pattern }) : refuse(parsed.code);
  }
  const { mark, grammar } = readPlate(raw);
  if (mark === '' || grammar === 'REFUSED') return refuse('mark-refused', `It holds "${raw.slice(0, 40)}".`);
  return accept({ kind, raw, mark });
}

/** The identifiers as one text, the same in whatever order they are listed. */
export function identityOf(identifiers: readonly Identifier[]): string {
  if (identifiers.length === 1) return `${identifiers[0]!.kind}:${identifiers[0]!.mark}`;
  return identifiers
    .map(({ kind, mark }) => `${kind}:${mark}`)
    .toSorted()
    .join('|');
}

/** Reasons that differ in case, width or spacing only are one reason. */
export function normaliseReason(reason: string): string {
  return reason.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

export interface EntryIdentity {
  readonly identifiers: readonly Identifier[];
  readonly pncId: string | null;
  readonly reason: string;
}

/** Identity within one list: two rows with one key say different things about the same listing. */
export function exactKey({ identifiers, pncId, reason }: EntryIdentity): string {
  return `${identityOf(identifiers)}\n${pncId ?? ''}\n${normaliseReason(reason)}`;
}

/** 96 bits of SHA-256 in base64url, 16 characters. The ordinal parts entries that were made with the same key. */
export function entryIdOf(listId: string, key: string, ordinal: number): string {
  return shortHash(ordinal === 0 ? `${listId}\n${key}` : `${listId}\n${key}\n#${ordinal}`);
}

export function shortHash(text: string): string {
  return hash('sha256', text, 'buffer').subarray(0, 12).toString('base64url');
}
