import type { Identifier, WatchEntry } from '@landfall/core';
import { foldedKeyHash, holdsFromMs, holdsToMs } from '@landfall/core';
import type { WindowMark } from '@landfall/ports';

/** What tells the identifiers of an entry apart. */
export type IdentifierName = Pick<Identifier, 'kind' | 'mark'>;

/** Which identifier of its entry a mark stands for. */
export function identifierKey(identifier: IdentifierName): string {
  return `${identifier.kind} ${identifier.mark}`;
}

/** A mark's identity is its entry and the identifier; entry ids hold no space. */
export function splitMarkId(markId: string): { readonly entryId: string; readonly identifierKey: string } {
  const space = markId.indexOf(' ');
  return { entryId: markId.slice(0, space), identifierKey: markId.slice(space + 1) };
}

/** The identifier that a mark of this id stands for. */
export function identifierOf(markId: string): IdentifierName {
  const key = splitMarkId(markId).identifierKey;
  const space = key.indexOf(' ');
  return { kind: key.slice(0, space) as Identifier['kind'], mark: key.slice(space + 1) };
}

/**
 * The marks by which a revision becomes visible: one for each identifier of an active entry; and a removal, with the same revision,
 * for each identifier that any revision had before and this one has not, or all of them when the entry is no longer active.
 */
export function entryMarks(
  entry: WatchEntry,
  bytes: Uint8Array,
  before: readonly IdentifierName[],
): readonly WindowMark[] {
  const bounds = { revision: entry.revision, fromMs: holdsFromMs(entry), toMs: holdsToMs(entry) };
  const marks = new Map<string, WindowMark>();
  const add = (identifier: IdentifierName, markBytes: Uint8Array | null): void => {
    const markId = `${entry.entryId} ${identifierKey(identifier)}`;
    if (marks.has(markId)) return;
    const keyHash = identifier.kind === 'PARTIAL_VRM' ? null : foldedKeyHash(identifier.mark);
    marks.set(markId, { markId, keyHash, bytes: markBytes, ...bounds });
  };
  const active = entry.state === 'ACTIVE';
  for (const identifier of entry.identifiers) add(identifier, active ? bytes : null);
  for (const identifier of before) add(identifier, null);
  return [...marks.values()];
}
