import { EXAMPLES_DEFAULT, LIMIT_MAX, runBacktest } from '@landfall/replay';
import { Command, Option } from 'commander';
import { numberOption } from './option-values.ts';
import { overRange, withRangeOptions } from './range-options.ts';

/** `landfall backtest`: what a rule would have raised, before it goes live. */
export function backtestCommand(): Command {
  const command = new Command('backtest').description(
    'Judge the facts of a range by a rule that is not in force, without writing anything, and report how many hits it would have ' +
      'raised a day, by camera and hour, with examples and an estimate of false ones. Exits with 1 on errors.',
  );
  return withRangeOptions(command)
    .requiredOption('--rule <file>', 'a YAML list of one rule definition')
    .addOption(
      new Option('--examples <number>', 'hits to show, at most')
        .argParser(numberOption({ min: 0, max: LIMIT_MAX, whole: true }))
        .default(EXAMPLES_DEFAULT),
    )
    .action(overRange(runBacktest));
}
