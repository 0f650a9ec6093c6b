import path from 'node:path';
import { memoryWindowStore, openEmbeddedFile, systemClock } from '@landfall/adapter-embedded';
import { openCodec } from '@landfall/codec';
import type { Key, Logger, MatcherPlatform } from '@landfall/runtime';
import { createMetrics, keyring, loadTopics, schemaByTopic } from '@landfall/runtime';

const SCHEMAS_DIR = path.resolve(import.meta.dirname, '../../../schemas');

export interface OpenedWorld {
  readonly platform: MatcherPlatform;
  /** Closes the windows and the data file. */
  close(): Promise<void>;
}

/** The embedded world: log and registry in one file, windows in memory. Rejects with LogError when the file cannot be used. */
export async function openWorld(options: {
  readonly dataFile: string;
  readonly keys: readonly Key[];
  readonly logger: Logger;
}): Promise<OpenedWorld> {
  const clock = systemClock();
  const topics = loadTopics(SCHEMAS_DIR);
  const file = await openEmbeddedFile({
    path: options.dataFile,
    topics,
    clock,
    synchronous: 'FULL',
    onMaintenanceError: (error) => options.logger.error({ err: error }, 'retention failed, trying again'),
  });
  const windows = memoryWindowStore({});
  const codec = await openCodec({
    registry: file.registry,
    schemasDir: SCHEMAS_DIR,
    schemaByTopic: schemaByTopic(topics),
  });
  return {
    platform: {
      log: file.log,
      codec,
      clock,
      windows,
      metrics: createMetrics(),
      logger: options.logger,
      keyring: keyring(options.keys),
    },
    async close() {
      await windows.close();
      await file.close();
    },
  };
}
