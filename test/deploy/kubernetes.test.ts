import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { typeProblems } from './kubernetes-types.ts';
import { buildKustomization } from './kustomization.ts';
import { manifestProblems } from './manifest-rules.ts';
import { DEPLOY_DIR } from './yaml-value.ts';
import type { Mapping } from './yaml-value.ts';

const OVERLAYS = { trial: 1, force: 3 } as const;
const folder = mkdtempSync(path.join(tmpdir(), 'landfall-k8s-'));
cpSync(path.join(DEPLOY_DIR, 'k8s'), folder, { recursive: true });
for (const overlay of Object.keys(OVERLAYS)) {
  execFileSync(path.join(DEPLOY_DIR, 'make-secrets.sh'), [path.join(folder, 'overlays', overlay, 'secrets')]);
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const overlayFolder = (overlay: string): string => path.join(folder, 'overlays', overlay);
const force = buildKustomization(overlayFolder('force'));

/** The manifests as text with something replaced everywhere, which has to be in them. */
function broken(from: string, to: string): Mapping[] {
  const text = JSON.stringify(force);
  expect(text).toContain(from);
  return JSON.parse(text.replaceAll(from, to)) as Mapping[];
}

describe.each(Object.entries(OVERLAYS))('the overlay %s', (overlay, brokers) => {
  test('fits the types of the Kubernetes API, and has no field that these do not know', () => {
    expect(typeProblems(buildKustomization(overlayFolder(overlay)))).toEqual([]);
  });

  test('keeps what it promises', () => {
    expect(manifestProblems(buildKustomization(overlayFolder(overlay)), brokers)).toEqual([]);
  });
});

describe('the types of the Kubernetes API', () => {
  test.each([
    ['"readOnlyRootFilesystem"', '"readonlyRootFilesystem"', 'readonlyRootFilesystem'],
    ['"mountPath":"/tmp"', '"subPath":"/tmp"', 'mountPath'],
    ['"periodSeconds":5', '"periodSeconds":"5"', "'string' is not assignable to type 'number'"],
  ])('refuse %j as %j', (from, to, named) => {
    expect(typeProblems(broken(from, to)).join('\n')).toContain(named);
  });
});

test.each([
  ['"runAsNonRoot":true', '"runAsNonRoot":false', 'ingest: may run as root'],
  ['"runAsUser":999', '"runAsUser":0', 'redis: runs as root'],
  ['"type":"RuntimeDefault"', '"type":"Unconfined"', 'matcher: has no seccomp profile'],
  ['"automountServiceAccountToken":false', '"automountServiceAccountToken":true', 'topics: has a token of the cluster'],
  ['"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false', 'kafka: root is writable'],
  ['"allowPrivilegeEscalation":false', '"allowPrivilegeEscalation":true', 'registry: may gain privileges'],
  ['"drop":["ALL"]', '"drop":[]', 'control-room: has capabilities'],
  ['"limits":{"cpu":"1","memory":"256Mi"}', '"limits":{"cpu":"1"}', 'schemas: has no memory limit'],
  ['"limits":{"cpu":"1",', '"limits":{', 'watchlist: has no CPU limit'],
  ['landfall:0.1.0', 'landfall:latest', 'ingest: image is not pinned'],
  ['"emptyDir":{"medium":"Memory","sizeLimit":"64Mi"}', '"hostPath":{"path":"/"}', 'ingest: mounts the host'],
  ['"configMapRef":{"name":"landfall-settings"}', '"configMapRef":{"name":"other"}', 'matcher: no ConfigMap other'],
  ['"secretName":"landfall-secrets"', '"secretName":"other"', 'redis: no Secret other'],
  ['"key":"redis-password"', '"key":"password"', 'redis: no password in landfall-secrets'],
  ['"name":"tmp","mountPath"', '"name":"temp","mountPath"', 'matcher: no volume temp'],
  ['/readyz', '/ready', 'ingest: readinessProbe asks for /ready'],
  ['"containerPort":8080', '"containerPort":8081', 'watchlist: livenessProbe asks another port than the process has'],
  ['"terminationGracePeriodSeconds":30', '"terminationGracePeriodSeconds":5', 'matcher: is cut off while it drains'],
  ['"targetPort":"redis"', '"targetPort":"data"', 'Service redis: data is no port of its pods'],
  [
    '"maxUnavailable":1,"selector":{"matchLabels":{"app.kubernetes.io/name":"kafka"',
    '"maxUnavailable":1,"selector":{"matchLabels":{"app.kubernetes.io/name":"kafkas"',
    'PodDisruptionBudget kafka: chooses no pod',
  ],
  ['"podSelector":{},', '"podSelector":{"matchLabels":{"a":"b"}},', 'nothing is closed by default'],
  [
    '"values":["ingest","watchlist","control-room"]',
    '"values":["ingestion"]',
    'a policy names ingestion, which is not there',
  ],
  ['LANDFALL_REDIS_NODES', 'LANDFALL_REDIS_NODE', 'LANDFALL_REDIS_NODE is no setting'],
  ['landfall/landfall.keys.yaml', 'landfall/keys.yaml', 'LANDFALL_KEYS_FILE names a secret that is not there'],
  ['2@kafka-2.kafka', '2@kafka-1.kafka', 'kafka: the quorum is not that of the brokers'],
  ['"REPLICATION_FACTOR":"3"', '"REPLICATION_FACTOR":"2"', 'kafka: another number of copies'],
  ['"MIN_INSYNC_REPLICAS":"2"', '"MIN_INSYNC_REPLICAS":"1"', 'kafka: acknowledged by another number'],
  [
    '"LANDFALL_KAFKA_REPLICATION_FACTOR":"3"',
    '"LANDFALL_KAFKA_REPLICATION_FACTOR":"1"',
    'topics: another number of copies',
  ],
  ['kafka-1.kafka:9092,', '', 'landfall: does not know all brokers'],
  ['"value":"2gb"', '"value":"3gb"', 'redis: its data can outgrow its limit'],
  ['"volumeClaimTemplates"', '"volumeClaims"', 'a store has no disk'],
  [
    '"limits":{"cpu":"2","memory":"2Gi"}',
    '"limits":{"cpu":"2","memory":"1536Mi"}',
    'matcher: less memory than was measured',
  ],
])('manifests are refused with %j as %j', (from, to, problem) => {
  expect(manifestProblems(broken(from, to), 3)).toContain(problem);
});

test('an overlay whose secrets were not made is refused', () => {
  const bare = path.join(folder, 'bare');
  cpSync(overlayFolder('force'), path.join(bare, 'overlays/force'), { recursive: true });
  for (const part of ['base', 'stores']) cpSync(path.join(folder, part), path.join(bare, part), { recursive: true });
  rmSync(path.join(bare, 'overlays/force/secrets'), { recursive: true });
  expect(() => buildKustomization(path.join(bare, 'overlays/force'))).toThrow('redis-password is missing');
});
