import { assertNever } from './assert.ts';
import type { Hit, IncidentAction } from './events.ts';
import type { HitRecordOrder } from './hit-state.ts';
import { compareHitRecords, hitLevel } from './hit-state.ts';
import { higherLevel } from './levels.ts';
import { compareText } from './match.ts';
import { THEMES } from './themes.ts';
import type { Level, Theme } from './words.ts';

/** What a hit adds to its incident while it is in force. */
export interface HitWeight {
  /** Of the entry or of the rule, whichever is higher. */
  readonly priority: Level;
  readonly risk: Level;
  /** In the order of THEMES. */
  readonly themes: readonly Theme[];
  /** Sorted. */
  readonly ocgIds: readonly string[];
  readonly harmMax: number | null;
}

/** What is known of one hit id: a function of the set of its records and of the actions that name it. */
export interface HitFate {
  /** The record that counts, as far as its order; null while only actions have named the hit. */
  readonly newest: HitRecordOrder | null;
  /** Of all the records that count. */
  readonly weight: HitWeight;
  /** Earliest receipt; null while only actions have named the hit. */
  readonly receivedAt: number | null;
  /** An answer stays one: a hit that was answered, taken back and put in force again is answered. */
  readonly answered: boolean;
  readonly closed: boolean;
  readonly deliveredAt: number | null;
}

export const NO_WEIGHT: HitWeight = { priority: 'UNKNOWN', risk: 'UNKNOWN', themes: [], ocgIds: [], harmMax: null };

export const UNTOUCHED: HitFate = {
  newest: null,
  weight: NO_WEIGHT,
  receivedAt: null,
  answered: false,
  closed: false,
  deliveredAt: null,
};

/** Whether a hit is known and was not taken back. */
export function isInForce({ newest }: HitFate): boolean {
  return newest !== null && newest.state !== 'RETRACTED';
}

/** The fate after another record of the hit. */
export function fateAfterHit(before: HitFate, hit: Hit): HitFate {
  const { state, entryRevision, stateVersion } = hit;
  const receivedAt = earliest(before.receivedAt, hit.receivedAt);
  const order = before.newest === null ? -1 : compareHitRecords(hit, before.newest);
  if (order > 0) return receivedAt === before.receivedAt ? before : { ...before, receivedAt };
  const weight = order < 0 ? weightOf(hit) : joinWeights(before.weight, weightOf(hit));
  if (order === 0 && weight === before.weight && receivedAt === before.receivedAt) return before;
  return { ...before, newest: { state, entryRevision, stateVersion }, weight, receivedAt };
}

/** The fate after an action that names the hit; the same object when nothing changes. */
export function fateAfterAction(fate: HitFate, action: IncidentAction): HitFate {
  switch (action.kind) {
    case 'ACKNOWLEDGED':
      return fate.answered ? fate : { ...fate, answered: true };
    case 'CLOSED':
      return fate.closed ? fate : { ...fate, answered: true, closed: true };
    case 'DELIVERED': {
      const first = earliest(fate.deliveredAt, action.at);
      return first === fate.deliveredAt ? fate : { ...fate, deliveredAt: first };
    }
    case 'NOTED':
    case 'UNKNOWN':
      return fate;
    default:
      return assertNever(action.kind);
  }
}

/** The heavier of each. Gives `a` itself when `b` adds nothing. */
export function joinWeights(a: HitWeight, b: HitWeight): HitWeight {
  const joined = {
    priority: higherLevel(a.priority, b.priority),
    risk: higherLevel(a.risk, b.risk),
    themes: joinThemes(a.themes, b.themes),
    ocgIds: joinIds(a.ocgIds, b.ocgIds),
    harmMax: latest(a.harmMax, b.harmMax),
  };
  return isSameWeight(a, joined) ? a : joined;
}

/** Of two weights, the second made by joining the first with another. */
function isSameWeight(a: HitWeight, joined: HitWeight): boolean {
  return (
    a.priority === joined.priority &&
    a.risk === joined.risk &&
    a.themes.length === joined.themes.length &&
    a.ocgIds.length === joined.ocgIds.length &&
    a.harmMax === joined.harmMax
  );
}

/** True when `cover` has all that `weight` would add. */
export function coversWeight(cover: HitWeight, weight: HitWeight): boolean {
  return joinWeights(cover, weight) === cover;
}

function weightOf(hit: Hit): HitWeight {
  const { risk, theme, ocgId, ocgHarmScore: harmMax } = hit;
  return { priority: hitLevel(hit), risk, themes: [theme], ocgIds: ocgId === null ? [] : [ocgId], harmMax };
}

function joinThemes(a: readonly Theme[], b: readonly Theme[]): readonly Theme[] {
  if (b.every((theme) => a.includes(theme))) return a;
  return THEMES.filter((theme) => a.includes(theme) || b.includes(theme));
}

function joinIds(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.every((id) => a.includes(id))) return a;
  return [...new Set([...a, ...b])].toSorted(compareText);
}

export function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

export function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
