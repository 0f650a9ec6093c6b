import { expect, it } from 'vitest';
import { copyDataFile } from './copy-data-file.ts';
import { openEmbeddedLog } from './event-log.ts';
import type { EmbeddedLog } from './event-log.ts';
import { codeOf, read, TOPICS, withFile } from './test-files.ts';

const open = (path: string): Promise<EmbeddedLog> => openEmbeddedLog({ path, topics: TOPICS, synchronous: 'OFF' });

/** Enough that the write-ahead log is carried into the file, and begins again, several times. */
const MANY = Array.from({ length: 40_000 }, (_, index) => read(`key-${index}`, 'x'.repeat(1000)));

async function valuesIn(path: string): Promise<readonly string[]> {
  const log = await open(path);
  const values: string[] = [];
  for await (const { records } of log.scan({ topic: 'anpr.reads', batchMax: 1000 })) {
    values.push(...records.map(({ key }) => key));
  }
  await log.close();
  return values;
}

it('copies a file that is in use, with all that was appended before', () =>
  withFile(async (path) => {
    const log = await open(path);
    await log.append(MANY.slice(0, 3));
    await copyDataFile({ from: path, to: `${path}.copy` });
    expect(await valuesIn(`${path}.copy`)).toEqual(['key-0', 'key-1', 'key-2']);
    expect(await log.ends('anpr.reads')).toEqual([{ topic: 'anpr.reads', partition: 0, offset: 3 }]);
    await log.close();
  }));

it('copies a file that nobody has open', () =>
  withFile(async (path) => {
    const log = await open(path);
    await log.append(MANY.slice(0, 3));
    await log.close();
    await copyDataFile({ from: path, to: `${path}.copy` });
    expect(await valuesIn(`${path}.copy`)).toHaveLength(3);
  }));

it('begins anew when the write-ahead log began again between the two halves of the copy', () =>
  withFile(async (path) => {
    const log = await open(path);
    await log.append(MANY.slice(0, 10));
    let copies = 0;
    const onFileCopied = async (): Promise<void> => {
      copies += 1;
      if (copies > 2) return;
      for (let at = 0; at < MANY.length; at += 1000) await log.append(MANY.slice(at, at + 1000));
    };
    await copyDataFile({ from: path, to: `${path}.copy`, onFileCopied });
    expect(copies).toBe(3);
    expect(await valuesIn(`${path}.copy`)).toHaveLength(10 + 2 * MANY.length);
    await log.close();
  }));

it('holds a file whole that is appended to, but little, between the two halves', () =>
  withFile(async (path) => {
    const log = await open(path);
    await log.append(MANY.slice(0, 1000));
    let copies = 0;
    const onFileCopied = async (): Promise<void> => {
      copies += 1;
      await log.append(MANY.slice(1000, 1010));
    };
    await copyDataFile({ from: path, to: `${path}.copy`, onFileCopied });
    expect(copies).toBe(1);
    expect(await valuesIn(`${path}.copy`)).toEqual(MANY.slice(0, 1010).map(({ key }) => key));
    await log.close();
  }));

it('gives up with log-unavailable on a file that never rests, and on one that is not there', () =>
  withFile(async (path) => {
    const log = await open(path);
    const onFileCopied = async (): Promise<void> => {
      for (let at = 0; at < 20_000; at += 1000) await log.append(MANY.slice(at, at + 1000));
    };
    expect(await codeOf(copyDataFile({ from: path, to: `${path}.copy`, onFileCopied }))).toBe('log-unavailable');
    expect(await codeOf(copyDataFile({ from: `${path}.none`, to: `${path}.copy` }))).toBe('log-unavailable');
    await log.close();
  }));
