import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogError } from '@landfall/ports';
import type { NewRecord } from '@landfall/ports';
import type { TopicSettings } from './log-options.ts';

/** For tests: the topics that the contract suites use, as `schemas/topics.yaml` has them, without retention. */
export const TOPICS: readonly TopicSettings[] = [
  { name: 'anpr.reads', cleanup: 'delete' },
  { name: 'port.movements', cleanup: 'delete' },
  { name: 'hits', cleanup: 'delete' },
  { name: 'watchlist.entries', cleanup: 'compact' },
  { name: 'dead-letters', cleanup: 'delete', maxMessageBytes: 20 * 1024 * 1024 },
];

/** A path in a folder of its own, and the way to remove it. */
export function temporaryFile(): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-'));
  return { path: join(folder, 'landfall.db'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs a test with a path of its own. */
export async function withFile(test: (path: string) => Promise<void>): Promise<void> {
  const { path, remove } = temporaryFile();
  try {
    await test(path);
  } finally {
    remove();
  }
}

export function read(key: string, value: string, more: Partial<NewRecord> = {}): NewRecord {
  return { topic: 'anpr.reads', key, value: Buffer.from(value), timestampMs: Date.now(), ...more };
}

/** The code of the LogError with which the work rejects; undefined when it succeeds. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof LogError) return error.code;
    throw error;
  }
}
