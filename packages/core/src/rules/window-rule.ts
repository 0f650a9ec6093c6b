import type { Evidence, Rule } from '../events.ts';
import type { Subject } from '../match.ts';

/**
 * One fact as it concerns one entry: what the windows of rules keep. A fact that matches two entries is two sightings.
 */
export interface Sighting {
  readonly entryId: string;
  /** Organised crime group of the entry. */
  readonly ocgId: string | null;
  /** The vehicle: the mark that is listed, or the mark read when the entry is a pattern. */
  readonly vehicleMark: string;
  readonly subject: Subject;
  /** Whether the entry holds at the fact's event time. Facts outside its validity are kept too: a rule asks when it matters. */
  readonly holds: boolean;
  /** When the child at risk of the entry went missing, epoch milliseconds; null when it names none, and in facts that come out of a window. */
  readonly missingSince: number | null;
  readonly evidence: Evidence;
}

/** What a rule has found: the facts that prove it, and the one whose entry and vehicle the hit is about. */
export interface Finding {
  readonly attributedTo: Sighting;
  readonly evidence: readonly Sighting[];
  /**
   * Given by rules that count: what the hit's id is derived from beside vehicle and entry, in place of the evidence. Facts that come later
   * may show the same thing by other evidence, and that is the same hit.
   */
  readonly period?: string;
}

/**
 * Which facts see each other. `none`: each fact is judged alone. `subject`: one vehicle under one entry. `history`: the same, for days.
 * `group`: the vehicles of one organised crime group. `place`: one camera or port.
 */
export type WindowKind = 'none' | 'subject' | 'history' | 'group' | 'place';

/**
 * A rule over the facts of a window: the shape of each file beside this one.
 *
 * Guarantee (law 2): `find` is given one fact and others of its window, and says what the one proves together with them. It is monotone
 *   (more facts never take a finding back) and symmetric (of two facts, whichever is given as the one, the finding is the same). The
 *   windows show each pair to whichever fact is stored second, so the set of findings is a function of the set of facts.
 * Bounds: `others` lie within the reach of the one's event time; the window store bounds how many there are.
 */
export interface WindowRule<Kind extends string, Parameters> {
  readonly kind: Kind;
  readonly window: WindowKind;
  /** Typed parameters of a definition, its area included, or what is wrong with them. Names end in units. */
  readonly parse: (definition: RuleTexts) => Parsed<Parameters>;
  /** How far from a fact's event time, in both directions, the facts lie that are of interest to it, milliseconds. */
  readonly reachMs: (parameters: Parameters) => number;
  /** How long before an entry begins to hold its vehicles' facts matter already, milliseconds. */
  readonly beforeHoldsMs: (parameters: Parameters) => number;
  /** Whether a fact can be part of a finding: no other is kept for it. What other rules keep in the same window, `find` sees too. */
  readonly asksFor: (sighting: Sighting, parameters: Parameters) => boolean;
  readonly find: (one: Sighting, others: readonly Sighting[], parameters: Parameters) => readonly Finding[];
}

/** What a definition says to its kind. */
export type RuleTexts = Pick<Rule, 'parameters' | 'area'>;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };
