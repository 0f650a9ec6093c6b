import { FACT_TOPICS, READS_GROUP } from '@landfall/matcher';
import type { EventLog } from '@landfall/ports';

/** Reads and movements in the log that the running matcher has not committed; what it has not committed it may yet raise hits on. */
export async function matcherLag(log: EventLog): Promise<number> {
  let lag = 0;
  for (const topic of FACT_TOPICS) {
    const committed = await log.committed(READS_GROUP, topic);
    const handled = new Map(committed.map(({ partition, offset }) => [partition, offset]));
    for (const { partition, offset } of await log.ends(topic))
      lag += Math.max(0, offset - (handled.get(partition) ?? 0));
  }
  return lag;
}
