import { randomUUID } from 'node:crypto';
import { systemClock } from '@landfall/adapter-embedded';
import { applyTopics, kafkaEventLog } from '@landfall/adapter-kafka';
import type { KafkaEventLogOptions } from '@landfall/adapter-kafka';
import { redisWindowStore } from '@landfall/adapter-redis';
import { confluentSchemaRegistry } from '@landfall/adapter-registry';
import { openCodec } from '@landfall/codec';
import type { Clock, SchemaRegistry } from '@landfall/ports';
import type { MatcherPlatform } from '@landfall/runtime';
import { createLogger, createMetrics, keyring, loadTopics, schemaByTopic } from '@landfall/runtime';
import { realKafka, startKafka } from './real-kafka.ts';
import type { KafkaSource, RunningKafka } from './real-kafka.ts';
import { realRedis } from './real-redis.ts';
import type { RedisLauncher, TestRedis } from './real-redis.ts';
import { realRegistry, startRegistry } from './real-registry.ts';
import type { RegistrySource, RunningRegistry } from './real-registry.ts';
import { SCHEMAS_DIR, TEST_KEYS } from './world.ts';

/** Where the three components of the production world come from. */
export interface ProductionSources {
  readonly kafka: KafkaSource;
  readonly redis: RedisLauncher;
  readonly registry: RegistrySource;
}

/** Kafka, Redis and a schema registry that are up, for all worlds of one test file. */
export interface ProductionComponents {
  readonly kafka: RunningKafka;
  readonly redis: TestRedis;
  readonly registry: RunningRegistry;
  stop(): Promise<void>;
}

export interface ProductionWorld {
  readonly platform: MatcherPlatform;
  readonly registry: SchemaRegistry;
  /** Begins the names of its topics, groups, subjects and Redis keys. */
  readonly namespace: string;
  /** Closes the ports. What the components hold stays with them, under the namespace. */
  close(): Promise<void>;
}

export interface ProductionWorldOptions {
  /** Given: joins the world that another call, or another process, has opened under this name. */
  readonly namespace?: string;
  readonly clock?: Clock;
  /** Bounds of the log, such as a short session for a test that kills members. */
  readonly log?: Omit<KafkaEventLogOptions, 'brokers' | 'namespace'>;
}

/** The sources of all three, or null after a loud message, to be passed to `describe.skipIf`. */
export function realProduction(): ProductionSources | null {
  const [kafka, redis, registry] = [realKafka(), realRedis(), realRegistry()];
  return kafka === null || redis === null || registry === null ? null : { kafka, redis, registry };
}

/** Starts what is not there yet. Redis is always one that nobody else uses. */
export async function startProduction(sources: ProductionSources | null): Promise<ProductionComponents> {
  if (sources === null) throw new Error('startProduction needs the sources that realProduction gave');
  const kafka = await startKafka(sources.kafka);
  const redis = await sources.redis.single();
  const registry = await startRegistry(sources.registry);
  return {
    kafka,
    redis,
    registry,
    async stop() {
      await Promise.all([kafka.stop(), redis.stop(), registry.stop()]);
    },
  };
}

/** The production world with all topics, under a name that nobody else uses: several may share the components. */
export async function openProductionWorld(
  components: Pick<ProductionComponents, 'kafka' | 'registry'> & { readonly redis: Pick<TestRedis, 'nodes'> },
  options: ProductionWorldOptions = {},
): Promise<ProductionWorld> {
  const { namespace = `test-${randomUUID().slice(0, 8)}.`, clock = systemClock() } = options;
  const { brokers } = components.kafka;
  const topics = loadTopics(SCHEMAS_DIR);
  await applyTopics({ brokers, namespace, replicationFactor: 1, minInsyncReplicas: 1 }, topics);
  const log = kafkaEventLog({ ...options.log, brokers, namespace });
  const windows = await redisWindowStore({ nodes: components.redis.nodes, namespace });
  const registry = confluentSchemaRegistry({ url: components.registry.url, namespace });
  const codec = await openCodec({ registry, schemasDir: SCHEMAS_DIR, schemaByTopic: schemaByTopic(topics) });
  return {
    platform: {
      log,
      codec,
      clock,
      windows,
      metrics: createMetrics(),
      logger: createLogger({ level: 'silent', showPlates: false }),
      keyring: keyring(TEST_KEYS),
    },
    registry,
    namespace,
    async close() {
      await log.close();
      await windows.close();
      await registry.close();
    },
  };
}
