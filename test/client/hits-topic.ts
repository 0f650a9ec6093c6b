import { systemClock } from '@landfall/adapter-embedded';
import { applyTopics, kafkaEventLog } from '@landfall/adapter-kafka';
import { confluentSchemaRegistry } from '@landfall/adapter-registry';
import type { Hit as ClientHit, HitConsumer, HitsOptions, Problem, UnreadableRecord } from '@landfall/client';
import { consumeHits } from '@landfall/client';
import { openCodec } from '@landfall/codec';
import type { Hit } from '@landfall/core';
import { createMetrics, loadTopics, publish, schemaByTopic } from '@landfall/runtime';
import { ONE_OF_EACH } from '../support/one-of-each.ts';
import { realKafka, startKafka } from '../support/real-kafka.ts';
import type { KafkaSource, RunningKafka } from '../support/real-kafka.ts';
import { realRegistry, startRegistry } from '../support/real-registry.ts';
import type { RegistrySource, RunningRegistry } from '../support/real-registry.ts';
import { SCHEMAS_DIR } from '../support/world.ts';

export interface BrokerSources {
  readonly kafka: KafkaSource;
  readonly registry: RegistrySource;
}

export interface Brokers {
  readonly kafka: RunningKafka;
  readonly registry: RunningRegistry;
}

/** Both, or null after a loud message, to be passed to `describe.skipIf`. */
export function realBrokers(): BrokerSources | null {
  const [kafka, registry] = [realKafka(), realRegistry()];
  return kafka === null || registry === null ? null : { kafka, registry };
}

export async function startBrokersOf(sources: BrokerSources | null): Promise<Brokers> {
  if (sources === null) throw new Error('startBrokersOf needs the sources that realBrokers gave');
  return { kafka: await startKafka(sources.kafka), registry: await startRegistry(sources.registry) };
}

/** What a client was told, in order. */
export interface Told {
  readonly hits: ClientHit[];
  readonly unreadable: UnreadableRecord[];
  readonly problems: Problem[];
  /** Resolves when so many hits have been handed over. */
  until(hits: number): Promise<void>;
}

/** An empty topic of hits under a name of its own, a writer, and clients that read it. */
export async function openHitsTopic({ kafka, registry: { url } }: Brokers) {
  const namespace = `test-${crypto.randomUUID().slice(0, 8)}.`;
  const { brokers } = kafka;
  const topics = loadTopics(SCHEMAS_DIR).filter(({ name }) => name === 'hits');
  await applyTopics({ brokers, namespace, replicationFactor: 1, minInsyncReplicas: 1 }, topics);
  const log = kafkaEventLog({ brokers, namespace });
  const registry = confluentSchemaRegistry({ url, namespace });
  const codec = await openCodec({ registry, schemasDir: SCHEMAS_DIR, schemaByTopic: schemaByTopic(topics) });
  const platform = { log, codec, clock: systemClock(), metrics: createMetrics() };
  const clients: HitConsumer[] = [];
  return {
    log,
    registry,
    codec,
    write: (...hits: readonly Hit[]) =>
      publish(
        platform,
        hits.map((event) => ({ topic: 'hits', event })),
      ),
    /** Appends a value as it is. */
    writeRaw: (value: Uint8Array, key = 'AB12CDE') => log.append([{ topic: 'hits', key, value, timestampMs: 1 }]),
    /** A client of the group `patrols`. */
    async consume(given: Partial<HitsOptions> = {}): Promise<{ readonly client: HitConsumer; readonly told: Told }> {
      const { told, heard } = listener();
      const client = await consumeHits({
        brokers,
        namespace,
        registry: { url },
        group: 'patrols',
        onUnreadable: (record) => void told.unreadable.push(record),
        onProblem: (problem) => void told.problems.push(problem),
        ...given,
        async onHit(hit, place) {
          await given.onHit?.(hit, place);
          heard(hit);
        },
      });
      clients.push(client);
      return { client, told };
    },
    async close(): Promise<void> {
      for (const client of clients) await client.close();
      await log.close();
      await registry.close();
    },
  };
}

export type HitsTopic = Awaited<ReturnType<typeof openHitsTopic>>;

function listener(): { readonly told: Told; readonly heard: (hit: ClientHit) => void } {
  const hits: ClientHit[] = [];
  const waiting = new Set<() => void>();
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (hits.length < count) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const heard = (hit: ClientHit): void => {
    hits.push(hit);
    for (const look of waiting) look();
  };
  return { told: { hits, unreadable: [], problems: [], until }, heard };
}

/** Hits on one vehicle. */
export function hitsOn(vehicleMark: string, ...hitIds: readonly string[]): readonly Hit[] {
  return hitIds.map((hitId) => ({ ...ONE_OF_EACH.hits, vehicleMark, hitId }));
}
