import type { ActiveRule, Rule } from '@landfall/core';
import { ruleBook } from '@landfall/core';
import type { KeptSubscription, Platform } from '@landfall/runtime';
import { followEvents } from '@landfall/runtime';

/** The rules over several facts: every version that judges some event time, as the log has them now. */
export interface RuleTable {
  /** Another array after each change, and the same one between two. */
  active(): readonly ActiveRule[];
  /** Reads the definitions and keeps to them. Without, the table is what it was made with. */
  follow(): KeptSubscription;
}

/**
 * A definition takes effect at an event time that lies ahead, so that every matcher has it by then; it needs no restart. One that this
 * release cannot judge by is logged, counted, and judges nothing.
 */
export function ruleTable(platform: Platform, given: readonly Rule[] = []): RuleTable {
  const definitions = new Map<string, Rule>();
  let rules: readonly ActiveRule[] = [];

  const take = (events: readonly Rule[]): void => {
    for (const event of events) definitions.set(`${event.ruleId}/${event.version}`, event);
    const book = ruleBook([...definitions.values()]);
    rules = book.rules;
    platform.metrics.rules.set(rules.length);
    platform.metrics.rulesUnusable.set(book.unusable.length);
    for (const { definition, problem } of book.unusable) {
      const { ruleId, version } = definition;
      platform.logger.error(
        { ruleId, version, problem },
        'a rule cannot be judged by: it is of a newer release, or wrong',
      );
    }
  };
  take(given);

  return {
    active: () => rules,
    follow: () =>
      followEvents(platform, {
        service: 'matcher',
        topics: ['rules'],
        onEvents: (events) => take(events.map(({ event }) => event)),
      }),
  };
}
