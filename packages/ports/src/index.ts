export type { Clock } from './clock.ts';
export { LogError } from './event-log.ts';
export type {
  ConsumeOptions,
  EventLog,
  FollowOptions,
  LogBatch,
  LogErrorCode,
  LogPosition,
  LogRecord,
  NewRecord,
  Offsets,
  ScanOptions,
  Subscription,
} from './event-log.ts';
export { SchemaRegistryError } from './schema-registry.ts';
export type { SchemaRegistry } from './schema-registry.ts';
export { HISTORY_PREFIX, isOver, keptPeriod, keptPeriods } from './kept-period.ts';
export { KEPT_PER_PERIOD_MAX, LOOK_PERIODS_MAX, WindowStoreError } from './window-store.ts';
export type {
  FactToKeep,
  KeptFact,
  KeptHorizon,
  MarkChanges,
  MarkVersions,
  WindowFact,
  WindowLook,
  WindowMark,
  WindowSizes,
  WindowStore,
} from './window-store.ts';
