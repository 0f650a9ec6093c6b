#!/usr/bin/env node
import { Command } from 'commander';
import { allInOneCommand } from './all-in-one-command.ts';
import { backtestCommand } from './backtest-command.ts';
import { configCommand } from './config-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { replayCommand } from './replay-command.ts';
import { rulesCommand } from './rules-command.ts';
import { schemasCommand } from './schemas-command.ts';
import { serviceCommands } from './service-commands.ts';
import { simulateCommand } from './simulate-command.ts';
import { topicsCommand } from './topics-command.ts';

/** The landfall command: a table of subcommands, each a service's main or a tool. */
const COMMANDS: readonly Command[] = [
  allInOneCommand(),
  ...serviceCommands(),
  topicsCommand(),
  schemasCommand(),
  rulesCommand(),
  configCommand(),
  doctorCommand(),
  replayCommand(),
  backtestCommand(),
  simulateCommand(),
];

const program = new Command('landfall')
  .description('Matches number-plate reads and port movements against vehicles of interest, live.')
  .showHelpAfterError('(--help lists the options)');
for (const command of COMMANDS) program.addCommand(command);

await program.parseAsync();
