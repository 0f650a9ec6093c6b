import type { EventLog, Offsets } from '@landfall/ports';

const SCAN_BATCH_MAX = 5000;

/** Whether the log holds a hit that was taken back. */
export interface TakenBack {
  /** Among the records that were handed to the log from this instant on, epoch milliseconds. */
  any(sinceMs: number): Promise<boolean>;
}

/**
 * An entry that is new can put a hit in force again only if one was taken back; in most installations none was for weeks. The headers say
 * so, without decoding, and what was looked through once is not looked through again. So importing a list costs next to nothing.
 *
 * Guarantee: true when a retraction since the instant is in the log at the time of the call; it may be true for an older one. On crash:
 * a new process looks again. Bounds: one batch in hand.
 */
export function takenBack(log: Pick<EventLog, 'ends' | 'offsetsAt' | 'scan'>, stopping: AbortSignal): TakenBack {
  let found = false;
  let coveredFromMs = Infinity;
  let next: Offsets = [];
  return {
    async any(sinceMs) {
      if (found) return true;
      const from = sinceMs < coveredFromMs ? await log.offsetsAt('hits', sinceMs) : next;
      const to = await log.ends('hits');
      for await (const { records } of log.scan({ topic: 'hits', from, to, batchMax: SCAN_BATCH_MAX })) {
        stopping.throwIfAborted();
        found ||= records.some(({ headers }) => headers['ce_id']?.includes('/retracted/') === true);
        if (found) return true;
      }
      next = to;
      coveredFromMs = Math.min(coveredFromMs, sinceMs);
      return false;
    },
  };
}
