import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryWindowStore, openEmbeddedFile, systemClock } from '@landfall/adapter-embedded';
import type { EventByTopic, Topic } from '@landfall/core';
import { openCodec } from '@landfall/codec';
import type { Clock, SchemaRegistry } from '@landfall/ports';
import type { Key, MatcherPlatform, Service } from '@landfall/runtime';
import { createLogger, createMetrics, httpHost, keyring, loadTopics, schemaByTopic } from '@landfall/runtime';

export const SCHEMAS_DIR = path.resolve(import.meta.dirname, '../../schemas');

/** One key of every role, and two analysts, since a second one has to approve. */
export const TEST_KEYS: readonly Key[] = [
  { name: 'kent-cameras', role: 'source', key: 'source-key-0123456789' },
  { name: 'first-analyst', role: 'analyst', key: 'first-analyst-key-01' },
  { name: 'second-analyst', role: 'analyst', key: 'second-analyst-key-0' },
  { name: 'PC 1234', role: 'operator', key: 'operator-key-01234567' },
  { name: 'administrator', role: 'admin', key: 'admin-key-0123456789' },
];

export interface EmbeddedWorld {
  readonly platform: MatcherPlatform;
  readonly registry: SchemaRegistry;
  readonly file: string;
  /** Closes the ports and deletes the file, unless the file was given. */
  close(): Promise<void>;
}

/** The embedded world in a temporary file, or in a given one that outlives it. */
export async function openWorld(
  options: { readonly file?: string; readonly clock?: Clock } = {},
): Promise<EmbeddedWorld> {
  const folder = options.file === undefined ? mkdtempSync(path.join(tmpdir(), 'landfall-test-')) : null;
  const file = options.file ?? path.join(folder!, 'landfall.db');
  const clock = options.clock ?? systemClock();
  const topics = loadTopics(SCHEMAS_DIR);
  const embedded = await openEmbeddedFile({ path: file, topics, clock, synchronous: 'OFF' });
  const windows = memoryWindowStore({});
  const codec = await openCodec({
    registry: embedded.registry,
    schemasDir: SCHEMAS_DIR,
    schemaByTopic: schemaByTopic(topics),
  });
  const platform: MatcherPlatform = {
    log: embedded.log,
    codec,
    clock,
    windows,
    metrics: createMetrics(),
    logger: createLogger({ level: 'silent', showPlates: false }),
    keyring: keyring(TEST_KEYS),
  };
  return {
    platform,
    registry: embedded.registry,
    file,
    async close() {
      await embedded.close();
      await windows.close();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Services behind one HTTP server; requests go through `inject`, without a socket, or through `listen`. */
export async function openHost(platform: MatcherPlatform, services: readonly Service[]) {
  const host = await httpHost(platform, { services, bodyLimit: 64 * 1024 * 1024 });
  for (const service of services) await service.start();
  return {
    app: host.app,
    /** Resolves with the port, on 127.0.0.1. */
    async listen(): Promise<number> {
      return Number(new URL(await host.app.listen({ host: '127.0.0.1', port: 0 })).port);
    },
    async close(): Promise<void> {
      await host.close();
      for (const service of services.toReversed()) await service.stop();
    },
  };
}

/** Every event of a topic that is in the log now, oldest first. */
export async function readTopic<T extends Topic>(
  platform: MatcherPlatform,
  topic: T,
): Promise<readonly EventByTopic[T][]> {
  const events: EventByTopic[T][] = [];
  for await (const batch of platform.log.scan({ topic, batchMax: 1000 })) {
    await platform.codec.load(batch.records);
    for (const record of batch.records) events.push(platform.codec.decode(topic, record.value));
  }
  return events;
}

/** Resolves once the group has committed everything that is in the topics; checks again after each turn of the event loop. */
export async function groupCaughtUp(platform: MatcherPlatform, group: string, topics: readonly Topic[]): Promise<void> {
  for (const topic of topics) {
    const ends = (await platform.log.ends(topic)).filter(({ offset }) => offset > 0);
    const behind = async (): Promise<boolean> => {
      const committed = await platform.log.committed(group, topic);
      return ends.some(
        (end) => !committed.some(({ partition, offset }) => partition === end.partition && offset >= end.offset),
      );
    };
    while (await behind()) await nextTurn();
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export function bearer(role: Key['role'], nth = 0): { readonly authorization: string } {
  const key = TEST_KEYS.filter((candidate) => candidate.role === role)[nth]!;
  return { authorization: `Bearer ${key.key}` };
}
