import path from 'node:path';
import { systemClock } from '@landfall/adapter-embedded';
import { kafkaEventLog } from '@landfall/adapter-kafka';
import { redisWindowStore } from '@landfall/adapter-redis';
import { confluentSchemaRegistry } from '@landfall/adapter-registry';
import { openCodec } from '@landfall/codec';
import type { EventLog, SchemaRegistry, WindowStore } from '@landfall/ports';
import type {
  Condition,
  KeysFile,
  Logger,
  MatcherPlatform,
  Metrics,
  Platform,
  TopicDefinition,
} from '@landfall/runtime';
import { keyring, loadTopics, schemaByTopic, stopAll } from '@landfall/runtime';
import type { Component, WaitOptions } from './component.ts';
import { component } from './component.ts';
import { kafkaBounds, kafkaOptions, redisOptions, registryOptions } from './connections.ts';
import type { Settings } from './settings-table.ts';

export const SCHEMAS_DIR = path.resolve(import.meta.dirname, '../../../schemas');

const MS_PER_SECOND = 1000;
const LOG_COMPONENT = 'kafkajs';

export interface WorldOptions {
  readonly settings: Settings;
  readonly keys: KeysFile;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Progress for whoever watches the start. */
  readonly say: (line: string) => void;
}

export interface ProductionWorld<P> {
  /** For readiness: what each component is like now. */
  readonly conditions: readonly Condition[];
  /** Waits for all components. Rejects with ComponentError, or SettingsError for a certificate that cannot be read. */
  open(): Promise<P>;
  /** Closes what is open, the log last but for the registry: whoever still writes has to be stopped before. Idempotent. */
  close(): Promise<void>;
}

/** The world of every service but the matcher: log and schemas. */
export function productionWorld(options: WorldOptions): ProductionWorld<Platform> {
  const parts = worldParts(options);
  return { ...parts, open: () => parts.open() };
}

/** The world of the matcher, which has the windows as well. */
export function matcherWorld(options: WorldOptions): ProductionWorld<MatcherPlatform> {
  const parts = worldParts(options);
  const { settings } = options;
  const redis = component<WindowStore>(
    {
      name: 'redis',
      place: settings['redis.nodes'].join(','),
      open: () => redisWindowStore(redisOptions(settings)),
      probe: (windows) => windows.sizes(),
    },
    parts.wait,
  );
  let windows: WindowStore | undefined;
  return {
    conditions: [...parts.conditions, redis],
    async open() {
      const [platform, opened] = await Promise.all([parts.open(), redis.opened().then((store) => (windows = store))]);
      return { ...platform, windows: opened };
    },
    async close() {
      await stopAll([() => parts.close(), async () => windows?.close(), () => redis.close()], options.logger);
    },
  };
}

function worldParts({ settings, keys, logger, metrics, say }: WorldOptions) {
  const clock = systemClock();
  const topics = loadTopics(SCHEMAS_DIR);
  const wait: WaitOptions = { clock, logger, say, waitMaxMs: settings['process.startMaxSeconds'] * MS_PER_SECOND };
  const log = kafkaEventLog({
    ...kafkaOptions(settings),
    ...kafkaBounds(settings),
    onLog: ({ level, message, details }) => logger.debug({ component: LOG_COMPONENT, level, ...details }, message),
  });
  const registry = confluentSchemaRegistry(registryOptions(settings));
  const kafka = kafkaComponent({ log, topics, wait, place: settings['kafka.brokers'].join(',') });
  const schemas = registryComponent({ registry, topics, wait, place: settings['registry.url'] });
  return {
    wait,
    conditions: [kafka, schemas],
    async open(): Promise<Platform> {
      const [codec] = await Promise.all([schemas.opened(), kafka.opened()]);
      return { log, codec, clock, metrics, logger, keyring: keyring(keys.keys) };
    },
    close: () =>
      stopAll([() => registry.close(), () => log.close(), () => schemas.close(), () => kafka.close()], logger),
  };
}

interface PartOptions {
  readonly topics: readonly TopicDefinition[];
  readonly wait: WaitOptions;
  readonly place: string;
}

function kafkaComponent({ log, topics, wait, place }: PartOptions & { readonly log: EventLog }): Component<EventLog> {
  return component<EventLog>(
    {
      name: 'kafka',
      place,
      async open() {
        for (const { name } of topics) await log.ends(name);
        return log;
      },
      probe: () => log.ends('rules'),
    },
    wait,
  );
}

function registryComponent({ registry, topics, wait, place }: PartOptions & { readonly registry: SchemaRegistry }) {
  return component(
    {
      name: 'registry',
      place,
      open: () => openCodec({ registry, schemasDir: SCHEMAS_DIR, schemaByTopic: schemaByTopic(topics) }),
      final: ['schema-incompatible', 'schema-invalid'],
    },
    wait,
  );
}
