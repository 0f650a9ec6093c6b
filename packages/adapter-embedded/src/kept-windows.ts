import type { FactToKeep, KeptFact, KeptHorizon, WindowLook } from '@landfall/ports';
import { isOver, KEPT_PER_PERIOD_MAX, keptPeriod, keptPeriods, LOOK_PERIODS_MAX } from '@landfall/ports';

/** What a kept fact costs beside its bytes: object, view and place in a list, an estimate. */
const FACT_BYTES = 160;

/** Facts in named windows, by hours or days of event time. */
export interface KeptWindows {
  /** Keeps each fact unless it is there or its window is full, then looks for each. */
  keepAndLook(facts: readonly FactToKeep[]): readonly WindowLook[];
  expire(horizon: KeptHorizon): void;
  bytes(): number;
}

export function keptBytes({ bytes }: KeptFact): number {
  return FACT_BYTES + bytes.length;
}

export function keptWindows(): KeptWindows {
  /** By period and by window. */
  const periods = new Map<number, Map<string, KeptFact[]>>();
  let held = 0;

  const keep = ({ window, atMs, bytes }: FactToKeep): boolean => {
    const period = keptPeriod(window, atMs);
    const windows = periods.get(period) ?? new Map<string, KeptFact[]>();
    periods.set(period, windows);
    const facts = windows.get(window) ?? [];
    if (facts.some((one) => one.atMs === atMs && Buffer.compare(one.bytes, bytes) === 0)) return true;
    if (facts.length >= KEPT_PER_PERIOD_MAX) return false;
    // A copy: the caller's bytes may be part of what it received.
    const fact = { window, atMs, bytes: Uint8Array.from(bytes) };
    facts.push(fact);
    windows.set(window, facts);
    held += keptBytes(fact);
    return true;
  };

  const look = ({ window, atMs, bytes, fromMs, toMs }: FactToKeep): readonly KeptFact[] => {
    const found: KeptFact[] = [];
    for (const period of keptPeriods(window, fromMs, toMs)) {
      for (const one of periods.get(period)?.get(window) ?? []) {
        const isSelf = one.atMs === atMs && Buffer.compare(one.bytes, bytes) === 0;
        if (one.atMs >= fromMs && one.atMs < toMs && !isSelf) found.push(one);
      }
    }
    return found;
  };

  return {
    keepAndLook(facts) {
      if (facts.some(({ window, fromMs, toMs }) => keptPeriods(window, fromMs, toMs).length > LOOK_PERIODS_MAX)) {
        throw new TypeError('A fact looks over LOOK_PERIODS_MAX hours or days at most.');
      }
      const kept = facts.map(keep);
      return facts.map((fact, index) => ({ kept: kept[index]!, others: look(fact) }));
    },
    expire(horizon) {
      for (const [period, windows] of periods) {
        if (!isOver(period, horizon)) continue;
        periods.delete(period);
        for (const facts of windows.values()) held -= facts.reduce((sum, fact) => sum + keptBytes(fact), 0);
      }
    },
    bytes: () => held,
  };
}
