/** The newest ids, up to a bound: about 100 bytes each. */
export interface RememberedIds {
  has(id: string): boolean;
  /** Remembers the id as the newest; forgets the oldest when there are too many. */
  add(id: string): void;
}

export function rememberedIds(max: number): RememberedIds {
  // A Set keeps the order in which ids came.
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.delete(id);
      ids.add(id);
      if (ids.size <= max) return;
      const [oldest] = ids;
      if (oldest !== undefined) ids.delete(oldest);
    },
  };
}
