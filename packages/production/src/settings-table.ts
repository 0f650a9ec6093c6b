import type { Setting } from './setting.ts';
import { addresses, fileName, flag, oneOf, secretText, text, whole } from './setting.ts';

const MIB = 1024 * 1024;
const COUNT_MAX = 100_000_000;
const BYTES = { min: 1024, max: 2_147_483_647 } as const;
const MILLISECONDS = { min: 0, max: 600_000 } as const;
const COUNT = { min: 1, max: COUNT_MAX } as const;

/** What every process needs, whatever it serves. */
const PROCESS = {
  namespace: text({
    about:
      'Begins the names of all topics, groups, subjects and Redis keys, so that several systems can share components.',
    wanted: 'up to 100 letters, digits and . _ -',
    pattern: /^[\w.-]{0,100}$/,
    fallback: '',
  }),
  'http.host': text({ about: 'Address to listen on.', wanted: 'an address of this machine', fallback: '127.0.0.1' }),
  'http.port': whole({ about: 'Port to listen on; 0 takes a free one.', min: 0, max: 65_535, fallback: 8080 }),
  keysFile: fileName('The keys of cameras and people, as `landfall all-in-one` makes it. Readable by its owner only.'),
  logLevel: oneOf('Least severe log lines to write.', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent']),
  showPlates: flag('Write plates to the log in clear.'),
  'process.startMaxSeconds': whole({
    about: 'How long a start waits for Kafka, Redis and the registry before it gives up, seconds.',
    min: 1,
    max: 3600,
    fallback: 60,
  }),
  'process.drainMaxSeconds': whole({
    about: 'How long a stop may take before it is cut off, seconds.',
    min: 1,
    max: 300,
    fallback: 10,
  }),
} as const;

const KAFKA = {
  'kafka.brokers': addresses('Brokers to begin with; the others are found through them.'),
  'kafka.tls': flag('Encrypt, and check the brokers’ certificates.'),
  'kafka.tlsCaFile': fileName('Authorities to trust (PEM). Not set: those of the system.'),
  'kafka.tlsCertFile': fileName('Our certificate (PEM), where brokers ask for one.'),
  'kafka.tlsKeyFile': fileName('The key of our certificate (PEM).'),
  'kafka.saslMechanism': oneOf('How to sign in. Not set: not at all.', ['', 'plain', 'scram-sha-256', 'scram-sha-512']),
  'kafka.saslUsername': text({ about: 'Who signs in.', wanted: 'a name', fallback: '' }),
  'kafka.saslPassword': secretText('The password to sign in with.'),
  'kafka.replicationFactor': whole({
    about: 'How many brokers have a copy of each partition that `landfall topics apply` makes.',
    min: 1,
    max: 32,
    fallback: 3,
  }),
  'kafka.minInsyncReplicas': whole({
    about: 'How many of them must have a record before it is acknowledged.',
    min: 1,
    max: 32,
    fallback: 2,
  }),
  'kafka.sendRecordsMax': whole({ about: 'Records in one request to the brokers.', ...COUNT, fallback: 10_000 }),
  'kafka.sendBytesMax': whole({
    about: 'Bytes in one request; below the brokers’ socket.request.max.bytes.',
    ...BYTES,
    fallback: 8 * MIB,
  }),
  'kafka.lingerMs': whole({
    about: 'How long a lone append waits for company, milliseconds.',
    ...MILLISECONDS,
    fallback: 0,
  }),
  'kafka.queueBytesMax': whole({
    about: 'Bytes of appends waiting to be sent; more are refused.',
    ...BYTES,
    fallback: 256 * MIB,
  }),
  'kafka.requestMs': whole({
    about: 'A broker that has not answered a request for so long is taken for frozen, milliseconds.',
    ...MILLISECONDS,
    min: 1000,
    fallback: 10_000,
  }),
  'kafka.sendMs': whole({
    about: 'An append is given up after so long, with all tries, milliseconds.',
    ...MILLISECONDS,
    min: 1000,
    fallback: 20_000,
  }),
  'kafka.sessionTimeoutMs': whole({
    about: 'A process that is not heard of for so long loses its partitions, milliseconds.',
    min: 1000,
    max: 600_000,
    fallback: 10_000,
  }),
  'kafka.heartbeatMs': whole({
    about: 'How often a process is heard of, milliseconds.',
    ...MILLISECONDS,
    min: 100,
    fallback: 2000,
  }),
  'kafka.fetchBytesMax': whole({ about: 'Bytes that one read of a partition brings.', ...BYTES, fallback: MIB }),
  'kafka.partitionsAtOnce': whole({
    about: 'Partitions handled at once by one consumer.',
    min: 1,
    max: 1024,
    fallback: 8,
  }),
  'kafka.stalledMs': whole({
    about: 'A consumer whose client has done nothing for so long is started anew, milliseconds.',
    ...MILLISECONDS,
    min: 1000,
    fallback: 60_000,
  }),
  'kafka.unavailableMs': whole({
    about: 'How long reading is tried again while brokers are away, before it counts as failed, milliseconds.',
    ...MILLISECONDS,
    fallback: 15_000,
  }),
} as const;

const REDIS = {
  'redis.nodes': addresses('The server; of a cluster, any of its nodes. Only the matcher needs it.'),
  'redis.cluster': flag('The nodes are those of a Redis Cluster.'),
  'redis.username': text({ about: 'User of Redis. Not set: the default user.', wanted: 'a name', fallback: '' }),
  'redis.password': secretText('Password of Redis.'),
  'redis.tls': flag('Encrypt, and check the certificate of Redis.'),
  'redis.tlsCaFile': fileName('Authorities to trust (PEM). Not set: those of the system.'),
  'redis.tlsCertFile': fileName('Our certificate (PEM), where Redis asks for one.'),
  'redis.tlsKeyFile': fileName('The key of our certificate (PEM).'),
  'redis.bucketCount': whole({
    about: 'Buckets that the windows are spread over; the same for all who share a namespace.',
    min: 1,
    max: 1024,
    fallback: 256,
  }),
  'redis.connectTimeoutMs': whole({
    about: 'The longest wait for a connection, milliseconds.',
    ...MILLISECONDS,
    min: 100,
    fallback: 5000,
  }),
  'redis.commandTimeoutMs': whole({
    about: 'The longest wait for an answer, milliseconds.',
    ...MILLISECONDS,
    min: 100,
    fallback: 5000,
  }),
} as const;

const REGISTRY = {
  'registry.url': text({
    about: 'Where Confluent’s API begins, such as http://apicurio:8080/apis/ccompat/v7.',
    wanted: 'an address that begins with http:// or https://',
    pattern: /^(?:https?:\/\/\S+)?$/,
    fallback: '',
  }),
  'registry.username': text({ about: 'User of the registry. Not set: none.', wanted: 'a name', fallback: '' }),
  'registry.password': secretText('Password of the registry.'),
  'registry.tlsCaFile': fileName('Authorities to trust (PEM) beside those of the system.'),
  'registry.tlsCertFile': fileName('Our certificate (PEM), where the registry asks for one.'),
  'registry.tlsKeyFile': fileName('The key of our certificate (PEM).'),
  'registry.timeoutMs': whole({
    about: 'One call with all its tries, milliseconds.',
    ...MILLISECONDS,
    min: 100,
    fallback: 15_000,
  }),
} as const;

/** The bounds of each service. Their defaults are those of the services themselves; a test compares them. */
const SERVICES = {
  'ingest.localTimeZone': text({
    about: 'Zone of cameras that send a time without one.',
    wanted: 'a zone of the IANA database, such as Europe/London',
    fallback: 'Europe/London',
  }),
  'ingest.inFlightMaxBytes': whole({
    about: 'Bytes of bodies in work at once; beyond, senders are told to come again.',
    ...BYTES,
    fallback: 64 * MIB,
  }),
  'ingest.inFlightMaxRecords': whole({
    about: 'Records in work at once; beyond, senders are told to come again.',
    ...COUNT,
    fallback: 50_000,
  }),
  'watchlist.importBytesMax': whole({ about: 'Largest VOI file, bytes.', ...BYTES, fallback: 64 * MIB }),
  'watchlist.importRowsMax': whole({ about: 'Most rows of a VOI file.', ...COUNT, fallback: 200_000 }),
  'watchlist.importAppendMax': whole({
    about: 'Entries changed in one append while importing.',
    min: 1,
    max: 10_000,
    fallback: 1000,
  }),
  'watchlist.entriesMax': whole({
    about: 'Most entries held, weeded and withdrawn ones included.',
    ...COUNT,
    fallback: 1_000_000,
  }),
  'watchlist.lookBackMaxHours': whole({
    about: 'Longest look-back of an entry, hours: as long as reads are kept in the log.',
    min: 0,
    max: 8760,
    fallback: 168,
  }),
  'watchlist.weedCheckSeconds': whole({
    about: 'How often the date is looked at, to weed, seconds.',
    min: 1,
    max: 3600,
    fallback: 60,
  }),
  'watchlist.ruleLeadSeconds': whole({
    about:
      'How far ahead of now a version of a rule takes effect at the soonest, so that every matcher has it, seconds.',
    min: 1,
    max: 86_400,
    fallback: 60,
  }),
  'watchlist.defaultRules': flag('Publish the rules of schemas/rules.yaml when the log has never held one.', true),
  'matcher.windowHours': whole({
    about: 'How long facts stay in the windows, hours of event time. A look-back that reaches further reads the log.',
    min: 1,
    max: 2160,
    fallback: 36,
  }),
  'matcher.historyDays': whole({
    about: 'How long facts of watched vehicles stay for rules that look over days, event time, days.',
    min: 1,
    max: 30,
    fallback: 8,
  }),
  'matcher.graceSeconds': whole({
    about: 'How far behind the newest a fact may be without being late, seconds of event time.',
    min: 0,
    max: 86_400,
    fallback: 120,
  }),
  'matcher.batchMax': whole({ about: 'Records of a batch.', min: 1, max: 10_000, fallback: 5000 }),
  'controlRoom.incidentsMax': whole({
    about: 'Incidents in memory; answered ones go first, unanswered ones never.',
    ...COUNT,
    fallback: 5000,
  }),
  'controlRoom.closedKeptDays': whole({
    about: 'How long a closed incident stays, days.',
    min: 1,
    max: 365,
    fallback: 30,
  }),
  'controlRoom.clientsMax': whole({ about: 'Pages open at once.', min: 1, max: 10_000, fallback: 200 }),
  'controlRoom.clientBufferBytesMax': whole({
    about: 'Bytes waiting for one page before it is disconnected; it resumes.',
    ...BYTES,
    fallback: 4 * MIB,
  }),
  'controlRoom.resumeEventsMax': whole({ about: 'Events kept for pages that resume.', ...COUNT, fallback: 5000 }),
  'controlRoom.resumeBytesMax': whole({ about: 'Bytes of those events.', ...BYTES, fallback: 32 * MIB }),
  'controlRoom.heartbeatSeconds': whole({
    about: 'How often a silent live stream says that it lives, seconds.',
    min: 1,
    max: 20,
    fallback: 10,
  }),
  'controlRoom.sessionHours': whole({
    about: 'How long an operator stays signed in, hours.',
    min: 1,
    max: 168,
    fallback: 12,
  }),
} as const;

/** Every setting of the production world: the file, the environment, `landfall config` and deploy/configuration.md follow from this table. */
export const SETTINGS = { ...PROCESS, ...KAFKA, ...REDIS, ...REGISTRY, ...SERVICES } as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings = {
  readonly [K in SettingName]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never;
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The variable that overrides a setting, such as LANDFALL_KAFKA_TLS_CA_FILE for kafka.tlsCaFile. */
export function variableOf(name: SettingName): string {
  return `LANDFALL_${name.replaceAll('.', '_').replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
}
