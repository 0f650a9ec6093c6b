import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { copyDataFile, openEmbeddedFile, systemClock } from '@landfall/adapter-embedded';
import { openCodec } from '@landfall/codec';
import type { Platform } from '@landfall/runtime';
import { loadTopics, schemaByTopic } from '@landfall/runtime';

const SCHEMAS_DIR = path.resolve(import.meta.dirname, '../../../schemas');
/** Longer than a replay: retention takes nothing from under it. */
const NEVER_MS = 2 ** 31 - 1;

/** What a replay needs of a world; of the log it only reads. */
export type ReplayWorld = Pick<Platform, 'log' | 'codec' | 'clock'>;

export interface OpenedWorld {
  readonly world: ReplayWorld;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * The embedded world over a copy of the data file. Landfall locks its file, so a running one cannot be read beside it; and one that is
 * not running must be able to start meanwhile. The copy lies in a folder of its own beside the file, for its owner only: it fits where
 * the original fits, and shares its blocks where the file system can. Rejects with LogError.
 */
export async function openCopy(dataFile: string): Promise<OpenedWorld> {
  const folder = await mkdtemp(`${dataFile}.replay-`);
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const copy = path.join(folder, 'landfall.db');
    await copyDataFile({ from: dataFile, to: copy });
    const topics = loadTopics(SCHEMAS_DIR);
    const clock = systemClock();
    const file = await openEmbeddedFile({ path: copy, topics, clock, synchronous: 'OFF', maintainEveryMs: NEVER_MS });
    const codec = await openCodec({
      registry: file.registry,
      schemasDir: SCHEMAS_DIR,
      schemaByTopic: schemaByTopic(topics),
    });
    return {
      world: { log: file.log, codec, clock },
      async close() {
        await file.close();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
