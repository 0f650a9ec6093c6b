import { readFileSync } from 'node:fs';
import type { KafkaEventLogOptions, KafkaOptions } from '@landfall/adapter-kafka';
import type { RedisWindowStoreOptions } from '@landfall/adapter-redis';
import type { RegistryOptions } from '@landfall/adapter-registry';
import { SettingsError } from './settings-error.ts';
import type { SettingName, Settings } from './settings-table.ts';
import { variableOf } from './settings-table.ts';

/** Redis keys begin with this where there is no namespace. */
const REDIS_NAMESPACE = 'landfall';

/** How to reach the brokers. Throws SettingsError for a certificate that cannot be read. */
export function kafkaOptions(settings: Settings): KafkaOptions {
  const mechanism = settings['kafka.saslMechanism'];
  const credentials = { username: settings['kafka.saslUsername'], password: settings['kafka.saslPassword'] };
  return {
    brokers: settings['kafka.brokers'],
    namespace: settings.namespace,
    requestMs: settings['kafka.requestMs'],
    ...(settings['kafka.tls'] ? { ssl: tlsFiles(settings, 'kafka') } : {}),
    ...(mechanism === '' ? {} : { sasl: { mechanism, ...credentials } }),
  };
}

export function kafkaBounds(settings: Settings): Omit<KafkaEventLogOptions, keyof KafkaOptions> {
  return {
    sendRecordsMax: settings['kafka.sendRecordsMax'],
    sendBytesMax: settings['kafka.sendBytesMax'],
    lingerMs: settings['kafka.lingerMs'],
    queueBytesMax: settings['kafka.queueBytesMax'],
    sendMs: settings['kafka.sendMs'],
    sessionTimeoutMs: settings['kafka.sessionTimeoutMs'],
    heartbeatMs: settings['kafka.heartbeatMs'],
    fetchBytesMax: settings['kafka.fetchBytesMax'],
    partitionsAtOnce: settings['kafka.partitionsAtOnce'],
    stalledMs: settings['kafka.stalledMs'],
    unavailableMs: settings['kafka.unavailableMs'],
  };
}

export function redisOptions(settings: Settings): RedisWindowStoreOptions {
  const [username, password] = [settings['redis.username'], settings['redis.password']];
  return {
    nodes: settings['redis.nodes'].map((address) => {
      const colon = address.lastIndexOf(':');
      return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
    }),
    cluster: settings['redis.cluster'],
    namespace: settings.namespace === '' ? REDIS_NAMESPACE : settings.namespace,
    bucketCount: settings['redis.bucketCount'],
    connectTimeoutMs: settings['redis.connectTimeoutMs'],
    commandTimeoutMs: settings['redis.commandTimeoutMs'],
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(settings['redis.tls'] ? { tls: tlsFiles(settings, 'redis') } : {}),
  };
}

export function registryOptions(settings: Settings): RegistryOptions {
  const username = settings['registry.username'];
  return {
    url: settings['registry.url'],
    namespace: settings.namespace,
    timeoutMs: settings['registry.timeoutMs'],
    tls: tlsFiles(settings, 'registry'),
    ...(username === '' ? {} : { auth: { username, password: settings['registry.password'] } }),
  };
}

/** What the files hold; nothing for those that are not set. */
function tlsFiles(settings: Settings, group: 'kafka' | 'redis' | 'registry') {
  const read = (name: SettingName & `${string}File`): string | null => {
    const file = settings[name];
    return file === '' ? null : textOf(name, file);
  };
  const ca = read(`${group}.tlsCaFile`);
  const cert = read(`${group}.tlsCertFile`);
  const key = read(`${group}.tlsKeyFile`);
  return { ...(ca === null ? {} : { ca }), ...(cert === null ? {} : { cert }), ...(key === null ? {} : { key }) };
}

function textOf(name: SettingName, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError([`${name} (${variableOf(name)}): the file cannot be read (${reason}).`]);
  }
}
