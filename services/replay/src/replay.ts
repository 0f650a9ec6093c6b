import type { Rule } from '@landfall/core';
import { ruleBook, WATCH_HIT_RULE_ID, WATCH_HIT_RULE_VERSION } from '@landfall/core';
import { FACT_TOPICS } from '@landfall/matcher';
import type { ReplayReport } from './build-report.ts';
import { buildReport } from './build-report.ts';
import { compareHits } from './compare-hits.ts';
import { HITS_MAX, LIMIT_DEFAULT } from './config.ts';
import { logsEntries } from './entry-book.ts';
import type { EntryBook } from './entry-book.ts';
import type { ReplayFacts } from './explain-hit.ts';
import { stillLists } from './explain-hit.ts';
import type { ListFile } from './list-entries.ts';
import { entriesOfFile } from './list-entries.ts';
import { logBeginningMs } from './log-beginning.ts';
import { logsRules } from './logs-rules.ts';
import { matcherLag } from './matcher-lag.ts';
import type { ReplayWorld } from './open-world.ts';
import type { Progress } from './progress.ts';
import { raisedHits } from './raised-hits.ts';
import type { TimeRange } from './read-time-option.ts';
import { record } from './record.ts';

export interface ReplayRequest {
  readonly range: TimeRange;
  /** Absent: the entries of the log. */
  readonly listFile?: ListFile;
  /** Absent: what the matcher runs anyway. */
  readonly rules?: readonly Rule[];
  readonly limit?: number;
  readonly showPlates?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Judges the facts of a range again, by the code that judges them live, and compares the hits with those that were raised.
 *
 * The range is of event time; a fact is in it from `fromMs`, inclusive, to `toMs`, exclusive, and a hit when its latest fact is. Entries
 * count by their newest revision, also those that were made after the range, since these look back; so whatever came in whatever order,
 * the same facts give the same hits. Nothing is written: the log is read, and the windows are this call's own, in memory, in whichever
 * world the log is.
 *
 * Bounds: facts in the windows by WINDOW_BYTES_MAX, hits by HITS_MAX, entries by memory. Rejects with ReplayError, LogError, or
 * WindowStoreError `windows-full`.
 */
export async function replay(world: ReplayWorld, request: ReplayRequest): Promise<ReplayReport> {
  const { range, listFile } = request;
  const rules = request.rules ?? (await logsRules(world));
  const logsBook = await logsEntries(world);
  const fromFile = listFile === undefined ? null : await entriesOfFile(world, listFile, range.fromMs);
  const book = fromFile?.book ?? logsBook;
  const logBeginsMs = await logBeginningMs(world.log);
  const recording = await record(world, { ...request, rules, book });
  const raised = await raisedHits(world, { range, listId: listFile?.listId ?? null, hitsMax: HITS_MAX });
  const lag = await matcherLag(world.log);
  const facts: ReplayFacts = {
    entry: (entryId) => book.get(entryId),
    logsEntry: (entryId) => logsBook.get(entryId),
    listFromFile: listFile?.listId ?? null,
    rules: rulesJudged(rules),
    matcherLag: lag,
  };
  const comparison = compareHits({
    replayed: recording.hits,
    raised,
    logBeginsMs,
    isOfOtherRevision: (hit) => listFile === undefined && rulesHave(facts, hit) && !isJudged(book, hit),
  });
  return buildReport({
    range,
    comparison,
    facts,
    factsShown: recording.facts(),
    unreadable: recording.unreadable(),
    entries:
      fromFile === null ? `${book.size} of the log` : `the file (${fromFile.rows} rows) as list ${listFile!.listId}`,
    rules: [...facts.rules].map(([ruleId, versions]) => `${ruleId} ${[...versions].join(' and ')}`).join(', '),
    notes: notesOf({ range, logBeginsMs, lag, awaitingApproval: fromFile?.awaitingApproval ?? 0 }),
    limit: request.limit ?? LIMIT_DEFAULT,
    showPlates: request.showPlates ?? false,
  });
}

/** Versions by rule; a listed vehicle is always looked for. */
function rulesJudged(rules: readonly Rule[]): ReplayFacts['rules'] {
  const judged = new Map([[WATCH_HIT_RULE_ID, new Set([WATCH_HIT_RULE_VERSION])]]);
  for (const { definition } of ruleBook(rules).rules) {
    const { ruleId, version } = definition;
    judged.set(ruleId, (judged.get(ruleId) ?? new Set()).add(version));
  }
  return judged;
}

function rulesHave(
  { rules }: ReplayFacts,
  { ruleId, ruleVersion }: { readonly ruleId: string; readonly ruleVersion: number },
) {
  return rules.get(ruleId)?.has(ruleVersion) === true;
}

/** Whether the entry as it stands has to raise this hit. Rules over several facts look at more than a mark: there the revision decides. */
function isJudged(book: EntryBook, hit: Parameters<typeof stillLists>[1]): boolean {
  const entry = book.get(hit.entryId);
  if (entry === undefined) return false;
  return hit.ruleId === WATCH_HIT_RULE_ID ? stillLists(entry, hit) : entry.revision === hit.entryRevision;
}

function notesOf(known: {
  readonly range: TimeRange;
  readonly logBeginsMs: number | null;
  readonly lag: number;
  readonly awaitingApproval: number;
}): readonly string[] {
  const notes: string[] = [];
  const { logBeginsMs, lag, awaitingApproval } = known;
  if (logBeginsMs !== null) {
    const begins = `retention has removed what is older; the log begins at ${new Date(logBeginsMs).toISOString()}`;
    notes.push(known.range.fromMs < logBeginsMs ? `${begins}, after the range does` : begins);
  }
  if (lag > 0) notes.push(`the matcher has ${lag} records of ${FACT_TOPICS.join(' and ')} to handle yet`);
  if (awaitingApproval > 0)
    notes.push(`${awaitingApproval} rows of the file need a second approver; here they count as approved`);
  return notes;
}
