import type { Rule } from '@landfall/core';
import { parseRule, RULE_KINDS, WATCH_HIT_RULE_ID, WATCH_HIT_RULE_VERSION } from '@landfall/core';
import { readRulesFile } from '@landfall/runtime';
import { ReplayError } from './replay-error.ts';

/** Kinds that a definition may name. "A listed vehicle was here" is always judged by; naming it is allowed. */
const KNOWN_KINDS: readonly string[] = [WATCH_HIT_RULE_ID, ...RULE_KINDS];

/**
 * Reads --rules, a YAML list of definitions, for the matcher; those that are not enabled are left out. Throws ReplayError
 * `rules-invalid`, which says where the file is wrong, and names the known kinds when it asks for another.
 */
export function readRules(text: string): readonly Rule[] {
  const rules = readRulesFile(text);
  if (!rules.ok) throw wrong(rules.problem);
  const definitions: Rule[] = [];
  for (const rule of rules.value) {
    const { ruleId, version, kind, enabled } = rule;
    if (!KNOWN_KINDS.includes(kind)) {
      throw wrong(`rule ${ruleId} is of the kind "${kind}"; known are ${KNOWN_KINDS.join(', ')}.`);
    }
    if (kind === WATCH_HIT_RULE_ID) {
      if (ruleId === WATCH_HIT_RULE_ID && version === WATCH_HIT_RULE_VERSION && enabled) continue;
      throw wrong(`${WATCH_HIT_RULE_ID} is always judged by, as version ${WATCH_HIT_RULE_VERSION}.`);
    }
    const parsed = parseRule(rule);
    if (!parsed.ok) throw wrong(`rule ${ruleId}: ${parsed.problem}.`);
    if (enabled) definitions.push(rule);
  }
  return definitions;
}

/** Reads --rule: a YAML list of one definition. Throws ReplayError `rules-invalid`. */
export function readRule(text: string): Rule {
  const rules = readRules(text);
  if (rules.length !== 1) throw wrong('give one enabled rule; a back-test judges by one.');
  return rules[0]!;
}

function wrong(detail: string): ReplayError {
  return new ReplayError('rules-invalid', `--rules: ${detail}`);
}
