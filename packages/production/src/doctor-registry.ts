import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspectSubject } from '@landfall/adapter-registry';
import { loadTopics } from '@landfall/runtime';
import { registryOptions } from './connections.ts';
import type { Finding } from './finding.ts';
import { doubtful, examined, fine, wrong } from './finding.ts';
import { SCHEMAS_DIR } from './production-world.ts';
import type { Settings } from './settings-table.ts';

const RULE = 'FULL_TRANSITIVE';
const REGISTER = 'landfall schemas register';

/** The registry: whether it has all schemas, and holds every new version against all before. */
export async function examineRegistry(settings: Settings): Promise<readonly Finding[]> {
  if (settings['registry.url'] === '') {
    return [wrong('registry', 'no address is named', 'Set registry.url (LANDFALL_REGISTRY_URL).')];
  }
  const remedy =
    'Is it up? Look at registry.url, which has to be where Confluent’s API begins, and at registry.password.';
  return examined('registry', () => examineSubjects(settings), remedy);
}

async function examineSubjects(settings: Settings): Promise<readonly Finding[]> {
  const options = registryOptions(settings);
  const topics = loadTopics(SCHEMAS_DIR);
  const findings: Finding[] = [];
  for (const { name, schema } of topics) {
    const { subject, versions, compatibility } = await inspectSubject(options, `${name}-value`);
    const ours = plain(readFileSync(path.join(SCHEMAS_DIR, `${schema}.avsc`), 'utf8'));
    const there = versions.some(({ schemaJson }) => plain(schemaJson) === ours);
    if (!there) findings.push(wrong('schemas', `${subject} has not the schema of this version`, REGISTER));
    else if (compatibility !== RULE) {
      const remedy = `Set it to ${RULE}; ${REGISTER} does so for a new subject.`;
      findings.push(doubtful('schemas', `${subject} has compatibility ${compatibility ?? 'of the registry'}`, remedy));
    }
  }
  const reached = fine('registry', `${options.url} answers`);
  if (findings.length > 0) return [reached, ...findings];
  return [reached, fine('schemas', `all ${topics.length} are there, with ${RULE}`)];
}

/** JSON without its layout. */
function plain(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
