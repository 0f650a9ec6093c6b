import type { LoadedSettings } from '@landfall/production';
import type { OpenedWorld, RangeOptions, ReplayOutput } from '@landfall/replay';
import { ZONE_DEFAULT } from '@landfall/replay';
import type { Command } from 'commander';
import { Option } from 'commander';
import { configOption, settingsFrom } from './settings-option.ts';

/** The options of commands that read a range of the log again. */
export function withRangeOptions(command: Command): Command {
  return command
    .requiredOption('--from <time>', 'first event time: 2026-10-05T08:00 (local), 2026-10-05T07:00:00Z, or a date')
    .requiredOption('--to <time>', 'event time to end before')
    .option('--zone <zone>', 'time zone of times that name none', ZONE_DEFAULT)
    .addOption(
      new Option('--data <file>', 'the data file of all-in-one, which may be running')
        .default('landfall.db')
        .env('LANDFALL_DATA'),
    )
    .addOption(configOption().env('LANDFALL_CONFIG').conflicts('data'))
    .addOption(new Option('--format <format>', 'format of the report').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'write the report to a file, for its owner only')
    .option('--show-plates', 'write plates to the report in clear', false);
}

const report = (text: string): void => void process.stdout.write(text);
const progress = (text: string): void => void process.stderr.write(text);

/** The action of such a command: over the data file, or the production world of --config. */
export function overRange<O extends RangeOptions>(
  run: (options: O, output: ReplayOutput, signal: AbortSignal) => Promise<number>,
): (options: O & { readonly config?: string }) => Promise<void> {
  return async ({ config, ...options }) => {
    const needs = ['kafka.brokers', 'registry.url'] as const;
    const loaded = config === undefined ? undefined : await settingsFrom({ file: config, needs });
    if (loaded === null) return;
    const abort = new AbortController();
    process.once('SIGINT', () => abort.abort());
    process.once('SIGTERM', () => abort.abort());
    const world = loaded === undefined ? {} : { open: () => openProduction(loaded, progress) };
    process.exitCode = await run(options as unknown as O, { ...world, report, progress }, abort.signal);
  };
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
