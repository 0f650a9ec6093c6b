import type { BacktestReport, Tally } from './backtest-report.ts';
import { aligned } from './format-report.ts';

/** The report as a person reads it. */
export function formatBacktest(report: BacktestReport): string {
  const { hits, vehicles, hitsPerDay, doubtful, misreadExpected } = report;
  return [
    `Back-test of ${report.rule}, ${report.from} to ${report.to} (event time, end exclusive)`,
    `${report.facts} facts, ${report.entries} entries.`,
    ...report.notes.map((note) => `Note: ${note}`),
    '',
    `${hits} hits on ${vehicles} vehicles: ${hitsPerDay.toFixed(1)} a day.`,
    `${doubtful} rest on a forgiven character or a pattern; ${misreadExpected.toFixed(1)} are to be expected of misread plates.`,
    ...table('day', report.byDay),
    ...table('hour', report.byHour),
    ...table('camera or port', report.byPlace),
    ...examples(report),
    '',
  ].join('\n');
}

function table(name: string, lines: readonly Tally[]): readonly string[] {
  if (lines.length === 0) return [];
  return ['', ...aligned([[`by ${name}`, 'hits'], ...lines.map(({ value, hits }) => [value, String(hits)])])];
}

function examples({ examples: shown }: BacktestReport): readonly string[] {
  if (shown.length === 0) return [];
  const rows = shown.map(({ at, mark, place, entryId, match }) => [at, mark, place, entryId, match]);
  return ['', ...aligned([['example', 'mark', 'where', 'entry', 'match'], ...rows])];
}
