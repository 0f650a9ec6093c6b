import { readFile, writeFile } from 'node:fs/promises';
import { backtest } from './backtest.ts';
import type { BacktestOptions, RangeOptions, ReplayOptions } from './config.ts';
import { formatBacktest } from './format-backtest.ts';
import { formatText } from './format-report.ts';
import type { OpenedWorld, ReplayWorld } from './open-world.ts';
import { openCopy } from './open-world.ts';
import type { Progress } from './progress.ts';
import { progressLine } from './progress.ts';
import { readRule, readRules } from './read-rules.ts';
import { readRange } from './read-time-option.ts';
import type { ReplayRequest } from './replay.ts';
import { replay } from './replay.ts';
import { ReplayError } from './replay-error.ts';

/** Where a replay or a back-test says what it has to say. */
export interface ReplayOutput {
  /** Opens the log of a production world; absent: a copy of the data file. Called when all other options are known to be right. */
  readonly open?: () => Promise<OpenedWorld>;
  readonly report: (text: string) => void;
  readonly progress: (text: string) => void;
}

const EXIT_SAME = 0;
const EXIT_FAILED = 1;
const EXIT_DIFFERENT = 3;

/** Runs `landfall replay`; resolves with its exit code and never rejects. An abort of the signal ends it as a failure, cleaned up. */
export function runReplay(options: ReplayOptions, output: ReplayOutput, signal: AbortSignal): Promise<number> {
  return overLog('replay', { options, output }, async () => {
    const request = await readRequest(options);
    return async (world, onProgress) => {
      const report = await replay(world, { ...request, signal, onProgress });
      return { report, text: formatText(report), code: report.isDifferent ? EXIT_DIFFERENT : EXIT_SAME };
    };
  });
}

/** Runs `landfall backtest`, as `runReplay` does. */
export function runBacktest(options: BacktestOptions, output: ReplayOutput, signal: AbortSignal): Promise<number> {
  return overLog('backtest', { options, output }, async () => {
    const { zone, examples: examplesMax, showPlates } = options;
    const range = readRange(options);
    const rule = readRule(await readFile(options.rule, 'utf8').catch(fileError('--rule', options.rule)));
    return async (world, onProgress) => {
      const report = await backtest(world, { range, rule, zone, examplesMax, showPlates, signal, onProgress });
      return { report, text: formatBacktest(report), code: EXIT_SAME };
    };
  });
}

interface Outcome {
  readonly report: object;
  readonly text: string;
  readonly code: number;
}

type Work = (world: ReplayWorld, onProgress: (progress: Progress) => void) => Promise<Outcome>;

/** All options are read before the log is opened; then the work is done and its report written. */
async function overLog(
  command: string,
  { options, output }: { readonly options: RangeOptions; readonly output: ReplayOutput },
  prepare: () => Promise<Work>,
): Promise<number> {
  try {
    const work = await prepare();
    const opened = await (output.open?.() ?? openCopy(options.data));
    try {
      const { report, text, code } = await work(opened.world, (progress) =>
        output.progress(`${progressLine(progress)}\n`),
      );
      const written = options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : text;
      if (options.output === undefined) output.report(written);
      else await writeFile(options.output, written, { mode: 0o600 }).catch(fileError('--output', options.output));
      return code;
    } finally {
      await opened.close();
    }
  } catch (error) {
    output.progress(`${explain(command, error)}\n`);
    return EXIT_FAILED;
  }
}

/** All options are read before the log is: a wrong one is told at once. */
async function readRequest(options: ReplayOptions): Promise<ReplayRequest> {
  const { watchlist, list, rules, limit, showPlates } = options;
  const range = readRange(options);
  if ((watchlist === undefined) !== (list === undefined)) {
    const example = '--watchlist voi.csv --list kent-voi';
    throw new ReplayError(
      'option-invalid',
      `--watchlist and --list belong together: the file, and the list in whose place it stands. Example: ${example}`,
    );
  }
  return {
    range,
    limit,
    showPlates,
    ...(watchlist === undefined
      ? {}
      : { listFile: { listId: list!, bytes: await readFile(watchlist).catch(fileError('--watchlist', watchlist)) } }),
    ...(rules === undefined
      ? {}
      : {
          rules: readRules(await readFile(rules, 'utf8').catch(fileError('--rules', rules))),
        }),
  };
}

function fileError(option: string, file: string) {
  return (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReplayError('option-invalid', `${option} ${file}: ${reason}`, { cause: error });
  };
}

/** What nobody foresaw keeps its stack. */
function explain(command: string, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `landfall ${command} (${code}): ${error.message}` : (error.stack ?? error.message);
}
