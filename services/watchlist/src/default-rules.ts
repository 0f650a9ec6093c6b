import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rule } from '@landfall/core';
import { assert, parseRule } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import { publish, readRulesFile } from '@landfall/runtime';

const FILE = path.resolve(import.meta.dirname, '../../../schemas/rules.yaml');
/** The name that stands on them in place of a person's. */
const MADE_BY = 'defaults';

/** The definitions of `schemas/rules.yaml`, which ship with the code: one that is wrong is a fault of ours. */
export function defaultRules(): readonly Rule[] {
  const rules = readRulesFile(readFileSync(FILE, 'utf8'));
  assert(rules.ok, 'schemas/rules.yaml can be read');
  for (const rule of rules.value)
    assert(parseRule(rule).ok, `rule ${rule.ruleId} of schemas/rules.yaml can be judged by`);
  return rules.value.map((rule) => ({ ...rule, updatedBy: MADE_BY }));
}

/**
 * Publishes the default definitions when the topic `rules` has never held anything, so that they are in the log before this resolves. What
 * somebody has changed or switched off since stays so. No audit event: nobody decided it, and the definitions name where they come from.
 *
 * Guarantee: all of them or none, since they are one append to the one partition of the topic. Rejects with LogError when the log does not
 *   take them: the next start tries again.
 * On crash and on retry: a start that finds them publishes nothing. Two processes that start at once may both publish; keys and content are
 *   the same, so nothing differs after the second.
 * Bounds: those of the file.
 */
export async function publishDefaultRules(platform: Platform): Promise<void> {
  const ends = await platform.log.ends('rules');
  if (ends.some(({ offset }) => offset > 0)) return;
  const rules = defaultRules();
  await publish(
    platform,
    rules.map((event) => ({ topic: 'rules', event })),
  );
  platform.logger.info({ rules: rules.map(({ ruleId }) => ruleId) }, 'the default rules were published');
}
