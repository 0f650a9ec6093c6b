import { hash } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '@landfall/adapter-embedded';
import { kafkaEventLog } from '@landfall/adapter-kafka';
import { redisWindowStore } from '@landfall/adapter-redis';
import { openCodec } from '@landfall/codec';
import type { Hit } from '@landfall/core';
import { matcherService } from '@landfall/matcher';
import type { MatcherPlatform } from '@landfall/runtime';
import { createLogger, createMetrics, keyring, loadTopics, schemaByTopic } from '@landfall/runtime';
import { aRule } from '../support/events.ts';
import { peerCodec } from './peer-codec.ts';
import { peerLog } from './peer-log.ts';
import { workloadHit } from './peer-words.ts';

/**
 * The matcher as it runs in service (its packages for Kafka, Redis, codec and windows; every read is stored for look-back) over the topics
 * of the reference workload. See peers.sh.
 */

const HOUR_MS = 3_600_000;
const SCHEMAS = path.resolve(import.meta.dirname, '../../schemas');

const { values } = parseArgs({
  options: { group: { type: 'string' }, prefix: { type: 'string', default: '' }, verbose: { type: 'boolean' } },
});
const group = values.group ?? 'landfall-peer';
const [redisHost = '127.0.0.1', redisPort = '6379'] = (process.env['REDIS_NODE'] ?? '').split(':').filter(Boolean);

const log = kafkaEventLog({ brokers: (process.env['KAFKA_BOOTSTRAP'] ?? '127.0.0.1:9092').split(',') });
const windows = await redisWindowStore({
  nodes: [{ host: redisHost, port: Number(redisPort) }],
  namespace: group.replaceAll(/[^\w.-]/g, '-'),
});
const codec = await openCodec({
  registry: ownIds(),
  schemasDir: SCHEMAS,
  schemaByTopic: schemaByTopic(loadTopics(SCHEMAS)),
});
const platform: MatcherPlatform = {
  log: peerLog({ log, prefix: values.prefix, group, onFirstFact: () => console.log(`FIRST_FETCH ${Date.now()}`) }),
  codec: peerCodec(codec, oracleId),
  clock: systemClock(),
  metrics: createMetrics(),
  logger: createLogger({ showPlates: false, level: values.verbose === true ? 'info' : 'warn' }),
  keyring: keyring([]),
  windows,
};
const matcher = matcherService(platform, {
  rules: [
    aRule({ ruleId: 'port-then-road', kind: 'port-then-road', parameters: { withinMs: String(2 * HOUR_MS) } }),
    aRule({ ruleId: 'convoy', kind: 'convoy', parameters: { withinMs: '120000' } }),
  ],
});
process.once('SIGTERM', () => void stop());
await matcher.start();

async function stop(): Promise<void> {
  await matcher.stop();
  await log.close();
  await windows.close();
  process.exit(0);
}

/** The id that the workload's oracle gives a hit. */
function oracleId(hit: Hit): string {
  const { kind, eventIds } = workloadHit(hit);
  return hash('sha256', `${kind}|${hit.entryId}|${eventIds.join(',')}`, 'hex').slice(0, 32);
}

/** Ids for our own schemas, away from the workload's. */
function ownIds() {
  const schemas = new Map<number, string>();
  return {
    register: async (_subject: string, schema: string): Promise<number> => {
      const id = 100 + schemas.size;
      schemas.set(id, schema);
      return id;
    },
    schema: async (id: number): Promise<string> => schemas.get(id)!,
    versions: async () => [],
    close: async () => {},
  };
}
