import { spawn } from 'node:child_process';
import path from 'node:path';
import { until } from '../e2e/support/until.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const START_WITHIN_MS = 60_000;

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The command as a child process, with what it has written so far. */
export interface CommandProcess {
  readonly output: () => string;
  readonly exited: Promise<Exit>;
  /** Resolves with the match once the output has it. Rejects with the output when the process ends without. */
  line(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. An ended process stays ended. */
  end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<Exit>;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `landfall` with these arguments, without waiting for anything. Of the environment it sees no setting but those given. */
export function runLandfall(args: readonly string[], options: RunOptions = {}): CommandProcess {
  return runNode([path.join(REPOSITORY, 'services/cli/src/main.ts'), ...args], options);
}

/** Runs a file as Node does, our packages from their sources. */
export function runNode(args: readonly string[], { cwd = REPOSITORY, env = {} }: RunOptions = {}): CommandProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LANDFALL_'));
  const child = spawn(process.execPath, ['--conditions=@landfall/source', ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let exit: Exit | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    });
  });
  const stopWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', stopWithParent);
  void exited.finally(() => process.off('exit', stopWithParent));
  return {
    output: () => output,
    exited,
    line: (pattern, withinMs = START_WITHIN_MS) => {
      const ask = (): RegExpExecArray | null => {
        const found = pattern.exec(output);
        if (found === null && exit !== null) throw new Error(`ended without ${pattern}:\n${output}`);
        return found;
      };
      return until(ask, { what: `${pattern} in the output`, withinMs });
    },
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}
