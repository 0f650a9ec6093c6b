import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mapping } from './yaml-value.ts';

const TYPES = path.dirname(createRequire(import.meta.url).resolve('kubernetes-types/package.json'));
const TSC = path.resolve(import.meta.dirname, '../../node_modules/.bin/tsc');

/**
 * What the types of the Kubernetes API (its OpenAPI description of 1.30, as TypeScript) have against manifests: fields that are unknown,
 * missing or of a wrong type, at any depth. Each manifest becomes a literal of its kind's type, and the compiler says what does not fit.
 */
export function typeProblems(manifests: readonly Mapping[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'landfall-manifests-'));
  try {
    const file = path.join(folder, 'manifests.ts');
    writeFileSync(file, manifests.map(asLiteral).join('\n'));
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--types',
      '',
      '--target',
      'es2022',
    ];
    execFileSync(TSC, [...options, file], { encoding: 'utf8', cwd: folder });
    return [];
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string };
    if (stdout === '') throw error;
    return stdout.trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function asLiteral(manifest: Mapping, index: number): string {
  const [group = '', version = group] = String(manifest['apiVersion']).split('/');
  // The core group has no name in `apiVersion`; others stand under the first part of theirs.
  const module = group === version ? `core/${version}` : `${group.split('.')[0]}/${version}`;
  const kind = `import(${JSON.stringify(path.join(TYPES, module))}).${String(manifest['kind'])}`;
  return `export const manifest${index}: ${kind} = ${JSON.stringify(manifest, null, 1)};`;
}
