import { FACT_TOPICS } from '@landfall/matcher';
import type { EventLog } from '@landfall/ports';

/**
 * Since when the log holds every read and movement, by their timestamps in the log; null while retention has removed nothing. A partition
 * that retention has emptied says nothing.
 */
export async function logBeginningMs(log: EventLog): Promise<number | null> {
  let beginsMs: number | null = null;
  for (const topic of FACT_TOPICS) {
    const cut = (await log.offsetsAt(topic, 0)).filter(({ offset }) => offset > 0);
    for (const { timestampMs } of await log.fetch(cut)) beginsMs = Math.max(beginsMs ?? 0, timestampMs);
  }
  return beginsMs;
}
