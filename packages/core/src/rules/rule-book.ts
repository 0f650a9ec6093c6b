import type { Rule } from '../events.ts';
import { compareText } from '../match.ts';
import { parseRule } from './rule-definition.ts';
import type { ActiveRule } from './rule-definition.ts';

export interface RuleBook {
  /** Every version that judges some event time, in the order of rule ids and versions. */
  readonly rules: readonly ActiveRule[];
  /** Versions that cannot be judged by, such as those of a kind that this release does not know: facts of their time are not judged by that rule. */
  readonly unusable: readonly { readonly definition: Rule; readonly problem: string }[];
}

/**
 * The definitions that are known, each for the event times that it judges: from its `effectiveFrom`, inclusive, until a higher version of
 * the same rule takes effect. So at each event time the highest version counts that is in effect by then, and a late fact is judged as it
 * would have been in time. A version that is not enabled judges nothing, and ends the one before it.
 *
 * Worked example, versions of one rule:
 *
 *     version  effectiveFrom  enabled   judges
 *     1        08:00          yes       08:00 to 12:00
 *     2        12:00          yes       12:00 to 15:00
 *     3        18:00          no        nothing
 *     4        15:00          yes       from 15:00: version 3 never takes effect
 */
export function ruleBook(definitions: readonly Rule[]): RuleBook {
  const rules: ActiveRule[] = [];
  const unusable: RuleBook['unusable'][number][] = [];
  for (const { definition, toMs } of withEnds(definitions)) {
    if (!definition.enabled || toMs <= definition.effectiveFrom) continue;
    const parsed = parseRule(definition, toMs);
    if (parsed.ok) rules.push(parsed.value);
    else unusable.push({ definition, problem: parsed.problem });
  }
  return { rules, unusable };
}

/**
 * In the order of rule ids and versions, each with the time from which a higher version counts. One pass, for a book may hold 20,000 versions
 * and is made anew at each change.
 */
function withEnds(definitions: readonly Rule[]): readonly { readonly definition: Rule; readonly toMs: number }[] {
  const newestFirst = definitions.toSorted((a, b) => compareText(b.ruleId, a.ruleId) || b.version - a.version);
  let endMs = Infinity;
  return newestFirst
    .map((definition, index) => {
      if (newestFirst[index - 1]?.ruleId !== definition.ruleId) endMs = Infinity;
      const toMs = endMs;
      endMs = Math.min(endMs, definition.effectiveFrom);
      return { definition, toMs };
    })
    .toReversed();
}
