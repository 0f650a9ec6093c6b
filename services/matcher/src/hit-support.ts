import type { ActiveRule, Evidence, Finding, Hit, Sighting, Subject } from '@landfall/core';
import { compareStrength, hitId, WATCH_HIT_RULE_ID, windowName } from '@landfall/core';
import type { CurrentSighting } from './current-sightings.ts';
import { sightingsNow } from './current-sightings.ts';
import type { WatchTable } from './watch-table.ts';

/** Why a hit stands: its latest own fact as the entry lists it now. */
export interface Support extends CurrentSighting {
  readonly vehicleMark: string;
  /** False: the entry was weeded, and is judged by what it listed until then. */
  readonly live: boolean;
}

/** What verdicts go by: the newest revisions, and beside them what weeded entries listed at the end. */
export interface VerdictTables {
  readonly table: WatchTable;
  /** Null: not asked for yet. */
  readonly weeded: WatchTable | null;
}

/**
 * Whether the newest revisions still prove a hit by its evidence; null when they do not.
 *
 * A rule that is in force judges its evidence again, among all sightings of these facts: so a hit stands as long as any active entry
 * supports each fact, be it another one than when it was raised. A rule version that is no longer known cannot be asked; then the entry
 * has to list the latest fact, and it or an entry of its group each of the others. Rules that have ended take no hit back.
 */
export function supportOf(hit: Hit, tables: VerdictTables, rule: ActiveRule | undefined): Support | null {
  const latest = hit.evidence.at(-1);
  if (latest === undefined) return null;
  if (hit.ruleId === WATCH_HIT_RULE_ID) return strongest(ownOf(tables, hit, latest));
  const seen = hit.evidence.map((fact) => sightingsIn(tables, fact).map(({ sighting }) => sighting));
  if (rule === undefined) return supportWithoutRule(hit, tables, seen);
  const finding = findingOf(hit, rule, seen);
  if (finding === undefined) return null;
  const attributed = finding.attributedTo.evidence;
  const { themes } = rule.definition;
  const own = ownOf(tables, hit, attributed).filter(({ entry }) => themes.length === 0 || themes.includes(entry.theme));
  return strongest(own);
}

/** The finding of the rule that gives this hit, if it still makes one. */
function findingOf(hit: Hit, rule: ActiveRule, seen: readonly (readonly Sighting[])[]): Finding | undefined {
  const [first = [], ...rest] = seen;
  const others = rest.flat().filter(rule.asksFor);
  for (const one of first.filter(rule.asksFor)) {
    const window = windowName(rule.window, one);
    const inWindow = others.filter((other) => windowName(rule.window, other) === window);
    const finding = rule.find(one, inWindow).find((found) => found.attributedTo.holds && isOf(hit, found));
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function isOf({ hitId: id, ruleId, ruleVersion, entryId }: Hit, { attributedTo, evidence, period }: Finding): boolean {
  if (attributedTo.entryId !== entryId) return false;
  const facts = evidence.map((sighting) => sighting.evidence.factId);
  const evidenceIds = period === undefined ? facts : [attributedTo.vehicleMark, period];
  return hitId({ ruleId, ruleVersion, entryId, evidenceIds }) === id;
}

function supportWithoutRule(hit: Hit, tables: VerdictTables, seen: readonly (readonly Sighting[])[]): Support | null {
  const latest = hit.evidence.at(-1)!;
  const own = strongest(ownOf(tables, hit, latest));
  if (own === null) return null;
  const { ocgId } = own.entry;
  const isNear = (sighting: Sighting): boolean =>
    sighting.entryId === hit.entryId || (ocgId !== null && sighting.ocgId === ocgId);
  return seen.every((sightings) => sightings.some(isNear)) ? own : null;
}

/** The sightings of a fact under the hit's own entry, where it holds. */
function ownOf(tables: VerdictTables, hit: Hit, fact: Evidence): readonly Support[] {
  return sightingsIn(tables, fact).filter(({ entry, sighting }) => entry.entryId === hit.entryId && sighting.holds);
}

function sightingsIn({ table, weeded }: VerdictTables, fact: Evidence): readonly Support[] {
  // Which number of a movement it was is not kept with the evidence; a container's looks like no plate.
  const subjects: readonly Subject[] = fact.kind === 'MOVEMENT' ? ['registration', 'container'] : ['registration'];
  const within = (from: WatchTable, live: boolean): readonly Support[] =>
    subjects
      .flatMap((subject) => sightingsNow(from, fact, subject))
      .map((seen) => ({ ...seen, vehicleMark: seen.sighting.vehicleMark, live }));
  return [...within(table, true), ...(weeded === null ? [] : within(weeded, false))];
}

function strongest(supports: readonly Support[]): Support | null {
  return supports.toSorted((a, b) => compareStrength(a.match, b.match))[0] ?? null;
}
