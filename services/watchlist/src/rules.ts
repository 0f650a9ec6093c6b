import type { Rule } from '@landfall/core';
import { parseRule } from '@landfall/core';
import type { By } from './amend-entry.ts';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';

/** Most rules, those that are switched off included: none is ever removed, since old facts are judged by them. */
export const RULES_MAX = 200;
/** Most versions of one rule. The last can only switch it off, so that a rule at its bound can still be stopped. */
export const RULE_VERSIONS_MAX = 100;

/** What a writer says of a rule. `effectiveFrom` absent: as soon as every matcher has it. */
export type RuleContent = Omit<Rule, 'ruleId' | 'version' | 'updatedBy' | 'effectiveFrom'> & {
  readonly effectiveFrom: number | undefined;
};

/** The definitions as the log has them, every version: late facts are judged by old ones. */
export interface Rules {
  apply(rule: Rule): void;
  /** Versions of one rule, the oldest first; empty when there is none. */
  versionsOf(ruleId: string): readonly Rule[];
  /** In the order of their ids. */
  ids(): readonly string[];
  /** How many rules there are. */
  readonly size: number;
}

export function rulesProjection(): Rules {
  const byId = new Map<string, Map<number, Rule>>();
  return {
    apply(rule) {
      const versions = byId.get(rule.ruleId) ?? new Map<number, Rule>();
      byId.set(rule.ruleId, versions.set(rule.version, rule));
    },
    versionsOf: (ruleId) => [...(byId.get(ruleId)?.values() ?? [])].toSorted((a, b) => a.version - b.version),
    ids: () => [...byId.keys()].toSorted(),
    get size() {
      return byId.size;
    },
  };
}

export interface RuleChange {
  readonly ruleId: string;
  /** The version that the writer has read, 0 for none. */
  readonly expected: number;
  readonly content: RuleContent;
}

/**
 * The next version of a rule; null when the content says nothing new. A version takes effect at an event time that lies at least `leadMs`
 * ahead: by then every matcher has it, so that all judge a fact by the same one, and a replay does too. Facts of cameras whose clocks are
 * further ahead than that may still be judged by the version before.
 */
export function amendRule(
  current: Rule | undefined,
  { ruleId, expected, content }: RuleChange,
  { by, leadMs }: { readonly by: By; readonly leadMs: number },
): Result<Rule | null> {
  const version = current?.version ?? 0;
  if (current !== undefined && sameContent(current, content)) return accept(null);
  if (version !== expected) return refuse('revision-conflict', `It is at version ${version}.`);
  const earliest = by.now + leadMs;
  const effectiveFrom = content.effectiveFrom ?? earliest;
  if (effectiveFrom < earliest) {
    return refuse('rule-effective-too-soon', `The earliest is ${new Date(earliest).toISOString()}.`);
  }
  const next: Rule = { ...content, ruleId, version: version + 1, effectiveFrom, updatedBy: by.name };
  const parsed = parseRule(next);
  if (!parsed.ok) return refuse('rule-invalid', `${parsed.problem}.`);
  const isFull = next.version > RULE_VERSIONS_MAX || (next.version === RULE_VERSIONS_MAX && next.enabled);
  return isFull ? refuse('rule-versions-full') : accept(next);
}

/** A time that is not given says nothing new. */
function sameContent(current: Rule, content: RuleContent): boolean {
  return (
    current.kind === content.kind &&
    current.area === content.area &&
    current.severity === content.severity &&
    current.enabled === content.enabled &&
    current.effectiveFrom === (content.effectiveFrom ?? current.effectiveFrom) &&
    sameTexts(current.themes, content.themes) &&
    sameTexts(pairs(current.parameters), pairs(content.parameters))
  );
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify(left.toSorted()) === JSON.stringify(right.toSorted());
}

function pairs(parameters: Rule['parameters']): readonly string[] {
  return Object.entries(parameters).map((pair) => JSON.stringify(pair));
}
