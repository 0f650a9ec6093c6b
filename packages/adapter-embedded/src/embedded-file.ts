import type { SchemaRegistry } from '@landfall/ports';
import { sqliteEventLog } from './event-log.ts';
import type { EmbeddedLog } from './event-log.ts';
import { openLogFile } from './log-file.ts';
import type { EmbeddedLogOptions } from './log-options.ts';
import { embeddedSchemaRegistry } from './schema-registry.ts';

export interface EmbeddedFile {
  readonly log: EmbeddedLog;
  readonly registry: SchemaRegistry;
  /** Closes both, then the file. Idempotent. */
  close(): Promise<void>;
}

/**
 * Log and registry in one data file. Rejects with LogError: `log-locked`, `log-newer-version`, `log-damaged`,
 * `log-unavailable`, `log-full`. The file stays open until both are closed, by `close()` or each by its own.
 */
export async function openEmbeddedFile(options: EmbeddedLogOptions): Promise<EmbeddedFile> {
  const file = openLogFile(options);
  try {
    const registry = embeddedSchemaRegistry(file);
    const log = sqliteEventLog(file.share(), options);
    return {
      log,
      registry,
      close: async () => {
        await log.close();
        await registry.close();
      },
    };
  } catch (error) {
    file.destroy();
    throw error;
  }
}
