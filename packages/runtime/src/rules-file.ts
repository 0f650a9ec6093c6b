import type { Parsed, Rule } from '@landfall/core';
import { LEVELS, themeOf } from '@landfall/core';
import { parse } from 'yaml';
import { z } from 'zod';

const RULES_MAX = 1000;
const EXAMPLE = '- { ruleId: convoy, version: 1, kind: convoy }';

/** An area may be written as YAML or as GeoJSON text; both give the same text, so that a rule read from a file and one sent by HTTP compare equal. */
const area = z.union([z.string().transform(compactJson), z.record(z.string(), z.json()).transform(jsonText)]);
const theme = z.string().transform((text, context) => {
  const known = themeOf(text);
  if (known !== null) return known;
  context.addIssue({ code: 'custom', message: `there is no theme ${text}` });
  return z.NEVER;
});
const instant = z.union([
  z.int().nonnegative(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

/** As `schemas/rule.avsc` has it; what that file gives a default may be left out. */
const ruleSchema = z.strictObject({
  ruleId: z.string().min(1).max(200),
  version: z.int().min(1),
  kind: z.string().min(1),
  parameters: z.record(z.string(), z.coerce.string()).default({}),
  themes: z.array(theme).default([]),
  area: area.nullable().default(null),
  severity: z.enum(LEVELS).default('UNKNOWN'),
  effectiveFrom: instant.default(0),
  enabled: z.boolean().default(true),
  updatedBy: z.string().default(''),
});

/**
 * The definitions of a YAML list, one version of each rule; or where it is wrong, with an example. Whether a kind is known and its parameters
 * are right is left to core's `parseRule`: a file may be meant for a newer release.
 */
export function readRulesFile(text: string): Parsed<readonly Rule[]> {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const rules = z.array(ruleSchema).min(1).max(RULES_MAX).safeParse(content);
  if (!rules.success) {
    return { ok: false, problem: `${z.prettifyError(rules.error)}\nExample of a file:\n${EXAMPLE}` };
  }
  const ids = rules.data.map(({ ruleId }) => ruleId);
  const twice = ids.find((ruleId, index) => ids.indexOf(ruleId) !== index);
  if (twice === undefined) return { ok: true, value: rules.data };
  return { ok: false, problem: `rule ${twice} stands there twice; give one version of each rule.` };
}

function compactJson(text: string): string {
  try {
    return jsonText(JSON.parse(text));
  } catch {
    return text;
  }
}

function jsonText(value: unknown): string {
  return JSON.stringify(value);
}
