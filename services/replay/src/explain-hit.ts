import type { WatchEntry } from '@landfall/core';
import { holdsFromMs, holdsToMs } from '@landfall/core';
import type { HitNote } from './hit-note.ts';

/**
 * Whether the entry, as it is judged by now, lists what the hit was raised for: then a replay has to raise it too, under whichever
 * revision it was raised.
 */
export function stillLists(entry: WatchEntry, hit: HitNote): boolean {
  return (
    entry.state === 'ACTIVE' &&
    entry.identifiers.some(({ kind, mark }) => kind === hit.identifierKind && mark === hit.identifierMark) &&
    entry.forgivenCharactersMax >= hit.forgiven &&
    holdsFromMs(entry) <= hit.atMs &&
    hit.atMs < holdsToMs(entry)
  );
}

/** What a replay knows when it explains a difference. */
export interface ReplayFacts {
  readonly entry: (entryId: string) => WatchEntry | undefined;
  /** The name of the list that a file stood in for; null when the log's own entries were used. */
  readonly listFromFile: string | null;
  /** The entry as the log has it, when a list came from a file. */
  readonly logsEntry: (entryId: string) => WatchEntry | undefined;
  /** The versions of each rule that were judged by. */
  readonly rules: ReadonlyMap<string, ReadonlySet<number>>;
  /** Records that the running matcher has not handled. */
  readonly matcherLag: number;
}

/** Why a hit would be raised and was not; null when nothing cheap explains it. */
export function explainNew(hit: HitNote, facts: ReplayFacts): string | null {
  if (facts.listFromFile !== null) {
    const before = facts.logsEntry(hit.entryId);
    if (before === undefined) return 'the entry is new in the file';
    if (before.state !== 'ACTIVE') return `the file lists the entry again, which is ${before.state} in the log`;
    if (before.revision < hit.entryRevision) return 'the file amends the entry';
  }
  if (facts.matcherLag > 0) return `the matcher has ${facts.matcherLag} records to handle yet, perhaps this one`;
  return null;
}

/** Why a hit was raised and would not be; null when nothing cheap explains it. */
export function explainGone(hit: HitNote, facts: ReplayFacts): string | null {
  const versions = facts.rules.get(hit.ruleId);
  if (versions === undefined) return `rule ${hit.ruleId} is not among those replayed; --rules gives it`;
  if (!versions.has(hit.ruleVersion))
    return `raised by version ${hit.ruleVersion} of the rule, replayed with version ${[...versions].join(' and ')}`;
  const entry = facts.entry(hit.entryId);
  if (facts.listFromFile === null || (entry !== undefined && stillLists(entry, hit))) return null;
  return entry === undefined || entry.state !== 'ACTIVE'
    ? 'the file does not list the entry'
    : 'the file amends the entry';
}

/** Why a hit of another revision is told apart. */
export function explainRevision(hit: HitNote, { entry: find }: ReplayFacts): string {
  const entry = find(hit.entryId);
  if (entry === undefined || entry.revision < hit.entryRevision)
    return `raised under revision ${hit.entryRevision}, which was made after the replay began`;
  const since = new Date(entry.updatedAt).toISOString();
  const became = { WITHDRAWN: 'was withdrawn', WEEDED: 'was weeded' }[entry.state as string] ?? 'was amended';
  return `raised under revision ${hit.entryRevision}; the entry ${became} at ${since} (revision ${entry.revision})`;
}
