import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { at, list, mapping, parseDocuments, parseYaml } from './yaml-value.ts';
import type { Mapping } from './yaml-value.ts';

/** What this file knows of kustomize; a kustomization that uses more is refused. */
const KNOWN = new Set([
  'apiVersion',
  'kind',
  'resources',
  'images',
  'replicas',
  'configMapGenerator',
  'secretGenerator',
]);
const GENERATORS = { configMapGenerator: 'ConfigMap', secretGenerator: 'Secret' } as const;

/**
 * The manifests of a kustomization, for the part of kustomize that deploy/k8s keeps to: resources, generators (merging ones too), images and
 * replicas. Names of generated objects keep no hash. Throws for a file that is missing and for anything that it does not know, so that
 * what is tested is what would be applied.
 */
export function buildKustomization(folder: string): Mapping[] {
  const kustomization = parseYaml(readText(path.join(folder, 'kustomization.yaml')));
  for (const key of Object.keys(kustomization)) {
    if (!KNOWN.has(key)) throw new Error(`${folder}: ${key} is not known here`);
  }
  const manifests = list(kustomization['resources']).flatMap((resource) => {
    const file = path.join(folder, String(resource));
    return file.endsWith('.yaml') ? parseDocuments(readText(file)) : buildKustomization(file);
  });
  for (const [key, kind] of Object.entries(GENERATORS)) {
    for (const generator of list(kustomization[key])) generate(manifests, kind, { folder, ...mapping(generator) });
  }
  const changed = manifests.map((manifest) => withReplicas(manifest, list(kustomization['replicas'])));
  return changed.map((manifest) => withImages(manifest, list(kustomization['images'])) as Mapping);
}

function readText(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  return readFileSync(file, 'utf8');
}

function generate(manifests: Mapping[], kind: string, generator: Mapping & { readonly folder: string }): void {
  const { folder, name, namespace, behavior = 'create' } = generator;
  const data: Record<string, string> = {};
  for (const literal of list(generator['literals'])) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(String(literal)) ?? [];
    data[key] = value;
  }
  for (const file of list(generator['files']))
    data[path.basename(String(file))] = readText(path.join(folder, String(file)));
  const encoded = kind === 'ConfigMap' ? data : mapValues(data, (text) => Buffer.from(text).toString('base64'));
  const position = manifests.findIndex((item) => item['kind'] === kind && at(item, 'metadata', 'name') === name);
  if ((behavior === 'merge') !== position >= 0)
    throw new Error(`${folder}: ${String(name)} cannot be ${String(behavior)}d`);
  const before = position >= 0 ? mapping(manifests[position]?.['data']) : {};
  const made = { apiVersion: 'v1', kind, metadata: { name, namespace }, data: { ...before, ...encoded } };
  manifests.splice(position >= 0 ? position : manifests.length, position >= 0 ? 1 : 0, made);
}

function mapValues(data: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, change(value)]));
}

function withReplicas(manifest: Mapping, replicas: readonly unknown[]): Mapping {
  const wanted = replicas.find((item) => at(item, 'name') === at(manifest, 'metadata', 'name'));
  const spec = mapping(manifest['spec']);
  return wanted !== undefined && 'replicas' in spec
    ? { ...manifest, spec: { ...spec, replicas: at(wanted, 'count') } }
    : manifest;
}

/** Every `image` of the value, also in lists and mappings within it. */
function withImages(value: unknown, images: readonly unknown[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withImages(item, images));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const image = key === 'image' ? images.find((wanted) => at(wanted, 'name') === item) : undefined;
      return [
        key,
        image === undefined
          ? withImages(item, images)
          : `${String(at(image, 'newName'))}:${String(at(image, 'newTag'))}`,
      ];
    }),
  );
}
