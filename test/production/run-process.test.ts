import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TempFolder } from '../e2e/support/temp-folder.ts';
import { tempFolder } from '../e2e/support/temp-folder.ts';
import type { CommandProcess } from '../support/landfall-command.ts';
import { runNode } from '../support/landfall-command.ts';

const RUNTIME = new URL('../../packages/runtime/src/index.ts', import.meta.url).href;

let folder: TempFolder;
let running: CommandProcess | undefined;
beforeEach(() => {
  folder = tempFolder();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  folder.remove();
});

/** A process whose parts are this code: `start` gives what stops. */
function runWith(start: string, drainMaxMs = 60_000): CommandProcess {
  const file = folder.file('process.mjs');
  const text = `
    import { runProcess } from ${JSON.stringify(RUNTIME)};
    const alive = setInterval(() => {}, 1000);
    const say = (line) => console.log(line);
    const explain = (error) => ({ code: 'explained', message: error.message });
    await runProcess({ name: 'trial', drainMaxMs: ${drainMaxMs}, say, explain, start: ${start} });`;
  writeFileSync(file, text);
  running = runNode([file]);
  return running;
}

const RUNNING = `async () => (setTimeout(() => say('begun')), { stop: STOP })`;

describe('a process', () => {
  it('drains and ends with 0 when it is told to stop', async () => {
    const process = runWith(RUNNING.replace('STOP', `async () => say('drained')`));
    await process.line(/begun/);
    expect(await process.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(process.output()).toMatch(/Stopping …\ndrained\nStopped\. Nothing was lost\./);
  });

  it('ends at once, with 1, when it is told twice', async () => {
    const process = runWith(RUNNING.replace('STOP', '() => new Promise(() => {})'));
    await process.line(/begun/);
    void process.end('SIGTERM');
    await process.line(/Stopping/);
    expect(await process.end('SIGTERM')).toEqual({ code: 1, signal: null });
    expect(process.output()).toContain('told to stop twice');
  });

  it('ends with 1 when the drain takes longer than its bound', async () => {
    const process = runWith(RUNNING.replace('STOP', '() => new Promise(() => {})'), 50);
    await process.line(/begun/);
    expect(await process.end('SIGTERM')).toEqual({ code: 1, signal: null });
    expect(process.output()).toContain('has not drained within 50 ms');
  });

  it.each([
    ['nobody awaits', `async () => { setTimeout(() => Promise.reject(new Error('unseen'))); return { stop() {} }; }`],
    ['nobody catches', `async () => { setTimeout(() => { throw new Error('unseen'); }); return { stop() {} }; }`],
  ])('ends with 1 and says why when something fails that %s', async (_what, start) => {
    const process = runWith(start);
    expect(await process.exited).toEqual({ code: 1, signal: null });
    expect(process.output()).toMatch(/has failed \(unexpected\)[\s\S]*Error: unseen/);
  });

  it('ends with 1 and what to do when it cannot start', async () => {
    const process = runWith(`async () => { throw new Error('Start the brokers.'); }`);
    expect(await process.exited).toEqual({ code: 1, signal: null });
    expect(process.output()).toContain('trial cannot start (explained).\nStart the brokers.');
  });
});
