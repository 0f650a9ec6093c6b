import type { Rule, RuleBook } from '@landfall/core';
import { ruleBook } from '@landfall/core';

/** A rule as clients see it: all its versions, the newest first, each with the event times that it judges. Times are ISO 8601. */
export function ruleReply(versions: readonly Rule[]): Readonly<Record<string, unknown>> {
  const book = ruleBook(versions);
  const newest = versions.at(-1)!;
  return {
    ruleId: newest.ruleId,
    version: newest.version,
    versions: versions.toReversed().map((version) => versionReply(version, book)),
  };
}

/** `judges` is null of a version that is switched off, cannot be used, or is overtaken by one that takes effect no later. */
function versionReply(rule: Rule, book: RuleBook): Readonly<Record<string, unknown>> {
  const { ruleId: _ruleId, ...content } = rule;
  const active = book.rules.find(({ definition }) => definition === rule);
  return {
    ...content,
    area: rule.area === null ? null : readArea(rule.area),
    effectiveFrom: isoTime(rule.effectiveFrom),
    judges: active === undefined ? null : { from: isoTime(active.fromMs), until: endTime(active.toMs) },
    unusable: book.unusable.find(({ definition }) => definition === rule)?.problem ?? null,
  };
}

/** As an object, so that what was read can be sent back; text that is none stays text. */
function readArea(area: string): unknown {
  try {
    return JSON.parse(area);
  } catch {
    return area;
  }
}

function endTime(atMs: number): string | null {
  return atMs === Infinity ? null : isoTime(atMs);
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
