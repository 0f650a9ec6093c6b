import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD_FOLDER, freePort, launch, missingPrograms, run } from './local-java.ts';
import type { LocalProcess } from './local-java.ts';
import { realComponent } from './real-component.ts';
import type { Found } from './real-component.ts';

const VERSION = '4.4.0';
const FETCH_TIMEOUT_MS = 180_000;
const START_TIMEOUT_MS = 60_000;
const JAVA_OPTIONS = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Where the brokers of a test come from: an address that somebody gave, or a broker that the test starts. */
export type KafkaSource =
  { readonly kind: 'address'; readonly brokers: readonly string[] } | { readonly kind: 'local' };

/**
 * The source for `startKafka`, or null after a loud message, to be passed to `describe.skipIf`. LANDFALL_TEST_KAFKA names
 * brokers (`host:port,host:port`); else Java and Maven start one.
 */
export function realKafka(): KafkaSource | null {
  return realComponent('Kafka', () => findKafka(process.env));
}

export function findKafka(env: Readonly<Record<string, string | undefined>>): Found<KafkaSource> {
  const chosen = env['LANDFALL_TEST_KAFKA'];
  if (chosen) return { component: { kind: 'address', brokers: chosen.split(',') } };
  const missing = missingPrograms(['java', 'mvn']);
  if (missing === null) return { component: { kind: 'local' } };
  return { missing: `${missing}, and LANDFALL_TEST_KAFKA names no broker` };
}

export interface RunningKafka {
  readonly brokers: readonly string[];
  /** Kills the broker, does the work, and starts it again on the same data; null where the broker is not ours. */
  readonly whileDown: ((work: () => Promise<void>) => Promise<void>) | null;
  readonly stop: () => Promise<void>;
}

/** One broker in KRaft mode with its data in a folder of its own; or the one whose address was given. */
export async function startKafka(source: KafkaSource | null): Promise<RunningKafka> {
  if (source === null) throw new Error('startKafka needs the source that realKafka gave');
  if (source.kind === 'address') return { brokers: source.brokers, whileDown: null, stop: async () => {} };
  const jars = await kafkaJars();
  const folder = await mkdtemp(join(tmpdir(), 'landfall-kafka-'));
  const port = await freePort();
  const java = (...args: string[]): string[] => ['java', ...JAVA_OPTIONS, '-cp', join(jars, '*'), ...args];
  const properties = join(folder, 'server.properties');
  await writeFile(properties, serverProperties({ folder, port, controllerPort: await freePort() }));
  const cluster = randomBytes(16).toString('base64url');
  const [program = '', ...format] = java(
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${cluster}`,
    '-c',
    properties,
  );
  await run(program, format);
  const start = (): Promise<LocalProcess> =>
    launch({
      command: java('kafka.Kafka', properties),
      cwd: folder,
      ready: /Kafka Server started/,
      timeoutMs: START_TIMEOUT_MS,
    });
  let broker = await start();
  return {
    brokers: [`127.0.0.1:${port}`],
    whileDown: async (work) => {
      await broker.stop('SIGKILL');
      await work();
      broker = await start();
    },
    stop: async () => {
      await broker.stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The folder with Kafka's jars and what lets it log, fetched through Maven the first time. */
export async function kafkaJars(): Promise<string> {
  const jars = join(BUILD_FOLDER, `kafka-${VERSION}-with-log`);
  if (existsSync(jars)) return jars;
  await mkdir(BUILD_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(BUILD_FOLDER, 'fetching-kafka-'));
  const project = join(folder, 'pom.xml');
  await writeFile(project, PROJECT);
  const target = join(folder, 'jars');
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
  await run('mvn', ['-q', '-B', '-f', project, ...goal], { timeout: FETCH_TIMEOUT_MS });
  // Two suites may fetch at once; one rename wins, and both have the same jars.
  await rename(target, jars).catch((error: unknown) => {
    if (!existsSync(jars)) throw error;
  });
  await rm(folder, { recursive: true, force: true });
  return jars;
}

function serverProperties(at: {
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
}): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${at.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${at.port},CONTROLLER://127.0.0.1:${at.controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(at.folder, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '4',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    // A broker that was killed may come back after so long.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'log.cleaner.dedupe.buffer.size': '8388608',
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

const PROJECT = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>landfall</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency>
<groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version>
</dependency><dependency>
<groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version>
</dependency></dependencies></project>
`;
