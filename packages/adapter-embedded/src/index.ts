export { systemClock, virtualClock } from './clock.ts';
export type { VirtualClock } from './clock.ts';
export { openEmbeddedFile } from './embedded-file.ts';
export type { EmbeddedFile } from './embedded-file.ts';
export { openEmbeddedLog } from './event-log.ts';
export type { EmbeddedLog } from './event-log.ts';
export type { EmbeddedLogOptions, LogFileOptions, TopicSettings } from './log-options.ts';
export { memoryWindowStore } from './window-store.ts';
export type { MemoryWindowStoreOptions } from './window-store.ts';
