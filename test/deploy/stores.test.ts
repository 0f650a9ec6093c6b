import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, test } from 'vitest';
import { kafkaJars } from '../support/kafka-jars.ts';
import { freePort, launch } from '../support/local-java.ts';
import type { LocalProcess } from '../support/local-java.ts';
import { realOwnKafka } from '../support/real-kafka.ts';
import { realRedis } from '../support/real-redis.ts';
import { at, DEPLOY_DIR, mapping, parseYaml, readDeployed } from './yaml-value.ts';

const START_MS = 90_000;
const STORES = path.join(DEPLOY_DIR, 'k8s/stores');
const compose = parseYaml(readDeployed('compose.yaml'));
const folder = mkdtempSync(path.join(tmpdir(), 'landfall-stores-'));
const running: LocalProcess[] = [];

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

/** The environment that compose gives a store, as texts. */
function composeEnvironment(service: string): Record<string, string> {
  const entries = Object.entries(mapping(at(compose, 'services', service, 'environment')));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function makeFolder(name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
}

describe.skipIf(realRedis() === null)('Redis as start-redis.sh starts it', () => {
  test('asks for the password of the file, and neither throws data away when full nor forgets it', async () => {
    const secrets = makeFolder('secrets');
    execFileSync(path.join(DEPLOY_DIR, 'make-secrets.sh'), [secrets]);
    const work = makeFolder('redis');
    const port = String(await freePort());
    const env = {
      ...composeEnvironment('redis'),
      SETTINGS_DIR: STORES,
      WORK_DIR: work,
      DATA_DIR: work,
      PASSWORD_FILE: path.join(secrets, 'redis-password'),
    };
    const command = ['sh', path.join(STORES, 'start-redis.sh'), '--port', port];
    running.push(await launch({ command, cwd: work, env, ready: /Ready to accept connections/, timeoutMs: START_MS }));
    const ask = (line: string, password: string): string =>
      execFileSync('redis-cli', ['-p', port, ...line.split(' ')], {
        encoding: 'utf8',
        env: { ...process.env, REDISCLI_AUTH: password },
      }).trim();
    const password = execFileSync('cat', [env.PASSWORD_FILE], { encoding: 'utf8' }).trim();
    expect(ask('PING', password)).toBe('PONG');
    expect(ask('PING', 'wrong')).toContain('NOAUTH');
    for (const [name, value] of Object.entries({
      'maxmemory-policy': 'noeviction',
      appendonly: 'yes',
      appendfsync: 'everysec',
      maxmemory: String(2 * 1024 ** 3),
    })) {
      expect(ask(`CONFIG GET ${name}`, password).split('\n')).toEqual([name, value]);
    }
  });
});

/** Stands where the image has Kafka: the two commands that start-kafka.sh calls, on the jars of the tests. */
async function kafkaHome(): Promise<string> {
  const bin = path.join(makeFolder('kafka-home'), 'bin');
  mkdirSync(bin);
  const java = `exec java -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '${path.join(await kafkaJars(), '*')}'`;
  for (const [name, entry] of [
    ['kafka-storage.sh', 'kafka.tools.StorageTool'],
    ['kafka-server-start.sh', 'kafka.Kafka'],
  ] as const) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${java} ${entry} "$@"\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return path.dirname(bin);
}

describe.skipIf(realOwnKafka() === null)('Kafka as start-kafka.sh starts it', () => {
  test(
    'forms a quorum of three with what compose sets, keeps three copies, and makes no topic unasked',
    async () => {
      const home = await kafkaHome();
      const names = ['kafka-1', 'kafka-2', 'kafka-3'];
      const places = await Promise.all(
        names.map(async (name) => ({ name, client: await freePort(), controller: await freePort() })),
      );
      const voters = places.reduce(
        (text, { name, controller }) => text.replace(`${name}:9093`, `127.0.0.1:${controller}`),
        composeEnvironment('kafka-1')['QUORUM_VOTERS']!,
      );
      const settings = makeFolder('settings');
      cpSync(STORES, settings, { recursive: true });
      await Promise.all(
        places.map(async ({ name, client, controller }) => {
          const work = makeFolder(name);
          const env = {
            ...composeEnvironment(name),
            ADVERTISED_HOST: '127.0.0.1',
            QUORUM_VOTERS: voters,
            CLIENT_PORT: String(client),
            CONTROLLER_PORT: String(controller),
            KAFKA_HOME: home,
            SETTINGS_DIR: settings,
            WORK_DIR: work,
            DATA_DIR: path.join(work, 'data'),
          };
          const command = ['sh', path.join(settings, 'start-kafka.sh')];
          running.push(await launch({ command, cwd: work, env, ready: /Kafka Server started/, timeoutMs: START_MS }));
        }),
      );
      const kafka = new Kafka({
        brokers: places.map(({ client }) => `127.0.0.1:${client}`),
        logLevel: logLevel.NOTHING,
      });
      const admin = kafka.admin();
      await admin.connect();
      try {
        await admin.createTopics({
          waitForLeaders: true,
          topics: [{ topic: 'made', numPartitions: -1, replicationFactor: -1 }],
        });
        const { topics } = await admin.fetchTopicMetadata({ topics: ['made'] });
        expect(topics[0]?.partitions[0]?.replicas).toHaveLength(3);
        const described = await admin.describeConfigs({
          includeSynonyms: false,
          resources: [
            { type: ConfigResourceTypes.TOPIC, name: 'made' },
            { type: ConfigResourceTypes.BROKER, name: '1' },
          ],
        });
        const values = described.resources.flatMap(({ configEntries }) =>
          configEntries.map(({ configName, configValue }) => `${configName}=${configValue}`),
        );
        expect(values).toEqual(
          expect.arrayContaining([
            'min.insync.replicas=2',
            'unclean.leader.election.enable=false',
            'auto.create.topics.enable=false',
            'offsets.topic.replication.factor=3',
            'transaction.state.log.min.isr=2',
            'offsets.retention.minutes=43200',
          ]),
        );
        await expect(admin.fetchTopicMetadata({ topics: ['unasked'] })).rejects.toMatchObject({
          type: 'UNKNOWN_TOPIC_OR_PARTITION',
        });
      } finally {
        await admin.disconnect();
      }
    },
    2 * START_MS,
  );
});
