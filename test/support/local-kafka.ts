import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCertificates } from './certificates.ts';
import { kafkaJars } from './kafka-jars.ts';
import { freePort, launch, run } from './local-java.ts';
import type { LocalProcess } from './local-java.ts';

const START_TIMEOUT_MS = 60_000;
const JAVA_OPTIONS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export interface BrokersWanted {
  /** 1, or a cluster of 3 in which internal topics have three copies. Absent: 1. */
  readonly count?: 1 | 3;
  readonly security?: KafkaSecurity;
}

/** Beside the listener in plain text: SASL_SSL for those who have a password, SSL for those who have a certificate. */
interface KafkaSecurity {
  readonly certificates: TestCertificates;
  readonly username: string;
  /** For PLAIN and both SCRAMs. Letters and digits. */
  readonly password: string;
}

export interface LocalBroker {
  readonly id: number;
  readonly address: string;
  /** Where SASL_SSL and SSL are listened for; empty without security. */
  readonly saslAddress: string;
  readonly certificateAddress: string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** By SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Again, on the same data. */
  readonly start: () => Promise<void>;
}

export interface LocalKafka {
  readonly brokers: readonly LocalBroker[];
  readonly addresses: readonly string[];
  readonly stop: () => Promise<void>;
}

interface Place {
  readonly id: number;
  readonly folder: string;
  readonly port: number;
  readonly saslPort: number;
  readonly certificatePort: number;
  readonly controllerPort: number;
}

/** Brokers in KRaft mode, each with its data in a folder of its own. */
export async function startBrokers({ count = 1, security }: BrokersWanted = {}): Promise<LocalKafka> {
  const jars = await kafkaJars();
  const root = await mkdtemp(join(tmpdir(), 'landfall-kafka-'));
  const places: Place[] = [];
  for (let id = 1; id <= count; id += 1) places.push(await placeFor(root, id));
  const clusterId = randomBytes(16).toString('base64url');
  const heap = count === 1 ? '-Xmx512m' : '-Xmx384m';
  const java = (...args: string[]): string[] => ['java', heap, ...JAVA_OPTIONS, '-cp', join(jars, '*'), ...args];
  const brokers = await Promise.all(
    places.map(async (place) => {
      const properties = join(place.folder, 'server.properties');
      await writeFile(properties, propertiesText({ ...clusterSettings(places), ...brokerSettings(place, security) }));
      const users = security === undefined ? [] : scramUsers(security);
      const format = ['format', `--cluster-id=${clusterId}`, '-c', properties, ...users];
      const [program = '', ...args] = java('kafka.tools.StorageTool', ...format);
      await run(program, args);
      return localBroker(place, java('kafka.Kafka', properties));
    }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(brokers.map((broker) => broker.kill()));
    await rm(root, { recursive: true, force: true });
  };
  try {
    await Promise.all(brokers.map((broker) => broker.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers, addresses: brokers.map(({ address }) => address), stop };
}

async function placeFor(root: string, id: number): Promise<Place> {
  const folder = join(root, String(id));
  await mkdir(folder);
  const [port, saslPort, certificatePort] = [await freePort(), await freePort(), await freePort()];
  return { id, folder, port, saslPort, certificatePort, controllerPort: await freePort() };
}

function localBroker({ id, folder, port, saslPort, certificatePort }: Place, command: readonly string[]): LocalBroker {
  let running: LocalProcess | null = null;
  return {
    id,
    address: `127.0.0.1:${port}`,
    saslAddress: `127.0.0.1:${saslPort}`,
    certificateAddress: `127.0.0.1:${certificatePort}`,
    signal: (signal) => running?.signal(signal),
    kill: async () => {
      await running?.stop('SIGKILL');
      running = null;
    },
    start: async () => {
      running = await launch({ command, cwd: folder, ready: /Kafka Server started/, timeoutMs: START_TIMEOUT_MS });
    },
  };
}

/** The same for all brokers. */
function clusterSettings(places: readonly Place[]): Readonly<Record<string, string>> {
  const copies = String(places.length);
  const inSync = places.length === 1 ? '1' : '2';
  return {
    'process.roles': 'broker,controller',
    'controller.quorum.voters': places.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL',
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '4',
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    // A broker that was killed may come back after so long, and its partitions get another leader.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'log.cleaner.dedupe.buffer.size': '8388608',
  };
}

function brokerSettings(place: Place, security: KafkaSecurity | undefined): Readonly<Record<string, string>> {
  const { id, folder, port, saslPort, certificatePort, controllerPort } = place;
  const open = `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`;
  const secured = `,SASL_SSL://127.0.0.1:${saslPort},SSL://127.0.0.1:${certificatePort}`;
  return {
    'node.id': String(id),
    'log.dirs': join(folder, 'data'),
    listeners: security === undefined ? open : `${open}${secured}`,
    ...(security === undefined ? {} : securitySettings(security)),
  };
}

function securitySettings({ certificates, username, password }: KafkaSecurity): Readonly<Record<string, string>> {
  const { server, authority } = certificates;
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.key': inLine(server.key),
    'ssl.keystore.certificate.chain': inLine(server.cert),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.certificates': inLine(authority.cert),
    'listener.name.ssl.ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': plain,
    'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': scram,
  };
}

/** A PEM as a properties file holds it. */
function inLine(pem: string): string {
  return pem.trim().replaceAll('\n', String.raw`\n`);
}

function scramUsers({ username, password }: KafkaSecurity): string[] {
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${username},password=${password}]`,
  ]);
}

function propertiesText(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
