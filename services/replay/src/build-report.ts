import type { Comparison, HitClass } from './compare-hits.ts';
import type { ReplayFacts } from './explain-hit.ts';
import { explainGone, explainNew, explainRevision } from './explain-hit.ts';
import type { HitNote } from './hit-note.ts';
import type { TimeRange } from './read-time-option.ts';

const DIMENSIONS = ['theme', 'rule', 'match', 'found'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** A line of a table: of the hits with this value. */
export interface CountLine {
  readonly value: string;
  /** That the replay raises. */
  readonly replayed: number;
  readonly raised: number;
  readonly new: number;
  readonly gone: number;
}

interface ListedHit {
  readonly kind: Exclude<HitClass, 'unchanged'>;
  readonly hitId: string;
  readonly mark: string;
  readonly entryId: string;
  readonly entryRevision: number;
  readonly rule: string;
  readonly place: string;
  /** Event time, ISO, UTC. */
  readonly at: string;
  readonly explanation: string | null;
}

export interface ReplayReport {
  readonly from: string;
  readonly to: string;
  /** What the entries are: the log's own, or a file's in the place of a list. */
  readonly entries: string;
  readonly rules: string;
  readonly facts: number;
  readonly unreadable: number;
  readonly counts: Readonly<Record<HitClass, number>>;
  readonly tables: Readonly<Record<Dimension, readonly CountLine[]>>;
  readonly isDifferent: boolean;
  /** Differences first; at most as many as asked for. */
  readonly listed: readonly ListedHit[];
  /** Hits that are left out of the list because of its bound. */
  readonly unlisted: number;
  /** What limits the answer, in sentences. */
  readonly notes: readonly string[];
}

export interface ReportInput {
  readonly range: TimeRange;
  readonly comparison: Comparison;
  readonly facts: ReplayFacts;
  readonly factsShown: number;
  readonly unreadable: number;
  readonly entries: string;
  readonly rules: string;
  readonly notes: readonly string[];
  readonly limit: number;
  readonly showPlates: boolean;
}

const REDACTED = '[redacted]';

export function buildReport(input: ReportInput): ReplayReport {
  const { comparison, range, limit } = input;
  const counts = Object.fromEntries(
    Object.entries(comparison).map(([name, hits]) => [name, hits.length]),
  ) as ReplayReport['counts'];
  const told = [
    ...comparison.new.map((hit) => toldAs('new', hit)),
    ...comparison.gone.map((hit) => toldAs('gone', hit)),
  ];
  const apart = [
    ...comparison['other-revision'].map((hit) => toldAs('other-revision', hit)),
    ...comparison['out-of-reach'].map((hit) => toldAs('out-of-reach', hit)),
  ];
  const listed = [...told, ...apart].slice(0, limit);
  return {
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    entries: input.entries,
    rules: input.rules,
    facts: input.factsShown,
    unreadable: input.unreadable,
    counts,
    tables: Object.fromEntries(
      DIMENSIONS.map((dimension) => [dimension, countLines(comparison, dimension)]),
    ) as ReplayReport['tables'],
    isDifferent: told.length > 0,
    listed: listed.map((one) => listedHit(one, input)),
    unlisted: told.length + apart.length - listed.length,
    notes: input.notes,
  };
}

interface Told {
  readonly kind: ListedHit['kind'];
  readonly hit: HitNote;
}

const toldAs = (kind: Told['kind'], hit: HitNote): Told => ({ kind, hit });

function listedHit({ kind, hit }: Told, { facts, showPlates }: ReportInput): ListedHit {
  return {
    kind,
    hitId: hit.hitId,
    mark: showPlates ? hit.vehicleMark : REDACTED,
    entryId: hit.entryId,
    entryRevision: hit.entryRevision,
    rule: `${hit.ruleId} ${hit.ruleVersion}`,
    place: hit.place,
    at: new Date(hit.atMs).toISOString(),
    explanation: explain(kind, hit, facts),
  };
}

function explain(kind: Told['kind'], hit: HitNote, facts: ReplayFacts): string | null {
  if (kind === 'new') return explainNew(hit, facts);
  if (kind === 'gone') return explainGone(hit, facts);
  return kind === 'other-revision' ? explainRevision(hit, facts) : 'a fact of it is older than the log';
}

/** `found` of a hit that was never raised is told as REPLAY: how it would have been found depends on what came first. */
function valueOf(hit: HitNote, dimension: Dimension, isNew: boolean): string {
  if (dimension === 'theme') return hit.theme;
  if (dimension === 'rule') return `${hit.ruleId} ${hit.ruleVersion}`;
  if (dimension === 'match') return hit.matchKind;
  return isNew ? 'REPLAY' : hit.found;
}

function countLines(comparison: Comparison, dimension: Dimension): readonly CountLine[] {
  const lines = new Map<string, Record<HitClass, number>>();
  for (const [name, hits] of Object.entries(comparison) as [HitClass, readonly HitNote[]][]) {
    for (const hit of hits) {
      const value = valueOf(hit, dimension, name === 'new');
      const line = lines.get(value) ?? { unchanged: 0, new: 0, gone: 0, 'other-revision': 0, 'out-of-reach': 0 };
      line[name] += 1;
      lines.set(value, line);
    }
  }
  return [...lines]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, line]) => ({
      value,
      replayed: line.unchanged + line.new,
      raised: line.unchanged + line.gone + line['other-revision'] + line['out-of-reach'],
      new: line.new,
      gone: line.gone,
    }));
}
