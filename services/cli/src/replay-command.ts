import type { LoadedSettings } from '@landfall/production';
import type { OpenedWorld, ReplayOptions } from '@landfall/replay';
import { LIMIT_DEFAULT, LIMIT_MAX, runReplay, ZONE_DEFAULT } from '@landfall/replay';
import { Command, Option } from 'commander';
import { numberOption } from './option-values.ts';
import { configOption, settingsFrom } from './settings-option.ts';

/** `landfall replay`: reads the log again and says how the hits differ from those that were raised. */
export function replayCommand(): Command {
  return new Command('replay')
    .description(
      'Judge the facts of a range again, without writing anything, and report which hits that gives and how they differ from ' +
        'those that were raised. Exits with 0 when there is no difference, 3 when there is, 1 on errors.',
    )
    .requiredOption('--from <time>', 'first event time: 2026-10-05T08:00 (local), 2026-10-05T07:00:00Z, or a date')
    .requiredOption('--to <time>', 'event time to end before')
    .option('--zone <zone>', 'time zone of times that name none', ZONE_DEFAULT)
    .addOption(
      new Option('--data <file>', 'the data file of all-in-one, which may be running')
        .default('landfall.db')
        .env('LANDFALL_DATA'),
    )
    .addOption(configOption().env('LANDFALL_CONFIG').conflicts('data'))
    .option('--watchlist <file>', 'a VOI file to judge by instead of the log’s entries; needs --list')
    .option('--list <name>', 'the list in whose place the file stands; only its hits are compared')
    .option('--rules <file>', 'a YAML list of rule definitions to judge by')
    .addOption(
      new Option('--limit <number>', 'hits to list, at most')
        .argParser(numberOption({ min: 0, max: LIMIT_MAX, whole: true }))
        .default(LIMIT_DEFAULT),
    )
    .addOption(new Option('--format <format>', 'format of the report').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'write the report to a file, for its owner only')
    .option('--show-plates', 'write plates to the report in clear', false)
    .action(runCommand);
}

const report = (text: string): void => void process.stdout.write(text);
const progress = (text: string): void => void process.stderr.write(text);

async function runCommand({ config, ...options }: ReplayOptions & { readonly config?: string }): Promise<void> {
  const loaded =
    config === undefined ? undefined : await settingsFrom({ file: config, needs: ['kafka.brokers', 'registry.url'] });
  if (loaded === null) return;
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  process.once('SIGTERM', () => abort.abort());
  const world = loaded === undefined ? {} : { open: () => openProduction(loaded, progress) };
  process.exitCode = await runReplay(options, { ...world, report, progress }, abort.signal);
}

/** The log and the schemas; Redis is not touched, for a replay has windows of its own. */
async function openProduction({ settings }: LoadedSettings, say: (text: string) => void): Promise<OpenedWorld> {
  const { productionWorld } = await import('@landfall/production');
  const { createLogger, createMetrics } = await import('@landfall/runtime');
  const production = productionWorld({
    settings,
    keys: { cookieSecret: '', keys: [] },
    logger: createLogger({ level: 'silent', showPlates: false }),
    metrics: createMetrics(),
    say: (line) => say(`${line}\n`),
  });
  try {
    return { world: await production.open(), close: () => production.close() };
  } catch (error) {
    await production.close();
    throw error;
  }
}
