import type { Rule } from '@landfall/core';
import type { RulesApi } from './rules-api.ts';

export interface Applied {
  readonly ruleId: string;
  /** `created`, `amended`, `disabled` or `unchanged` as the service says, or `refused`. */
  readonly outcome: string;
  /** Which version there is now, or why the rule was refused. */
  readonly detail: string;
}

/**
 * Sends each rule of a file, in its order; one that is refused keeps none of the others back. The file's `version` is the one to be made, so
 * that whoever wrote the file had read the one before, and a replay with the same file gives hits of the same ids. A rule that is as the
 * file says is unchanged, whatever its version. An `effectiveFrom` of 0, or none, leaves the time to the service.
 */
export async function applyRules(api: RulesApi, rules: readonly Rule[]): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  for (const rule of rules) {
    const { ruleId } = rule;
    const { isOk, body } = await api('PUT', `/v1/rules/${encodeURIComponent(ruleId)}`, bodyOf(rule));
    applied.push(
      isOk
        ? { ruleId, outcome: String(body['outcome']), detail: `version ${String(body['version'])}` }
        : { ruleId, outcome: 'refused', detail: `${String(body['code'])}: ${String(body['detail'])}` },
    );
  }
  return applied;
}

function bodyOf({ ruleId: _ruleId, updatedBy: _updatedBy, ...rule }: Rule): Readonly<Record<string, unknown>> {
  const { effectiveFrom, area, version, ...rest } = rule;
  return {
    ...rest,
    version: version - 1,
    area: area === null ? null : jsonOf(area),
    ...(effectiveFrom === 0 ? {} : { effectiveFrom: new Date(effectiveFrom).toISOString() }),
  };
}

/** Text that is no JSON is sent as it is, for the service to refuse. */
function jsonOf(area: string): unknown {
  try {
    return JSON.parse(area);
  } catch {
    return area;
  }
}
