import { ALL_IN_ONE_DEFAULTS, runAllInOne } from '@landfall/all-in-one';
import type { AllInOneOptions } from '@landfall/all-in-one';
import { Command, Option } from 'commander';
import { numberOption, rateOption } from './option-values.ts';

const WHOLE_NUMBER = { whole: true } as const;

/** `npm start`: every service in one process, over one data file. */
export function allInOneCommand(): Command {
  const { dataFile, host, port, rate, seed, scale, logLevel, windowHours } = ALL_IN_ONE_DEFAULTS;
  const portOption = numberOption({ min: 0, max: 65_535, ...WHOLE_NUMBER });
  return new Command('all-in-one')
    .description(
      'Run every service in one process, over one data file, with a simulated day in Kent unless told otherwise.',
    )
    .addOption(
      new Option('--data <file>', 'the data file; made when it is not there').default(dataFile).env('LANDFALL_DATA'),
    )
    .addOption(new Option('--host <address>', 'address to listen on').default(host).env('LANDFALL_HOST'))
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 takes a free one')
        .argParser(portOption)
        .default(port)
        .env('LANDFALL_PORT'),
    )
    .option('--no-simulator', 'wait for real cameras instead of simulating a day')
    .addOption(
      new Option('--rate <speed>', 'speed of the simulated day: 1 is real time, "max" as fast as it goes')
        .argParser(rateOption)
        .default(rate),
    )
    .addOption(
      new Option('--seed <number>', 'seed of the simulated day')
        .argParser(numberOption({ min: 0, max: 2 ** 31, ...WHOLE_NUMBER }))
        .default(seed),
    )
    .addOption(
      new Option('--scale <share>', 'traffic of the simulated day; 1 is about 4,200 reads a camera')
        .argParser(numberOption({ min: 0.001, max: 10 }))
        .default(scale),
    )
    .addOption(
      new Option('--window-hours <hours>', 'how far look-back can reach')
        .argParser(numberOption({ min: 1, max: 2160 }))
        .default(windowHours),
    )
    .addOption(
      new Option('--log-level <level>', 'least severe log lines to write')
        .choices(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
        .default(logLevel)
        .env('LANDFALL_LOG_LEVEL'),
    )
    .option('--show-plates', 'write plates to the log in clear', false)
    .action(async (flags: Omit<AllInOneOptions, 'dataFile'> & { readonly data: string }) => {
      const { data, ...rest } = flags;
      await runAllInOne({ ...rest, dataFile: data });
    });
}
