/** What runs until it is told to stop. */
export interface Stoppable {
  /** Drains and stops. */
  stop(): Promise<void>;
}

/** Why a process cannot start, in words that say what to do. */
export interface StartFailure {
  readonly code: string;
  readonly message: string;
}

export interface ProcessOptions {
  /** As it is named in what it says, such as `Landfall`. */
  readonly name: string;
  /** A drain that takes longer is cut off, and the process ends with 1: what was acknowledged is safe already. */
  readonly drainMaxMs: number;
  /** Starts everything, and closes again what it opened when it rejects. */
  readonly start: () => Promise<Stoppable>;
  readonly explain: (error: unknown) => StartFailure;
  /** Where progress goes; one line each. */
  readonly say: (line: string) => void;
}

/**
 * Runs until a signal comes, and ends the process.
 *
 * Guarantee: ends with 0 after a drain, or when told to stop before it has started; with 1 when it cannot start, cannot drain in time, is
 * told twice, or anything fails that nobody awaits. Signals are heeded from the first moment.
 * Bounds: the drain takes `drainMaxMs`.
 */
export async function runProcess(options: ProcessOptions): Promise<void> {
  const { name, drainMaxMs, explain, say } = options;
  const told = toldToStop(() => {
    process.stderr.write(`${name} was told to stop twice, and ends at once.\n`);
    end(1);
  });
  endOnUnawaitedFailure(name);
  say(`${name} is starting …`);
  try {
    const running = await Promise.race([options.start(), told.then(() => null)]);
    if (running === null) return end(0);
    await told;
    say('Stopping …');
    const cutOff = setTimeout(() => {
      process.stderr.write(
        `${name} has not drained within ${drainMaxMs} ms, and ends. What was acknowledged is safe.\n`,
      );
      end(1);
    }, drainMaxMs);
    await running.stop();
    clearTimeout(cutOff);
    say('Stopped. Nothing was lost.');
    return end(0);
  } catch (error) {
    const failure = explain(error);
    process.stderr.write(`${name} cannot start (${failure.code}).\n${failure.message}\n`);
    return end(1);
  }
}

function toldToStop(onSecond: () => void): Promise<void> {
  return new Promise((resolve) => {
    let times = 0;
    const heed = (): void => {
      times += 1;
      if (times === 1) resolve();
      else onSecond();
    };
    process.on('SIGINT', heed);
    process.on('SIGTERM', heed);
  });
}

/** The state of a process in which something failed unseen is unknown: the next one begins from the log. */
function endOnUnawaitedFailure(name: string): void {
  const fail = (error: unknown): void => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${name} has failed (unexpected) and ends; report this.\n${reason}\n`);
    end(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

function end(code: number): void {
  process.exitCode = code;
  process.exit();
}
