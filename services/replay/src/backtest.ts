import type { Rule } from '@landfall/core';
import type { BacktestReport } from './backtest-report.ts';
import { backtestReport } from './backtest-report.ts';
import { logsEntries } from './entry-book.ts';
import { logBeginningMs } from './log-beginning.ts';
import type { ReplayWorld } from './open-world.ts';
import type { Progress } from './progress.ts';
import type { TimeRange } from './read-time-option.ts';
import { record } from './record.ts';

export interface BacktestRequest {
  readonly range: TimeRange;
  /** Judged over the whole range, whenever it is to take effect. */
  readonly rule: Rule;
  /** Days and hours are local times of this zone. */
  readonly zone: string;
  /** Hits shown as examples, at most. */
  readonly examplesMax: number;
  readonly showPlates: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * What a rule would have raised, had it been in force over a range: before it goes live, people see how much work it would make. Entries
 * count by their newest revision. Nothing is written. Bounds and errors are those of a replay.
 */
export async function backtest(world: ReplayWorld, request: BacktestRequest): Promise<BacktestReport> {
  const { range, rule } = request;
  const book = await logsEntries(world);
  const logBeginsMs = await logBeginningMs(world.log);
  const judged = { ...rule, effectiveFrom: 0, enabled: true };
  const recording = await record(world, { ...request, rules: [judged], book });
  const hits = [...recording.hits.values()].filter(({ ruleId }) => ruleId === rule.ruleId);
  return backtestReport({ ...request, hits, facts: recording.facts(), entries: book.size, logBeginsMs, range });
}
