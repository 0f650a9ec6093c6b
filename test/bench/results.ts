import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Benchmark, Figure } from './figures.ts';
import { formatTarget, formatValue, isMet } from './figures.ts';

const RESULTS_JSON = path.join(import.meta.dirname, 'results.json');
const RESULTS_MD = path.join(import.meta.dirname, 'RESULTS.md');
/** Runs of one benchmark that are kept, newest last. */
const RUNS_KEPT_MAX = 5;
const GIB = 2 ** 30;

interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
}

interface Run {
  readonly name: string;
  readonly date: string;
  readonly machine: Machine;
  /** Load average of the last minute before the run: over a few tenths, others were at work too. */
  readonly loadBefore: number;
  readonly figures: readonly Figure[];
}

/** Adds a run to `results.json` and writes `RESULTS.md` anew from it. Bounds: five runs of each benchmark. */
export function recordRun(benchmarks: readonly Benchmark[], run: Pick<Run, 'name' | 'loadBefore' | 'figures'>): void {
  const date = new Date().toISOString().slice(0, 10);
  const all = [...readRuns(), { ...run, date, machine: thisMachine() }];
  const kept = all.filter(
    ({ name }, index) => all.slice(index).filter((later) => later.name === name).length <= RUNS_KEPT_MAX,
  );
  writeFileSync(RESULTS_JSON, `${JSON.stringify(kept, null, 2)}\n`);
  writeFileSync(RESULTS_MD, `${reportOf(benchmarks, kept)}\n`);
}

function readRuns(): readonly Run[] {
  return existsSync(RESULTS_JSON) ? (JSON.parse(readFileSync(RESULTS_JSON, 'utf8')) as readonly Run[]) : [];
}

/** How busy the machine is, to one place. */
export function loadNow(): number {
  return Math.round((os.loadavg()[0] ?? 0) * 10) / 10;
}

function thisMachine(): Machine {
  const memoryGiB = Math.round((os.totalmem() / GIB) * 10) / 10;
  return { cpu: os.cpus()[0]?.model.trim() ?? 'unknown', cores: os.cpus().length, memoryGiB, node: process.version };
}

function reportOf(benchmarks: readonly Benchmark[], runs: readonly Run[]): string {
  const head = [
    '# Figures',
    '',
    'Written by `pnpm bench`, from `results.json`: do not edit. One benchmark again: `pnpm bench NAME`.',
    'Each table shows the newest run; the range is over the last five.',
  ];
  const sections = benchmarks.flatMap((benchmark) => {
    const ofName = runs.filter(({ name }) => name === benchmark.name);
    const newest = ofName.at(-1);
    return newest === undefined ? [] : ['', ...sectionOf(benchmark, newest, ofName)];
  });
  return [...head, ...sections].join('\n');
}

function sectionOf({ name, about }: Benchmark, newest: Run, runs: readonly Run[]): readonly string[] {
  const { date, machine, loadBefore, figures } = newest;
  const rows = figures.map((figure) => [
    figure.name,
    formatTarget(figure),
    `${formatValue(figure.value)} ${figure.unit}`,
    rangeOf(figure.name, runs),
    figure.target === undefined ? '' : isMet(figure) ? 'met' : '**missed**',
  ]);
  const { cpu, cores, memoryGiB, node } = machine;
  return [
    `## ${name}`,
    '',
    about,
    '',
    ...tableOf(['figure', 'target', 'measured', 'range', ''], rows),
    '',
    `${date}, ${cpu}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, load before ${loadBefore}. Again: \`pnpm bench ${name}\`.`,
  ];
}

/** A table with even columns, as the formatter wants it. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

function rangeOf(figureName: string, runs: readonly Run[]): string {
  const values = runs.flatMap(({ figures }) =>
    figures.filter(({ name }) => name === figureName).map(({ value }) => value),
  );
  if (values.length < 2) return '';
  return `${formatValue(Math.min(...values))} to ${formatValue(Math.max(...values))} (${values.length} runs)`;
}
