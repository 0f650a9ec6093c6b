import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorld } from '../support/world.ts';
import type { CommandProcess } from './support/all-in-one-process.ts';
import { runCommand, startAllInOne } from './support/all-in-one-process.ts';
import type { TempFolder } from './support/temp-folder.ts';
import { tempFolder } from './support/temp-folder.ts';

let folder: TempFolder;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = tempFolder();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  folder.remove();
});

function start(...args: readonly string[]): CommandProcess {
  const command = runCommand(args, folder.path);
  closers.push(() => command.end('SIGKILL'));
  return command;
}

/** What a person sees of a start that fails: the exit code, and the message without the line that says that it is starting. */
async function refusalOf(command: CommandProcess) {
  const { code } = await command.exited;
  const [reason = '', ...advice] = command.output().replace('Landfall is starting …\n', '').trim().split('\n');
  return { code, reason, advice: advice.join('\n') };
}

describe('npm start says what to do', () => {
  it('when the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    closers.push(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as AddressInfo;
    const { code, reason, advice } = await refusalOf(
      start('--data', 'landfall.db', '--port', String(port), '--no-simulator'),
    );
    expect([code, reason]).toEqual([1, 'Landfall cannot start (port-in-use).']);
    expect(advice).toBe(
      `Port ${port} is in use. Is Landfall already running? Stop it, or choose another port: npm start -- --port ${port + 1}`,
    );
  });

  it('when a newer version has written the data file', async () => {
    const file = folder.file('landfall.db');
    await (await openWorld({ file })).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const { code, reason, advice } = await refusalOf(start('--data', file, '--port', '0', '--no-simulator'));
    expect([code, reason]).toEqual([1, 'Landfall cannot start (data-newer-version).']);
    expect(advice).toContain('--data FILE');
    expect(advice).not.toMatch(/^\s+at /m);
  });

  it('when another process has the data file, which goes on unharmed', async () => {
    const dataFile = folder.file('landfall.db');
    const first = await startAllInOne({ dataFile });
    closers.push(() => first.end('SIGKILL'));
    const { code, reason, advice } = await refusalOf(start('--data', dataFile, '--port', '0', '--no-simulator'));
    expect([code, reason]).toEqual([1, 'Landfall cannot start (data-in-use).']);
    expect(advice).toContain('in use by another process');
    expect((await fetch(new URL('/readyz', first.baseUrl))).status).toBe(200);
  });

  it('when the folder of the data file does not exist', async () => {
    const file = folder.file('missing/landfall.db');
    const { code, reason, advice } = await refusalOf(start('--data', file, '--port', '0', '--no-simulator'));
    expect([code, reason]).toEqual([1, 'Landfall cannot start (folder-missing).']);
    expect(advice).toContain('Make the folder of the data file first.');
    expect(advice).not.toMatch(/^\s+at /m);
  });

  it('when the file is no data file of Landfall', async () => {
    const file = folder.file('other.db');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE takings (pence INTEGER)');
    database.close();
    const { code, reason } = await refusalOf(start('--data', file, '--port', '0', '--no-simulator'));
    expect([code, reason]).toEqual([1, 'Landfall cannot start (data-damaged).']);
  });

  it.each([
    [['--port', '70000'], /65535/],
    [['--rate', 'fast'], /max/],
    [['--prot', '8080'], /unknown option '--prot'/],
  ])('when the options are wrong: %j', async (args, words) => {
    const command = start(...args);
    const { code } = await command.exited;
    expect(code).toBe(1);
    expect(command.output()).toMatch(words);
    expect(command.output()).not.toMatch(/^\s+at /m);
  });
});

it('npm start -- --help lists every option', async () => {
  const command = start('--help');
  expect((await command.exited).code).toBe(0);
  const options = [...command.output().matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name]) => name);
  const expected = 'data host port no-simulator rate seed scale window-hours log-level show-plates help';
  expect(options).toEqual(expected.split(' '));
});
