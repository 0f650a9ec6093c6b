import type { Rule } from '@landfall/core';
import { ruleBook } from '@landfall/core';
import { memoryWindowStore } from '@landfall/adapter-embedded';
import { MATCHER_DEFAULTS, matcherService } from '@landfall/matcher';
import type { MatcherPlatform } from '@landfall/runtime';
import { createLogger, createMetrics, keyring } from '@landfall/runtime';
import { BATCH_MAX, HITS_MAX, WINDOW_BYTES_MAX } from './config.ts';
import type { EntryBook } from './entry-book.ts';
import type { ReplayWorld } from './open-world.ts';
import type { Progress } from './progress.ts';
import { progressMeter } from './progress.ts';
import type { TimeRange } from './read-time-option.ts';
import type { Recording } from './recording-log.ts';
import { recordingLog } from './recording-log.ts';

/** What is judged again, and by what. */
export interface Judged {
  readonly range: TimeRange;
  readonly rules: readonly Rule[];
  readonly book: EntryBook;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Runs a matcher of its own over the range. Nothing is written to the log. */
export async function record(world: ReplayWorld, judged: Judged): Promise<Recording> {
  const { range, rules, book } = judged;
  // A hit rests on facts as far before its latest one as its rule reaches.
  const reachMs = Math.max(0, ...ruleBook(rules).rules.map((rule) => rule.reachMs));
  const windows = memoryWindowStore({ bytesMax: WINDOW_BYTES_MAX });
  const base: MatcherPlatform = {
    ...world,
    windows,
    metrics: createMetrics(),
    logger: createLogger({ level: 'silent', showPlates: false }),
    keyring: keyring([]),
  };
  const meter = progressMeter(judged.onProgress ?? (() => {}));
  const recording = recordingLog({
    platform: base,
    book,
    shown: { fromMs: range.fromMs - reachMs, toMs: range.toMs },
    kept: range,
    hitsMax: HITS_MAX,
    signal: judged.signal ?? new AbortController().signal,
    onRead: (records) => meter.add(records),
  });
  meter.expect(await recording.total);
  // Partitions come one after another, so the windows keep the whole range.
  const windowMs = range.toMs - range.fromMs + reachMs + MATCHER_DEFAULTS.windowMs;
  const options = { windowMs, historyMs: windowMs, rules, batchMax: BATCH_MAX };
  const matcher = matcherService({ ...base, log: recording.log }, options);
  try {
    await Promise.race([matcher.start().then(() => recording.replayed), recording.replayed]);
  } finally {
    await matcher.stop();
    await windows.close();
  }
  return recording;
}
