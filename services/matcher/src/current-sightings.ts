import type { Evidence, Match, Sighting, Subject, WatchEntry } from '@landfall/core';
import { concerned, foldedKeyHash, holdsFromMs, holdsToMs, vehicleMarkOf } from '@landfall/core';
import type { WatchTable } from './watch-table.ts';

/** A fact as it concerns an entry by the newest revision that a table knows. */
export interface CurrentSighting {
  readonly sighting: Sighting;
  readonly match: Match;
  readonly entry: WatchEntry;
}

/** How a fact that matches an entry is seen by rules. */
export function sightingOf(
  evidence: Evidence,
  { match, entry, subject }: Pick<CurrentSighting, 'match' | 'entry'> & { readonly subject: Subject },
): Sighting {
  const { entryId, ocgId, missingSince } = entry;
  const vehicleMark = vehicleMarkOf(match, evidence.mark);
  const holds = holdsAt(entry, evidence.occurredAt);
  return { entryId, ocgId, vehicleMark, subject, holds, missingSince, evidence };
}

export function holdsAt(entry: WatchEntry, atMs: number): boolean {
  return holdsFromMs(entry) <= atMs && atMs < holdsToMs(entry);
}

/** Every active entry that a fact concerns by now, whether or not it holds at the fact's time; one for each identifier that matches. */
export function sightingsNow(table: WatchTable, evidence: Evidence, subject: Subject): readonly CurrentSighting[] {
  const { mark, occurredAt } = evidence;
  const view = { subject, mark, keyHash: foldedKeyHash(mark), atMs: occurredAt };
  return concerned(view, table).map((match) => {
    const entry = table.entry(match.ref);
    return { match, entry, sighting: sightingOf(evidence, { match, entry, subject }) };
  });
}

/** A sighting that was kept earlier, by the newest revision: null when its entry no longer lists the vehicle. */
export function sightingNow(table: WatchTable, kept: Sighting): Sighting | null {
  const now = sightingsNow(table, kept.evidence, kept.subject).map(({ sighting }) => sighting);
  return now.find(({ entryId, vehicleMark }) => entryId === kept.entryId && vehicleMark === kept.vehicleMark) ?? null;
}
