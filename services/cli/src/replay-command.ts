import { LIMIT_DEFAULT, LIMIT_MAX, runReplay } from '@landfall/replay';
import { Command, Option } from 'commander';
import { numberOption } from './option-values.ts';
import { overRange, withRangeOptions } from './range-options.ts';

/** `landfall replay`: reads the log again and says how the hits differ from those that were raised. */
export function replayCommand(): Command {
  const command = new Command('replay').description(
    'Judge the facts of a range again, without writing anything, and report which hits that gives and how they differ from ' +
      'those that were raised. Exits with 0 when there is no difference, 3 when there is, 1 on errors.',
  );
  return withRangeOptions(command)
    .option('--watchlist <file>', 'a VOI file to judge by instead of the log’s entries; needs --list')
    .option('--list <name>', 'the list in whose place the file stands; only its hits are compared')
    .option('--rules <file>', 'a YAML list of rule definitions to judge by, in place of those of the log')
    .addOption(
      new Option('--limit <number>', 'hits to list, at most')
        .argParser(numberOption({ min: 0, max: LIMIT_MAX, whole: true }))
        .default(LIMIT_DEFAULT),
    )
    .action(overRange(runReplay));
}
