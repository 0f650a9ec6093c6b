import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Role } from '@landfall/runtime';
import { until } from './until.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../../..');
const COMMAND = ['--conditions=@landfall/source', 'services/cli/src/main.ts', 'all-in-one'];
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

export interface AllInOneProcess extends CommandProcess {
  readonly dataFile: string;
  readonly baseUrl: string;
  readonly port: number;
  /** As printed: it opens the page, signed in. */
  readonly controlRoomUrl: string;
  /** The nth key of a role, from the keys file. */
  key(role: Role, nth?: number): string;
}

/** Runs `landfall all-in-one` as `npm start` does, without waiting for anything. */
export function runCommand(args: readonly string[], cwd = REPOSITORY): CommandProcess {
  const [conditions, main, ...rest] = COMMAND;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LANDFALL_')));
  const child = spawn(process.execPath, [conditions!, path.join(REPOSITORY, main!), ...rest, ...args], {
    cwd,
    env: { ...env, NO_COLOR: '1' },
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

/** Starts all-in-one and waits until it has printed the address of the control room, which it does when everything is ready. */
export async function startAllInOne(options: {
  readonly dataFile: string;
  readonly port?: number;
  readonly args?: readonly string[];
}): Promise<AllInOneProcess> {
  const { dataFile, port = 0, args = ['--no-simulator'] } = options;
  const command = runCommand(['--data', dataFile, '--port', String(port), ...args]);
  const [, controlRoomUrl = ''] = await command.line(/^Control room: (\S+)$/m);
  const { origin, port: listening } = new URL(controlRoomUrl);
  const keysFile = `${dataFile.replace(/\.db$/, '')}.keys.yaml`;
  const keys = [...readFileSync(keysFile, 'utf8').matchAll(/role: (\w+)\s+key: "?([\w-]+)/g)];
  return {
    ...command,
    dataFile,
    baseUrl: origin,
    port: Number(listening),
    controlRoomUrl,
    key(role, nth = 0) {
      const found = keys.filter((match) => match[1] === role)[nth]?.[2];
      if (found === undefined) throw new Error(`no key ${nth} of the role ${role}`);
      return found;
    },
  };
}
