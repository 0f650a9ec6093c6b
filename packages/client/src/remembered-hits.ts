import type { Hit } from '@landfall/core';
import { compareHitRecords } from '@landfall/core';

/** The newest hits that were handed over, up to a bound: about 200 bytes each. */
export interface RememberedHits {
  /** Whether a record says something of its hit that what was handed over does not: it is new, taken back, or in force again. */
  isNews(hit: Hit): boolean;
  /** Remembers the hit as the newest; forgets the oldest when there are too many. */
  add(hit: Hit): void;
}

type Remembered = Pick<Hit, 'state' | 'entryRevision' | 'stateVersion'>;

export function rememberedHits(max: number): RememberedHits {
  // A Map keeps the order in which hits came.
  const hits = new Map<string, Remembered>();
  return {
    isNews(hit) {
      const before = hits.get(nameOf(hit));
      if (before === undefined) return true;
      if (compareHitRecords(hit, before) >= 0) return false;
      return (hit.state === 'RETRACTED') !== (before.state === 'RETRACTED');
    },
    add(hit) {
      const name = nameOf(hit);
      const before = hits.get(name);
      const { state, entryRevision, stateVersion } = hit;
      const counts = before === undefined || compareHitRecords(hit, before) < 0;
      hits.delete(name);
      hits.set(name, counts ? { state, entryRevision, stateVersion } : before);
      if (hits.size <= max) return;
      const [oldest] = hits.keys();
      if (oldest !== undefined) hits.delete(oldest);
    },
  };
}

/** An entry that is amended to another mark of the same fact takes its hit from one vehicle to another: each has its own order. */
function nameOf({ hitId, vehicleMark }: Hit): string {
  return `${hitId} ${vehicleMark}`;
}
