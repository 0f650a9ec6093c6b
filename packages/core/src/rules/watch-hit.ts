import type { WatchEntry } from '../events.ts';
import type { FactView, Match } from '../match.ts';
import { normaliseMark } from '../plate.ts';
import { parsePattern } from '../pattern.ts';
import type { IndexedIdentifier, WatchIndex } from '../watch-index.ts';

export const WATCH_HIT_RULE_ID = 'watch-hit';
export const WATCH_HIT_RULE_VERSION = 1;
export const WATCH_HIT_RULE = {
  ruleId: WATCH_HIT_RULE_ID,
  version: WATCH_HIT_RULE_VERSION,
  kind: 'watch-hit',
  severity: 'UNKNOWN',
} as const;

/**
 * The rule "a listed vehicle was here".
 *
 * It proves that one fact (a read, or one number of a port movement) bears a mark that an active entry lists, at an
 * event time for which the entry holds: from `validFrom - lookBackMs`, inclusive, to `validTo`, exclusive. The mark is
 * listed exactly, or differs only in characters that recognisers confuse and the entry forgives, or fits the entry's
 * pattern.
 *
 * Worked example: entry 7 lists GK66ABC, validFrom 12:00, look-back 6 h, validTo 20:00, one forgiven character.
 *
 *     event time  mark read  subject       outcome
 *     12:30       GK66ABC    registration  EXACT
 *     06:00       GK66ABC    registration  EXACT, found by look-back when the entry was made after the read
 *     05:59       GK66ABC    registration  nothing: before the look-back
 *     20:00       GK66ABC    registration  nothing: the end is exclusive
 *     12:30       GK6GABC    registration  CONFUSABLE, character 4 read G, listed 6
 *     12:30       6K6GABC    registration  nothing: two characters differ
 *     12:30       GK66ABC    container     nothing: the entry lists a vehicle
 *
 * Late data: the rule is monotone. A fact or an entry that comes late gives the same hit with the same id as if it had
 * come in time; the hit says that it is late. No later fact takes back what the rule has said; a later revision of the
 * entry may, when it no longer lists the vehicle or does not hold at that time.
 */
export function watchHits(fact: FactView, index: WatchIndex): readonly Match[] {
  return index.match(fact);
}

/** First event time for which an entry holds, epoch milliseconds, inclusive. */
export function holdsFromMs(entry: Pick<WatchEntry, 'validFrom' | 'lookBackMs'>): number {
  return entry.validFrom - entry.lookBackMs;
}

/** Event time at which an entry ceases to hold, epoch milliseconds, exclusive; Infinity while it has no end. */
export function holdsToMs(entry: Pick<WatchEntry, 'validTo'>): number {
  return entry.validTo ?? Infinity;
}

/**
 * What to index of an entry under the caller's slot: nothing unless it is ACTIVE. Identifiers of an unknown kind, empty
 * marks and patterns that `parsePattern` refuses are left out: they could match nothing, or everything.
 */
export function indexedIdentifiers(entry: WatchEntry, ref: number): readonly IndexedIdentifier[] {
  if (entry.state !== 'ACTIVE') return [];
  const validity = {
    holdsFromMs: holdsFromMs(entry),
    holdsToMs: holdsToMs(entry),
    forgivenMax: entry.forgivenCharactersMax,
  };
  const indexed = new Map<string, IndexedIdentifier>();
  for (const { kind, mark: listed } of entry.identifiers) {
    const mark = kind === 'PARTIAL_VRM' ? patternOf(listed) : normaliseMark(listed);
    if (kind === 'UNKNOWN' || mark.length === 0) continue;
    indexed.set(`${kind} ${mark}`, { ref, kind, mark, ...validity });
  }
  return [...indexed.values()];
}

function patternOf(listed: string): string {
  const parsed = parsePattern(listed);
  return parsed.ok ? parsed.pattern : '';
}
