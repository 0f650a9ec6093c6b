import { runProcess } from '@landfall/runtime';
import type { AllInOneOptions } from './config.ts';
import { explainFailure } from './start-error.ts';
import { startAllInOne } from './start.ts';

/** A drain that takes longer than this is cut off: everything acknowledged is on disk already. */
const DRAIN_MAX_MS = 2500;

/** Runs all-in-one until it is told to stop, and ends the process; see runProcess. */
export async function runAllInOne(options: AllInOneOptions): Promise<void> {
  await runProcess({
    name: 'Landfall',
    drainMaxMs: DRAIN_MAX_MS,
    explain: (error) => explainFailure(error, options),
    say,
    async start() {
      const running = await startAllInOne(options, say);
      say(`Control room: ${running.controlRoomUrl}`);
      say(
        options.simulator
          ? 'A simulated day in Kent is running. Ctrl-C stops.'
          : `Cameras post to ${running.baseUrl}/v1/reads. Ctrl-C stops.`,
      );
      return running;
    },
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
