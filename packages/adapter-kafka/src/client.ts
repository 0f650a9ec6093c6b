import { Kafka, logLevel, PartitionAssigners } from './kafkajs.ts';
import type { Cluster, Kafka as KafkaClient, logCreator, logLevel as LogLevel } from 'kafkajs';
import type { KafkaLogEntry, KafkaOptions } from './options.ts';
import { requestMsOf } from './options.ts';

const CONNECTION_TIMEOUT_MS = 5_000;
/** The client's own tries of one request: 100 ms, doubling; about 3 s in all. Whoever calls decides what comes after. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_600, retries: 5 };

const LEVELS: ReadonlyMap<LogLevel, KafkaLogEntry['level']> = new Map([
  [logLevel.ERROR, 'error'],
  [logLevel.WARN, 'warn'],
  [logLevel.INFO, 'info'],
  [logLevel.DEBUG, 'debug'],
]);

/** A client of kafkajs with every option given; it connects when something is asked of it. */
export function kafkaClient(options: KafkaOptions, nextBroker = nextOf(options.brokers)): KafkaClient {
  const { clientId = 'landfall', ssl, sasl, onLog } = options;
  return new Kafka({
    brokers: nextBroker,
    clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    authenticationTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestMsOf(options),
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: onLog === undefined ? logLevel.NOTHING : logLevel.INFO,
    logCreator: reporter(onLog),
    ...(ssl === undefined ? {} : { ssl }),
    // The client's type has one member for each mechanism, ours has one for all.
    ...(sasl === undefined ? {} : { sasl: { ...sasl, mechanism: sasl.mechanism as 'plain' } }),
  });
}

/**
 * Where to begin, each time another broker: the client by itself goes on from one that refuses, but not from one that
 * takes a connection and is silent.
 */
export function nextOf(brokers: readonly string[]): () => string[] {
  let next = 0;
  return () => {
    const broker = brokers[next % brokers.length];
    next += 1;
    return broker === undefined ? [] : [broker];
  };
}

function reporter(onLog: KafkaOptions['onLog']): logCreator {
  return () =>
    ({ level, log: { message, ...details } }) => {
      onLog?.({ level: LEVELS.get(level) ?? 'debug', message, details });
    };
}

/**
 * Connections of their own to the brokers, for reading without a group: what the client hands to partition assigners.
 * No consumer ever joins.
 */
export function readingCluster(kafka: KafkaClient): Cluster {
  let found: Cluster | undefined;
  kafka.consumer({
    groupId: 'none',
    readUncommitted: true,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (config) => {
        found = config.cluster;
        return PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (found === undefined) throw new Error('kafkajs gave the assigner no cluster');
  return found;
}
