import { readFile, writeFile } from 'node:fs/promises';
import type { ReplayOptions } from './config.ts';
import { formatText } from './format-report.ts';
import type { OpenedWorld } from './open-world.ts';
import { openCopy } from './open-world.ts';
import { progressLine } from './progress.ts';
import { readRules } from './read-rules.ts';
import { readRange } from './read-time-option.ts';
import type { ReplayRequest } from './replay.ts';
import { replay } from './replay.ts';
import { ReplayError } from './replay-error.ts';

/** Where a replay says what it has to say. */
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
export async function runReplay(options: ReplayOptions, output: ReplayOutput, signal: AbortSignal): Promise<number> {
  try {
    const request = await readRequest(options);
    const opened = await (output.open?.() ?? openCopy(options.data));
    try {
      const onProgress: ReplayRequest['onProgress'] = (progress) => output.progress(`${progressLine(progress)}\n`);
      const report = await replay(opened.world, { ...request, signal, onProgress });
      const text = options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : formatText(report);
      if (options.output === undefined) output.report(text);
      else await writeFile(options.output, text, { mode: 0o600 }).catch(fileError('--output', options.output));
      return report.isDifferent ? EXIT_DIFFERENT : EXIT_SAME;
    } finally {
      await opened.close();
    }
  } catch (error) {
    output.progress(`${explain(error)}\n`);
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
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `landfall replay (${code}): ${error.message}` : (error.stack ?? error.message);
}
