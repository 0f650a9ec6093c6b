import type { AllInOneOptions } from './config.ts';
import { explainFailure } from './start-error.ts';
import { startAllInOne } from './start.ts';

/** A drain that takes longer than this is cut off: everything acknowledged is on disk already. */
const DRAIN_MAX_MS = 2500;

/** Runs all-in-one until it is told to stop, and ends the process: 0 after a drain, 1 when it could not start or drain. */
export async function runAllInOne(options: AllInOneOptions): Promise<void> {
  // Signals are heeded from the first moment, so that Ctrl-C during a long refill stops it too.
  const told = toldToStop();
  say('Landfall is starting …');
  try {
    const running = await Promise.race([startAllInOne(options, say), told.then(() => null)]);
    if (running === null) return end(0);
    say(`Control room: ${running.controlRoomUrl}`);
    say(
      options.simulator
        ? 'A simulated day in Kent is running. Ctrl-C stops.'
        : `Cameras post to ${running.baseUrl}/v1/reads. Ctrl-C stops.`,
    );
    await told;
    say('Stopping …');
    const cutOff = setTimeout(() => end(1), DRAIN_MAX_MS);
    await running.stop();
    clearTimeout(cutOff);
    say('Stopped. Nothing was lost.');
    return end(0);
  } catch (error) {
    const failure = explainFailure(error, options);
    process.stderr.write(`Landfall cannot start (${failure.code}).\n${failure.message}\n`);
    return end(1);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function end(code: number): void {
  process.exitCode = code;
  process.exit();
}
