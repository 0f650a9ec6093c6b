/**
 * Retention and compaction, in small steps.
 *
 * Guarantee: a `delete` topic loses records only when they, and all before them, are older than its retention; a
 *   `compact` topic loses a record only when a newer one of its key is durable. Offsets stay as they are.
 * On crash: each step is a transaction of its own.
 * On retry: a round goes on where the last one stopped.
 * Bounds: a step touches at most 32 chunks (retention) or 256 records (compaction), then the event loop gets its
 *   turn. The file does not shrink: freed room is used again.
 */
import type { Clock } from '@landfall/ports';
import type { LogFile } from './log-file.ts';
import { MAINTAIN_EVERY_MS } from './log-options.ts';
import type { EmbeddedLogOptions } from './log-options.ts';
import type { TopicStore } from './topic-store.ts';
import { turn } from './turn.ts';

const HOUR_MS = 3_600_000;
const RETENTION_CHUNKS = 32;
const COMPACTION_RECORDS = 256;

export interface Maintenance {
  /** A round now; when one is running, resolves with it. */
  readonly run: () => Promise<number>;
  /** Ends the timer and, after the step in hand, the round. */
  readonly stop: () => Promise<void>;
}

export interface MaintenanceOptions extends Pick<EmbeddedLogOptions, 'maintainEveryMs' | 'onMaintenanceError'> {
  readonly file: LogFile;
  readonly topics: readonly TopicStore[];
  readonly clock: Clock;
}

export function startMaintenance(options: MaintenanceOptions): Maintenance {
  const { clock, maintainEveryMs = MAINTAIN_EVERY_MS, onMaintenanceError = () => {} } = options;
  const stopping = new AbortController();
  let round: Promise<number> | null = null;
  const run = (): Promise<number> =>
    (round ??= maintainTopics(options, stopping.signal).finally(() => {
      round = null;
    }));
  const timer = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(maintainEveryMs, stopping.signal);
      if (stopping.signal.aborted) return;
      await run().catch((error: unknown) => {
        onMaintenanceError(error instanceof Error ? error : new Error(String(error)));
      });
    }
  };
  const timed = timer();
  return {
    run,
    stop: async () => {
      stopping.abort();
      await timed;
      await round?.catch(() => {});
    },
  };
}

/** Every topic until nothing is left to do. Resolves with how many chunks went. */
async function maintainTopics(options: MaintenanceOptions, stopping: AbortSignal): Promise<number> {
  let removed = 0;
  for (const topic of options.topics) {
    const step = topic.settings.cleanup === 'compact' ? compactStep : retainStep;
    for (let more = true; more;) {
      await turn();
      if (stopping.aborted) return removed;
      const done = options.file.transaction(() => step(options, topic));
      removed += done.removed;
      more = done.more;
    }
  }
  return removed;
}

interface Step {
  readonly removed: number;
  readonly more: boolean;
}

function retainStep({ file, clock }: MaintenanceOptions, topic: TopicStore): Step {
  const { retentionHours } = topic.settings;
  if (retentionHours === undefined) return { removed: 0, more: false };
  const before = clock.now() - retentionHours * HOUR_MS;
  const oldest = file.db
    .prepare(`SELECT next, aged FROM ${topic.table} WHERE next <= ? ORDER BY first LIMIT ${RETENTION_CHUNKS}`)
    .all(topic.end());
  const kept = oldest.findIndex((chunk) => Number(chunk['aged']) >= before);
  const going = kept === -1 ? oldest : oldest.slice(0, kept);
  const floor = going.at(-1)?.['next'];
  if (floor === undefined) return { removed: 0, more: false };
  file.db.prepare(`DELETE FROM ${topic.table} WHERE first < ?`).run(Number(floor));
  file.db.prepare('UPDATE topics SET floor = ? WHERE id = ?').run(Number(floor), topic.id);
  return { removed: going.length, more: going.length === RETENTION_CHUNKS };
}

function compactStep({ file }: MaintenanceOptions, topic: TopicStore): Step {
  const start = Number(file.db.prepare('SELECT compacted_to FROM topics WHERE id = ?').get(topic.id)?.['compacted_to']);
  const rows = file.db
    .prepare(
      `SELECT first, next, key FROM ${topic.table}
       WHERE first >= ? AND next <= ? ORDER BY first LIMIT ${COMPACTION_RECORDS}`,
    )
    .all(start, topic.end());
  const older = file.db.prepare(`DELETE FROM ${topic.table} WHERE key = ? AND first < ?`);
  let removed = 0;
  for (const row of rows) {
    // A chunk without key was written before the topic became a compacted one; it stays.
    if (row['key'] instanceof Uint8Array) removed += Number(older.run(row['key'], Number(row['first'])).changes);
  }
  const next = rows.at(-1)?.['next'];
  if (next === undefined) return { removed, more: false };
  file.db.prepare('UPDATE topics SET compacted_to = ? WHERE id = ?').run(Number(next), topic.id);
  return { removed, more: rows.length === COMPACTION_RECORDS };
}
