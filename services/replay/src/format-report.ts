import type { CountLine, ReplayReport } from './build-report.ts';

/** The report as a person reads it. */
export function formatText(report: ReplayReport): string {
  const { counts } = report;
  const apart: readonly (readonly [number, string])[] = [
    [counts['other-revision'], 'raised under another revision of their entry; no difference'],
    [counts['out-of-reach'], 'whose facts are older than the log; no difference'],
  ];
  return [
    `Replay of ${report.from} to ${report.to} (event time, end exclusive)`,
    `Entries: ${report.entries}. Rules: ${report.rules}.`,
    `${report.facts} facts, ${report.unreadable} unreadable records.`,
    ...report.notes.map((note) => `Note: ${note}`),
    '',
    report.isDifferent ? 'There are differences.' : 'No difference.',
    `  ${counts.unchanged} unchanged, ${counts.new} new (would be raised, were not), ${counts.gone} gone (were raised, would not be)`,
    ...apart.filter(([count]) => count > 0).map(([count, what]) => `  ${count} ${what}`),
    ...Object.entries(report.tables).flatMap(([name, lines]) => table(name, lines)),
    ...hitLines(report),
    '',
  ].join('\n');
}

function table(name: string, lines: readonly CountLine[]): readonly string[] {
  if (lines.length === 0) return [];
  const rows = [
    [`by ${name}`, 'replayed', 'raised', 'new', 'gone'],
    ...lines.map((line) => [line.value, ...[line.replayed, line.raised, line.new, line.gone].map(String)]),
  ];
  return ['', ...aligned(rows)];
}

function hitLines({ listed, unlisted }: ReplayReport): readonly string[] {
  if (listed.length === 0) return [];
  const rows = [
    ['hit', 'id', 'mark', 'entry', 'rule', 'where', 'event time', 'why'],
    ...listed.map((hit) => [
      hit.kind,
      hit.hitId,
      hit.mark,
      `${hit.entryId} r${hit.entryRevision}`,
      hit.rule,
      hit.place,
      hit.at,
      hit.explanation ?? 'unexplained',
    ]),
  ];
  const more = unlisted > 0 ? [`… and ${unlisted} more: --limit ${listed.length + unlisted} lists them.`] : [];
  return ['', ...aligned(rows), ...more];
}

/** Columns as wide as their widest cell. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
