export interface WatermarkOptions {
  /** How far behind the frontier a fact may come without being late. */
  readonly graceMs: number;
  /** How many distinct sources must have reached a time; 3 unless given. */
  readonly quorum?: number;
  /** Most sources remembered; beyond it the eighth that is furthest behind is forgotten. 65,536 unless given. */
  readonly sourcesMax?: number;
}

/**
 * How far event time has come, judged from the facts alone.
 *
 * The frontier is the highest time that at least `quorum` distinct sources have reached, or all of them while fewer are
 * known. So one camera whose clock runs ahead cannot move it, and one that falls silent cannot hold it. It never goes
 * back, with one exception: the time of the very first source stands for the frontier only until a second one is heard,
 * for it may be the wrong clock.
 *
 * Worked example, quorum 3, grace 60 s:
 *
 *     fact            reached by             frontier  watermark  a fact of 12:00:30 is
 *     A 12:00:00      A                      12:00:00  11:59:00   in time
 *     W 23:00:00      W 23:00, A 12:00       12:00:00  11:59:00   in time   (W's clock is wrong)
 *     B 12:02:00      W, B 12:02, A 12:00    12:00:00  11:59:00   in time
 *     C 12:03:00      W, C 12:03, B 12:02    12:02:00  12:01:00   late
 *     C 12:09:00      W, C 12:09, B 12:02    12:02:00  12:01:00   late
 *     D 12:05:00      W, C 12:09, D 12:05    12:05:00  12:04:00   late      (A and B are silent)
 *
 * Lateness is a label: a late fact is matched like any other. Bounds: `sourcesMax` sources; a fact costs O(quorum).
 */
export interface Watermark {
  /** A fact of this source has this event time (epoch milliseconds). A time that is not finite counts for nothing. */
  observe(sourceKey: string, atMs: number): void;
  /** Epoch milliseconds; -Infinity before the first fact. */
  frontierMs(): number;
  /** Frontier less grace. */
  watermarkMs(): number;
  /** True when the watermark has passed this event time. */
  isLate(atMs: number): boolean;
}

const QUORUM_DEFAULT = 3;
const SOURCES_MAX_DEFAULT = 65_536;

interface Source {
  reachedMs: number;
  /** Among the `quorum` sources that are furthest on. */
  leads: boolean;
}

export function createWatermark(options: WatermarkOptions): Watermark {
  const { graceMs } = options;
  const quorum = Math.max(1, Math.floor(options.quorum ?? QUORUM_DEFAULT));
  const sourcesMax = Math.max(quorum + 1, Math.floor(options.sourcesMax ?? SOURCES_MAX_DEFAULT));
  const sources = new Map<string, Source>();
  /** The `quorum` sources that are furthest on, in no order. */
  const leaders: Source[] = [];
  let frontier = -Infinity;

  function lowestLeader(): number {
    let lowest = 0;
    for (let index = 1; index < leaders.length; index += 1) {
      if (leaders[index]!.reachedMs < leaders[lowest]!.reachedMs) lowest = index;
    }
    return lowest;
  }

  function lead(source: Source): void {
    if (source.leads) return;
    if (leaders.length < quorum) {
      leaders.push(source);
      source.leads = true;
      return;
    }
    const lowest = lowestLeader();
    const overtaken = leaders[lowest]!;
    if (source.reachedMs <= overtaken.reachedMs) return;
    overtaken.leads = false;
    source.leads = true;
    leaders[lowest] = source;
  }

  function known(sourceKey: string): Source {
    const source = sources.get(sourceKey);
    if (source !== undefined) return source;
    if (sources.size >= sourcesMax) forgetStalest(sources);
    const made = { reachedMs: -Infinity, leads: false };
    sources.set(sourceKey, made);
    // A second source ends the provisional frontier of the first.
    if (sources.size === 2 && quorum > 1) frontier = -Infinity;
    return made;
  }

  return {
    observe(sourceKey, atMs) {
      if (!Number.isFinite(atMs)) return;
      const source = known(sourceKey);
      if (atMs <= source.reachedMs) return;
      source.reachedMs = atMs;
      lead(source);
      if (source.leads) frontier = Math.max(frontier, leaders[lowestLeader()]!.reachedMs);
    },
    frontierMs: () => frontier,
    watermarkMs: () => frontier - graceMs,
    isLate: (atMs) => atMs < frontier - graceMs,
  };
}

/**
 * Forgets the eighth of the sources that is furthest behind, so that the sorting is shared by as many new sources.
 * Leaders stay.
 */
function forgetStalest(sources: Map<string, Source>): void {
  const stalest = [...sources]
    .filter(([, source]) => !source.leads)
    .toSorted(([, a], [, b]) => a.reachedMs - b.reachedMs);
  for (const [key] of stalest.slice(0, Math.ceil(stalest.length / 8))) sources.delete(key);
}
