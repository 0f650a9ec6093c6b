#!/usr/bin/env node
import { Command } from 'commander';
import { allInOneCommand } from './all-in-one-command.ts';
import { simulateCommand } from './simulate-command.ts';

/** The landfall command: a table of subcommands, each a service's main or a tool. */
const program = new Command('landfall')
  .description('Matches number-plate reads and port movements against vehicles of interest, live.')
  .showHelpAfterError('(--help lists the options)')
  .addCommand(allInOneCommand())
  .addCommand(simulateCommand());

await program.parseAsync();
