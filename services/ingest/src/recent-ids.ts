/**
 * Ids that this process has durably appended, to recognise resends without asking the log. Holds between half the bound and the bound,
 * the newest. Forgetting one only means that a resend is appended again, which its id makes harmless.
 */
export interface RecentIds {
  has(id: string): boolean;
  /** Only after the append has been acknowledged. */
  add(id: string): void;
}

export function recentIds(max: number): RecentIds {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (id) => young.has(id) || old.has(id),
    add(id) {
      young.add(id);
      if (young.size < max / 2) return;
      old = young;
      young = new Set();
    },
  };
}
