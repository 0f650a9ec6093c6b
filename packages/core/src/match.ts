import type { ForgivenCharacter, IdentifierKind } from './words.ts';

/**
 * What deciding needs of a fact. `mark` may be a getter: it is read only when the key hash is worth a look, or patterns
 * are listed.
 */
export interface FactView {
  /** The normalised mark read, or the normalised trailer or container number. */
  readonly mark: string;
  /** `foldedKeyHash(mark)`. */
  readonly keyHash: number;
  /** Event time, epoch milliseconds. */
  readonly atMs: number;
  readonly subject: Subject;
}

/** A registration is what a plate shows, on a vehicle or its trailer; a container number is never on a plate. */
export type Subject = 'registration' | 'container';

/** One entry that a fact matches. */
export interface Match {
  /** The caller's slot of the entry, as it was indexed. */
  readonly ref: number;
  readonly kind: IdentifierKind;
  /** The listed mark or pattern. */
  readonly mark: string;
  readonly matchKind: 'EXACT' | 'CONFUSABLE' | 'WILDCARD';
  /** Empty unless CONFUSABLE. */
  readonly forgiven: readonly ForgivenCharacter[];
}

/** The answer for nearly every fact: one shared array, so that no match costs no memory. */
export const NO_MATCHES: readonly Match[] = Object.freeze([]);

/** A camera reads a trailer's rear plate as it reads a vehicle's, so only containers are kept apart. */
export function meetsSubject(kind: IdentifierKind, subject: Subject): boolean {
  return (kind === 'CONTAINER') === (subject === 'container');
}

/**
 * At most one match of each entry: one hit stands for one entry and one fact, and says the strongest reason for it.
 * EXACT before CONFUSABLE (fewest characters forgiven) before WILDCARD; then by kind and listed mark, so that the
 * choice never depends on order. For a fact with several marks (a movement's vehicle, trailers, containers), call it on
 * the matches of all of them together.
 */
export function strongestMatches(matches: readonly Match[]): readonly Match[] {
  if (matches.length < 2) return matches;
  const byRef = new Map<number, Match>();
  for (const match of matches) {
    const other = byRef.get(match.ref);
    if (other === undefined || compareStrength(match, other) < 0) byRef.set(match.ref, match);
  }
  return byRef.size === matches.length ? matches : [...byRef.values()];
}

const STRENGTH = { EXACT: 0, CONFUSABLE: 1, WILDCARD: 2 } as const;

/** Negative when `a` is the stronger of two matches. */
export function compareStrength(a: Match, b: Match): number {
  return (
    STRENGTH[a.matchKind] - STRENGTH[b.matchKind] ||
    a.forgiven.length - b.forgiven.length ||
    compareText(a.kind, b.kind) ||
    compareText(a.mark, b.mark)
  );
}

/** Order of two texts by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
