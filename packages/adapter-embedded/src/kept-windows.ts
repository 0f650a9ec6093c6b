import type { FactToKeep, KeptFact, WindowLook } from '@landfall/ports';
import { KEPT_PER_HOUR_MAX, LOOK_RANGE_MAX_MS } from '@landfall/ports';

const HOUR_MS = 3_600_000;
/** What a kept fact costs beside its bytes: object, view and place in a list, an estimate. */
const FACT_BYTES = 160;

/** Facts in named windows, by hours of event time. */
export interface KeptWindows {
  /** Keeps each fact unless it is there or its window is full, then looks for each. */
  keepAndLook(facts: readonly FactToKeep[]): readonly WindowLook[];
  expire(beforeMs: number): void;
  bytes(): number;
}

export function keptBytes({ bytes }: KeptFact): number {
  return FACT_BYTES + bytes.length;
}

export function keptWindows(): KeptWindows {
  /** By hour, counted from 1970, and by window. */
  const hours = new Map<number, Map<string, KeptFact[]>>();
  let held = 0;

  const keep = ({ window, atMs, bytes }: FactToKeep): boolean => {
    const hour = Math.floor(atMs / HOUR_MS);
    const windows = hours.get(hour) ?? new Map<string, KeptFact[]>();
    hours.set(hour, windows);
    const facts = windows.get(window) ?? [];
    if (facts.some((one) => one.atMs === atMs && Buffer.compare(one.bytes, bytes) === 0)) return true;
    if (facts.length >= KEPT_PER_HOUR_MAX) return false;
    // A copy: the caller's bytes may be part of what it received.
    const fact = { window, atMs, bytes: Uint8Array.from(bytes) };
    facts.push(fact);
    windows.set(window, facts);
    held += keptBytes(fact);
    return true;
  };

  const look = ({ window, atMs, bytes, fromMs, toMs }: FactToKeep): readonly KeptFact[] => {
    const found: KeptFact[] = [];
    if (fromMs >= toMs) return found;
    for (const [hour, windows] of hours) {
      if (hour * HOUR_MS >= toMs || (hour + 1) * HOUR_MS <= fromMs) continue;
      for (const one of windows.get(window) ?? []) {
        const isSelf = one.atMs === atMs && Buffer.compare(one.bytes, bytes) === 0;
        if (one.atMs >= fromMs && one.atMs < toMs && !isSelf) found.push(one);
      }
    }
    return found;
  };

  return {
    keepAndLook(facts) {
      if (facts.some(({ fromMs, toMs }) => toMs - fromMs > LOOK_RANGE_MAX_MS)) {
        throw new TypeError('A fact looks over LOOK_RANGE_MAX_MS at most.');
      }
      const kept = facts.map(keep);
      return facts.map((fact, index) => ({ kept: kept[index]!, others: look(fact) }));
    },
    expire(beforeMs) {
      for (const [hour, windows] of hours) {
        if ((hour + 1) * HOUR_MS > beforeMs) continue;
        hours.delete(hour);
        for (const facts of windows.values()) held -= facts.reduce((sum, fact) => sum + keptBytes(fact), 0);
      }
    },
    bytes: () => held,
  };
}
