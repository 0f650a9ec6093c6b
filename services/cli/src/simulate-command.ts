import { readFileSync } from 'node:fs';
import { dayStart, play, simulateDay } from '@landfall/simulator';
import { Command, Option } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { numberOption, rateOption } from './option-values.ts';

interface Flags {
  readonly url: string;
  readonly keys: string;
  readonly rate: number;
  readonly seed: number;
  readonly scale: number;
  readonly hours: number;
}

const keysFile = z.object({ keys: z.array(z.object({ role: z.string(), key: z.string() })) });

/** `landfall simulate`: a day in Kent into services that run elsewhere. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('Send a simulated day in Kent to running services over HTTP; the day is yesterday.')
    .option('--url <origin>', 'where the services listen', 'http://127.0.0.1:8080')
    .option('--keys <file>', 'keys file of those services', 'landfall.keys.yaml')
    .addOption(
      new Option('--rate <speed>', 'speed: 1 is real time, "max" as fast as it goes').argParser(rateOption).default(1),
    )
    .addOption(
      new Option('--seed <number>', 'seed of the day')
        .argParser(numberOption({ min: 0, max: 2 ** 31, whole: true }))
        .default(1),
    )
    .addOption(
      new Option('--scale <share>', 'traffic; 1 is about 4,200 reads a camera')
        .argParser(numberOption({ min: 0.001, max: 10 }))
        .default(1),
    )
    .addOption(
      new Option('--hours <hours>', 'how much of the day').argParser(numberOption({ min: 0.1, max: 24 })).default(24),
    )
    .action((flags: Flags) => simulate(flags));
}

async function simulate(flags: Flags): Promise<void> {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const day = simulateDay({
    seed: flags.seed,
    startMs: dayStart(Date.now()),
    hours: flags.hours,
    readsPerDayScale: flags.scale,
  });
  let shownAt = 0;
  const done = await play({
    day,
    baseUrl: flags.url,
    keys: readKeys(flags.keys),
    rate: flags.rate,
    signal: abort.signal,
    onRefused: ({ path, status, detail }) => process.stderr.write(`\nrefused at ${path} (${status}): ${detail}\n`),
    onProgress({ doneToMs, reads, movements }) {
      if (performance.now() - shownAt < 1000 || !Number.isFinite(doneToMs)) return;
      shownAt = performance.now();
      process.stdout.write(`\r${new Date(doneToMs).toISOString()}  ${reads} reads, ${movements} movements`);
    },
  });
  process.stdout.write(
    `\nSent ${done.reads} reads and ${done.movements} movements; ${done.refused} requests were refused.\n`,
  );
}

function readKeys(file: string) {
  const { keys } = keysFile.parse(parse(readFileSync(file, 'utf8')));
  const ofRole = (role: string, nth = 0): string => {
    const found = keys.filter((candidate) => candidate.role === role)[nth];
    if (found === undefined) throw new Error(`The keys file ${file} needs ${nth + 1} key(s) with the role ${role}.`);
    return found.key;
  };
  return {
    source: ofRole('source'),
    analyst: ofRole('analyst'),
    secondAnalyst: ofRole('analyst', 1),
    admin: ofRole('admin'),
  };
}
