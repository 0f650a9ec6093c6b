import {
  HEALTH_ROUTES,
  HTTP_PORT,
  LANDFALL_VARIABLES,
  DRAIN_MAX_SECONDS,
  measuredMemoryBytes,
  redisFits,
} from './facts.ts';
import { at, bytesOf, list, mapping } from './yaml-value.ts';
import type { Mapping } from './yaml-value.ts';

interface Workload {
  readonly name: string;
  readonly kind: string;
  readonly spec: Mapping;
  readonly pod: Mapping;
  readonly container: Mapping;
}

const SERVICES = new Set(['ingest', 'watchlist', 'matcher', 'control-room']);

const nameOf = (manifest: Mapping): string => String(at(manifest, 'metadata', 'name'));

/** What the manifests of an overlay promise and do not keep; empty when they keep all. `brokers` is how many the overlay has. */
export function manifestProblems(manifests: readonly Mapping[], brokers: number): string[] {
  const workloads = workloadsOf(manifests);
  return [
    ...workloads.flatMap((workload) => hardening(workload).map((problem) => `${workload.name}: ${problem}`)),
    ...workloads.flatMap((workload) =>
      references(workload, manifests).map((problem) => `${workload.name}: ${problem}`),
    ),
    ...workloads.flatMap((workload) => probes(workload).map((problem) => `${workload.name}: ${problem}`)),
    ...selectors(manifests, workloads),
    ...policies(manifests, workloads),
    ...settings(manifests),
    ...stores(manifests, brokers),
    ...matcher(workloads),
  ];
}

function workloadsOf(manifests: readonly Mapping[]): Workload[] {
  return manifests.flatMap((manifest) => {
    const pod = mapping(at(manifest, 'spec', 'template', 'spec'));
    const container = mapping(at(pod, 'containers', 0));
    if (!('containers' in pod)) return [];
    return { name: nameOf(manifest), kind: String(manifest['kind']), spec: mapping(manifest['spec']), pod, container };
  });
}

function hardening({ pod, container }: Workload): string[] {
  const { limits, requests } = mapping(container['resources']);
  const checks: readonly (readonly [boolean, string])[] = [
    [
      list(pod['containers']).length === 1 && pod['initContainers'] === undefined,
      'has a container that no rule looks at',
    ],
    [at(pod, 'securityContext', 'runAsNonRoot') === true, 'may run as root'],
    [Number(at(pod, 'securityContext', 'runAsUser')) > 0, 'runs as root'],
    [at(pod, 'securityContext', 'seccompProfile', 'type') === 'RuntimeDefault', 'has no seccomp profile'],
    [pod['automountServiceAccountToken'] === false, 'has a token of the cluster'],
    [at(container, 'securityContext', 'readOnlyRootFilesystem') === true, 'root is writable'],
    [at(container, 'securityContext', 'allowPrivilegeEscalation') === false, 'may gain privileges'],
    [at(container, 'securityContext', 'capabilities', 'drop', 0) === 'ALL', 'has capabilities'],
    [at(container, 'securityContext', 'capabilities', 'add') === undefined, 'adds capabilities'],
    [bytesOf(at(limits, 'memory')) >= bytesOf(at(requests, 'memory')), 'has no memory limit'],
    [at(limits, 'cpu') !== undefined && at(requests, 'cpu') !== undefined, 'has no CPU limit'],
    [/^\S+:(?!latest)[\w.-]+$/.test(String(container['image'])), 'image is not pinned'],
    [list(pod['volumes']).every((volume) => at(volume, 'hostPath') === undefined), 'mounts the host'],
  ];
  return checks.flatMap(([kept, problem]) => (kept ? [] : [problem]));
}

/** Every config map, secret, key and volume that a pod names is there. */
function references({ spec, pod, container }: Workload, manifests: readonly Mapping[]): string[] {
  const there = (kind: string, name: unknown): Mapping | undefined =>
    manifests.find((manifest) => manifest['kind'] === kind && nameOf(manifest) === name);
  const problems: string[] = [];
  const needs = (kind: string, name: unknown, key?: string): void => {
    const found = there(kind, name);
    if (found === undefined) problems.push(`no ${kind} ${String(name)}`);
    else if (key !== undefined && !(key in mapping(found['data']))) problems.push(`no ${key} in ${String(name)}`);
  };
  for (const source of list(container['envFrom'])) needs('ConfigMap', at(source, 'configMapRef', 'name'));
  for (const variable of list(container['env'])) {
    const key = mapping(at(variable, 'valueFrom', 'configMapKeyRef'));
    if ('name' in key) needs('ConfigMap', key['name'], String(key['key']));
  }
  for (const volume of list(pod['volumes'])) {
    if (at(volume, 'configMap') !== undefined) needs('ConfigMap', at(volume, 'configMap', 'name'));
    if (at(volume, 'secret') === undefined) continue;
    needs('Secret', at(volume, 'secret', 'secretName'));
    for (const item of list(at(volume, 'secret', 'items')))
      needs('Secret', at(volume, 'secret', 'secretName'), String(at(item, 'key')));
  }
  const volumes = new Set([
    ...list(pod['volumes']).map((volume) => at(volume, 'name')),
    ...list(spec['volumeClaimTemplates']).map((claim) => at(claim, 'metadata', 'name')),
  ]);
  for (const mount of list(container['volumeMounts'])) {
    if (!volumes.has(at(mount, 'name'))) problems.push(`no volume ${String(at(mount, 'name'))}`);
  }
  return problems;
}

function probes({ name, kind, pod, container }: Workload): string[] {
  if (kind === 'Job') return [];
  const problems: string[] = [];
  const ports = new Map(list(container['ports']).map((port) => [at(port, 'name'), at(port, 'containerPort')]));
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
    const { httpGet, tcpSocket, exec } = mapping(container[probe]);
    const port = at(httpGet ?? tcpSocket, 'port');
    if (exec === undefined && !ports.has(port)) problems.push(`${probe} asks a port that is not there`);
    if (!SERVICES.has(name)) continue;
    const wanted = probe === 'readinessProbe' ? '/readyz' : '/healthz';
    const route = at(httpGet, 'path');
    if (route !== wanted || !HEALTH_ROUTES.has(wanted)) problems.push(`${probe} asks for ${String(route)}`);
    if (ports.get(port) !== HTTP_PORT) problems.push(`${probe} asks another port than the process has`);
  }
  if (!(Number(pod['terminationGracePeriodSeconds']) > DRAIN_MAX_SECONDS)) problems.push('is cut off while it drains');
  return problems;
}

/** The name that a selector of any kind asks for. */
const chosen = (manifest: Mapping): unknown =>
  at(manifest, 'spec', 'selector', 'app.kubernetes.io/name') ??
  at(manifest, 'spec', 'selector', 'matchLabels', 'app.kubernetes.io/name');

/** Services and disruption budgets choose pods that exist; a service's ports are ports of them. */
function selectors(manifests: readonly Mapping[], workloads: readonly Workload[]): string[] {
  return manifests
    .filter((manifest) =>
      ['Service', 'PodDisruptionBudget', 'Deployment', 'StatefulSet'].includes(String(manifest['kind'])),
    )
    .flatMap((manifest) => {
      const title = `${String(manifest['kind'])} ${nameOf(manifest)}`;
      const workload = workloads.find(({ name }) => name === chosen(manifest));
      if (workload === undefined) return [`${title}: chooses no pod`];
      const labels = at(workload.spec, 'template', 'metadata', 'labels', 'app.kubernetes.io/name');
      if (labels !== workload.name) return [`${title}: its pods have another label`];
      const named = new Set(list(workload.container['ports']).map((port) => at(port, 'name')));
      return list(at(manifest, 'spec', 'ports'))
        .filter((port) => !named.has(at(port, 'targetPort')))
        .map((port) => `${title}: ${String(at(port, 'targetPort'))} is no port of its pods`);
    });
}

/** Nothing is allowed unless a policy says so, and every pod that policies name exists. */
function policies(manifests: readonly Mapping[], workloads: readonly Workload[]): string[] {
  const all = manifests.filter((manifest) => manifest['kind'] === 'NetworkPolicy');
  const closed = all.some(
    ({ spec }) =>
      Object.keys(mapping(at(spec, 'podSelector'))).length === 0 &&
      list(at(spec, 'policyTypes')).join() === 'Ingress,Egress' &&
      at(spec, 'ingress') === undefined &&
      at(spec, 'egress') === undefined,
  );
  const names = all.flatMap((policy) =>
    [
      ...JSON.stringify(policy['spec']).matchAll(
        /"app\.kubernetes\.io\/name"(?::"([\w-]+)"|,"operator":"In","values":\[([^\]]*)\])/g,
      ),
    ].flatMap(([, one, many = '']) => one ?? many.split(',').map((name) => name.replaceAll('"', ''))),
  );
  const unknown = names.filter((name) => !workloads.some((workload) => workload.name === name));
  return [
    ...(closed ? [] : ['nothing is closed by default']),
    ...unknown.map((name) => `a policy names ${name}, which is not there`),
  ];
}

function settings(manifests: readonly Mapping[]): string[] {
  const data = mapping(manifests.find((manifest) => nameOf(manifest) === 'landfall-settings')?.['data']);
  const secrets = mapping(manifests.find((manifest) => nameOf(manifest) === 'landfall-secrets')?.['data']);
  return Object.entries(data).flatMap(([name, value]) => {
    if (!LANDFALL_VARIABLES.has(name)) return `${name} is no setting`;
    const file = /^\/run\/secrets\/landfall\/(.+)$/.exec(String(value))?.[1];
    return file !== undefined && !(file in secrets) ? `${name} names a secret that is not there` : [];
  });
}

function stores(manifests: readonly Mapping[], brokers: number): string[] {
  const find = (kind: string, name: string): Mapping =>
    mapping(manifests.find((manifest) => manifest['kind'] === kind && nameOf(manifest) === name));
  const kafka = mapping(find('ConfigMap', 'kafka-settings')['data']);
  const landfall = mapping(find('ConfigMap', 'landfall-settings')['data']);
  const ids = Array.from({ length: brokers }, (_, id) => id);
  const copies = String(brokers);
  const inSync = brokers === 1 ? '1' : '2';
  const redis = mapping(at(find('StatefulSet', 'redis'), 'spec', 'template', 'spec', 'containers', 0));
  const memory = list(redis['env']).find((variable) => at(variable, 'name') === 'REDIS_MAXMEMORY');
  const claims = (name: string): readonly unknown[] =>
    list(at(find('StatefulSet', name), 'spec', 'volumeClaimTemplates'));
  const checks: readonly (readonly [boolean, string])[] = [
    [at(find('StatefulSet', 'kafka'), 'spec', 'replicas') === brokers, 'kafka: not that many brokers'],
    [
      kafka['QUORUM_VOTERS'] === ids.map((id) => `${id}@kafka-${id}.kafka:9093`).join(),
      'kafka: the quorum is not that of the brokers',
    ],
    [kafka['REPLICATION_FACTOR'] === copies, 'kafka: another number of copies'],
    [kafka['MIN_INSYNC_REPLICAS'] === inSync, 'kafka: acknowledged by another number'],
    [landfall['LANDFALL_KAFKA_REPLICATION_FACTOR'] === copies, 'topics: another number of copies'],
    [landfall['LANDFALL_KAFKA_MIN_INSYNC_REPLICAS'] === inSync, 'topics: acknowledged by another number'],
    [
      landfall['LANDFALL_KAFKA_BROKERS'] === ids.map((id) => `kafka-${id}.kafka:9092`).join(),
      'landfall: does not know all brokers',
    ],
    [
      redisFits(at(memory, 'value'), at(redis, 'resources', 'limits', 'memory')),
      'redis: its data can outgrow its limit',
    ],
    [claims('kafka').length === 1 && claims('redis').length === 1, 'a store has no disk'],
  ];
  return checks.flatMap(([kept, problem]) => (kept ? [] : [problem]));
}

function matcher(workloads: readonly Workload[]): string[] {
  const limit = bytesOf(
    at(workloads.find(({ name }) => name === 'matcher')?.container, 'resources', 'limits', 'memory'),
  );
  return limit * 0.7 >= measuredMemoryBytes() ? [] : ['matcher: less memory than was measured'];
}
