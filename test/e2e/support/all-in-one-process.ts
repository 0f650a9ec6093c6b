import { readFileSync } from 'node:fs';
import type { Role } from '@landfall/runtime';
import type { CommandProcess } from '../../support/landfall-command.ts';
import { runLandfall } from '../../support/landfall-command.ts';

export type { CommandProcess } from '../../support/landfall-command.ts';

export interface AllInOneProcess extends CommandProcess {
  readonly dataFile: string;
  readonly baseUrl: string;
  readonly port: number;
  /** As printed: it opens the page, signed in. */
  readonly controlRoomUrl: string;
  /** Where a path is served. */
  originOf(path: string): string;
  /** The nth key of a role, from the keys file. */
  key(role: Role, nth?: number): string;
}

/** Runs `landfall all-in-one` as `npm start` does, without waiting for anything. */
export function runCommand(args: readonly string[], cwd?: string): CommandProcess {
  return runLandfall(['all-in-one', ...args], cwd === undefined ? {} : { cwd });
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
    originOf: () => origin,
    key(role, nth = 0) {
      const found = keys.filter((match) => match[1] === role)[nth]?.[2];
      if (found === undefined) throw new Error(`no key ${nth} of the role ${role}`);
      return found;
    },
  };
}
