import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { LogError } from '@landfall/ports';
import { describe, expect, it } from 'vitest';
import { openEmbeddedLog } from './event-log.ts';
import { openLogFile } from './log-file.ts';
import { codeOf, read, TOPICS, withFile } from './test-files.ts';

const run = promisify(execFile);

function refusal(work: () => unknown): LogError {
  try {
    work();
  } catch (error) {
    if (error instanceof LogError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('openLogFile', () => {
  it('refuses a file that this process has open already', () =>
    withFile(async (path) => {
      const file = openLogFile({ path });
      expect(refusal(() => openLogFile({ path })).code).toBe('log-locked');
      file.release();
      openLogFile({ path }).release();
    }));

  it('refuses a file that another process has open, and says what to do', () =>
    withFile(async (path) => {
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      await log.append([read('a', 'mine')]);
      const script = `
        import { openLogFile } from ${JSON.stringify(import.meta.resolve('./log-file.ts'))};
        try { openLogFile({ path: ${JSON.stringify(path)} }); }
        catch (error) { console.log(error.code + ' ' + error.message); }`;
      const other = await run(process.execPath, ['--conditions=@landfall/source', '--input-type=module', '-e', script]);
      expect(other.stdout).toMatch(/^log-locked .*stop that process/);
      await log.append([read('a', 'still mine')]);
      await log.close();
    }));

  it('refuses a file of a newer version, names both, and leaves it as it is', () =>
    withFile(async (path) => {
      openLogFile({ path }).release();
      const db = new DatabaseSync(path);
      db.exec('PRAGMA user_version = 7');
      db.close();
      const error = refusal(() => openLogFile({ path }));
      expect(error.code).toBe('log-newer-version');
      expect(error.message).toContain('format 7');
      const again = new DatabaseSync(path);
      expect(again.prepare('PRAGMA user_version').get()?.['user_version']).toBe(7);
      again.close();
    }));

  it('refuses what is no SQLite file', () =>
    withFile(async (path) => {
      writeFileSync(path, 'These are the notes of the night shift. '.repeat(200));
      expect(refusal(() => openLogFile({ path })).code).toBe('log-damaged');
    }));

  it('refuses a SQLite file of something else, and leaves it as it is', () =>
    withFile(async (path) => {
      const db = new DatabaseSync(path);
      db.exec('CREATE TABLE photos (name TEXT)');
      db.close();
      const before = statSync(path).size;
      expect(refusal(() => openLogFile({ path })).code).toBe('log-damaged');
      expect(statSync(path).size).toBe(before);
    }));

  it('says so when the folder does not exist', () =>
    withFile(async (path) => {
      const error = refusal(() => openLogFile({ path: `${path}-folder/landfall.db` }));
      expect(error.code).toBe('log-unavailable');
      expect(error.message).toContain('folder exists');
    }));

  it('notices pages that were overwritten', () =>
    withFile(async (path) => {
      const log = await openEmbeddedLog({ path, topics: TOPICS });
      await log.append(Array.from({ length: 3_000 }, (_, index) => read(`k${index}`, 'x'.repeat(300))));
      await log.close();
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.alloc(statSync(path).size / 2, 0x5a), 0, undefined, statSync(path).size / 4);
      closeSync(file);
      const work = async (): Promise<void> => {
        const again = await openEmbeddedLog({ path, topics: TOPICS });
        try {
          for await (const batch of again.scan({ topic: 'anpr.reads', batchMax: 500 }))
            expect(batch.records).not.toHaveLength(0);
        } finally {
          await again.close();
        }
      };
      expect(await codeOf(work())).toBe('log-damaged');
    }));

  it('stays open until every owner has released it, and leaves only the data file behind', () =>
    withFile(async (path) => {
      const file = openLogFile({ path });
      file.share();
      file.release();
      expect(file.run(() => file.db.prepare('SELECT 1 AS one').get()?.['one'])).toBe(1);
      file.release();
      expect(refusal(() => file.run(() => 1)).code).toBe('log-closed');
      expect(existsSync(`${path}-wal`)).toBe(false);
      expect(existsSync(path)).toBe(true);
    }));
});
