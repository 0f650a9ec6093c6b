import {
  DRAIN_MAX_SECONDS,
  HEALTH_ROUTES,
  HTTP_PORT,
  LANDFALL_VARIABLES,
  measuredMemoryBytes,
  redisFits,
} from './facts.ts';
import { at, bytesOf, list, mapping } from './yaml-value.ts';
import type { Mapping } from './yaml-value.ts';

const PUBLISHED = ['control-room', 'ingest', 'watchlist'];
const JOBS = ['schemas', 'topics'];

/** What deploy/compose.yaml promises and does not keep; empty when it keeps all. `readyScript` is the image's health check. */
export function composeProblems(compose: Mapping, readyScript: string): string[] {
  const services = Object.entries(mapping(compose['services'])).map(
    ([name, service]) => [name, mapping(service)] as const,
  );
  const problems = services.flatMap(([name, service]) => [
    ...hardening(service).map((problem) => `${name}: ${problem}`),
    ...references(service, compose).map((problem) => `${name}: ${problem}`),
    ...settings(service).map((problem) => `${name}: ${problem}`),
  ]);
  for (const [name, service] of services) {
    if (list(service['ports']).length > 0 !== PUBLISHED.includes(name))
      problems.push(`${name}: published against the list`);
    for (const port of list(service['ports'])) {
      if (!new RegExp(`^\\$\\{LANDFALL_BIND:-127\\.0\\.0\\.1\\}:\\d+:${HTTP_PORT}$`).test(String(port)))
        problems.push(`${name}: published for more than this host`);
    }
  }
  return [...problems, ...stores(compose), ...landfall(compose, readyScript)];
}

function hardening(service: Mapping): string[] {
  const limits = mapping(at(service, 'deploy', 'resources', 'limits'));
  const checks: readonly (readonly [boolean, string])[] = [
    [service['read_only'] === true, 'root is writable'],
    [at(service, 'cap_drop', 0) === 'ALL' && service['cap_add'] === undefined, 'has capabilities'],
    [list(service['security_opt']).includes('no-new-privileges:true'), 'may gain privileges'],
    [/^[1-9]\d*:\d+$/.test(String(service['user'])), 'runs as root'],
    [service['privileged'] === undefined, 'is privileged'],
    [service['init'] === true, 'has no init'],
    [bytesOf(limits['memory']) > 0 && Number(limits['cpus']) > 0 && Number(service['pids_limit']) > 0, 'has no limits'],
    [/^\S+:(?!latest)[\w.-]+\}?$/.test(String(service['image'])), 'image is not pinned'],
    [service['healthcheck'] !== undefined, 'has no health check'],
    [service['stop_grace_period'] !== undefined, 'has no time to stop'],
    [list(service['networks']).includes('inside'), 'is not on the network'],
  ];
  return checks.flatMap(([kept, problem]) => (kept ? [] : [problem]));
}

function references(service: Mapping, compose: Mapping): string[] {
  const named: readonly (readonly [string, readonly string[]])[] = [
    ['secrets', list(service['secrets']).map(String)],
    ['networks', list(service['networks']).map(String)],
    ['services', Object.keys(mapping(service['depends_on']))],
    [
      'volumes',
      list(service['volumes'])
        .map((volume) => String(volume).split(':')[0]!)
        .filter((name) => !name.startsWith('.')),
    ],
  ];
  return named.flatMap(([kind, names]) =>
    names.filter((name) => !(name in mapping(compose[kind]))).map((name) => `${kind} has no ${name}`),
  );
}

function settings(service: Mapping): string[] {
  const environment = mapping(service['environment']);
  const names = Object.keys(environment).filter((name) => name.startsWith('LANDFALL_'));
  const unknown = names.filter((name) => !LANDFALL_VARIABLES.has(name)).map((name) => `${name} is no setting`);
  const bare = names.filter((name) => /PASSWORD$|SECRET$/.test(name)).map((name) => `${name} is a secret in the open`);
  const mounted = new Set(list(service['secrets']).map((name) => `/run/secrets/${String(name)}`));
  const absent = names
    .map((name) => String(environment[name]))
    .filter((value) => value.startsWith('/run/secrets/') && !mounted.has(value))
    .map((value) => `${value} is not mounted`);
  return [...unknown, ...bare, ...absent];
}

function stores(compose: Mapping): string[] {
  const service = (name: string): Mapping => mapping(at(compose, 'services', name));
  const brokers = Object.keys(mapping(compose['services'])).filter((name) => name.startsWith('kafka-'));
  const problems = brokers.length === 3 ? [] : ['Kafka has not three brokers'];
  const voters = brokers.map((name) => `${String(at(service(name), 'environment', 'NODE_ID'))}@${name}:9093`).join();
  for (const name of brokers) {
    const environment = mapping(service(name)['environment']);
    if (environment['REPLICATION_FACTOR'] !== '3') problems.push(`${name}: not three copies`);
    if (environment['MIN_INSYNC_REPLICAS'] !== '2') problems.push(`${name}: acknowledged by fewer than two`);
    if (environment['QUORUM_VOTERS'] !== voters) problems.push(`${name}: the quorum is not that of the brokers`);
    if (environment['ADVERTISED_HOST'] !== name) problems.push(`${name}: advertises another's name`);
    if (!list(service(name)['volumes']).includes(`${name}:/var/lib/kafka/data`))
      problems.push(`${name}: no disk of its own`);
  }
  const redis = service('redis');
  if (!redisFits(at(redis, 'environment', 'REDIS_MAXMEMORY'), at(redis, 'deploy', 'resources', 'limits', 'memory')))
    problems.push('redis: its data can outgrow its limit');
  if (!list(redis['volumes']).includes('redis:/data')) problems.push('redis: no disk');
  return problems;
}

function landfall(compose: Mapping, readyScript: string): string[] {
  const services = mapping(compose['services']);
  const brokers = Object.keys(services)
    .filter((name) => name.startsWith('kafka-'))
    .map((name) => `${name}:9092`)
    .join();
  const problems = [...JOBS, ...PUBLISHED, 'matcher'].flatMap((name) => {
    const environment = mapping(at(services, name, 'environment'));
    const found: string[] = [];
    if (environment['LANDFALL_KAFKA_BROKERS'] !== brokers) found.push(`${name}: does not know all brokers`);
    if (!String(environment['LANDFALL_REGISTRY_URL']).startsWith('http://registry:8080/'))
      found.push(`${name}: no registry`);
    if (Number.parseInt(String(at(services, name, 'stop_grace_period')), 10) <= DRAIN_MAX_SECONDS)
      found.push(`${name}: is cut off while it drains`);
    if (JOBS.includes(name)) return found;
    for (const job of JOBS) {
      if (at(services, name, 'depends_on', job, 'condition') !== 'service_completed_successfully')
        found.push(`${name}: starts before ${job}`);
    }
    if (list(at(services, name, 'healthcheck', 'test')).at(-1) !== '/app/ready.mjs')
      found.push(`${name}: health is not asked for`);
    return found;
  });
  const route = /\$\{port\}([\w/]+)/.exec(readyScript)?.[1] ?? '';
  if (route !== '/readyz' || !HEALTH_ROUTES.has(route)) problems.push('ready.mjs asks for a route that is not there');
  if (Number(at(services, 'matcher', 'deploy', 'replicas')) < 2) problems.push('matcher: alone');
  if (!(bytesOf(at(services, 'matcher', 'deploy', 'resources', 'limits', 'memory')) * 0.7 >= measuredMemoryBytes()))
    problems.push('matcher: less memory than was measured');
  return problems;
}
