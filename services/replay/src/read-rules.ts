import type { Rule } from '@landfall/core';
import { LEVELS, parseRule, RULE_KINDS, WATCH_HIT_RULE_ID, WATCH_HIT_RULE_VERSION } from '@landfall/core';
import { parse } from 'yaml';
import { z } from 'zod';
import { ReplayError } from './replay-error.ts';

/** As `schemas/rule.avsc` has it; what that file gives a default may be left out. */
const ruleSchema = z.strictObject({
  ruleId: z.string().min(1).max(200),
  version: z.int().min(1),
  kind: z.string().min(1),
  parameters: z.record(z.string(), z.coerce.string()).default({}),
  themes: z.array(z.string()).default([]),
  area: z.string().nullable().default(null),
  severity: z.enum(LEVELS).default('UNKNOWN'),
  effectiveFrom: z.number().default(0),
  enabled: z.boolean().default(true),
  updatedBy: z.string().default(''),
});

const RULES_MAX = 1000;
const EXAMPLE = '- { ruleId: watch-hit, version: 1, kind: watch-hit }';

/** Kinds that a definition may name. "A listed vehicle was here" is always judged by; naming it is allowed. */
const KNOWN_KINDS: readonly string[] = [WATCH_HIT_RULE_ID, ...RULE_KINDS];

/**
 * Reads --rules, a YAML list of definitions, for the matcher; those that are not enabled are left out. Throws ReplayError
 * `rules-invalid`, which says where the file is wrong, and names the known kinds when it asks for another.
 */
export function readRules(text: string): readonly Rule[] {
  const rules = z.array(ruleSchema).min(1).max(RULES_MAX).safeParse(yaml(text));
  if (!rules.success) throw wrong(`${z.prettifyError(rules.error)}\nExample of a file:\n${EXAMPLE}`);
  const seen = new Set<string>();
  const definitions: Rule[] = [];
  for (const rule of rules.data) {
    const { ruleId, version, kind, enabled } = rule;
    if (!KNOWN_KINDS.includes(kind)) {
      throw wrong(`rule ${ruleId} is of the kind "${kind}"; known are ${KNOWN_KINDS.join(', ')}.`);
    }
    if (seen.has(ruleId)) throw wrong(`rule ${ruleId} stands there twice; give one version of each rule.`);
    seen.add(ruleId);
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

function yaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(detail: string): ReplayError {
  return new ReplayError('rules-invalid', `--rules: ${detail}`);
}
