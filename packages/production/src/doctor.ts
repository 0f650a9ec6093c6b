import { statSync } from 'node:fs';
import { readKeysFile } from '@landfall/runtime';
import { examineKafka } from './doctor-kafka.ts';
import { examineRedis } from './doctor-redis.ts';
import { examineRegistry } from './doctor-registry.ts';
import type { Finding } from './finding.ts';
import { doubtful, examined, fine, wrong } from './finding.ts';
import type { Settings } from './settings-table.ts';

/** Looks at everything that the processes need, and changes nothing but a topic that it makes for the brokers' clocks and deletes. */
export async function diagnose(settings: Settings): Promise<readonly Finding[]> {
  const parts = await Promise.all([
    examineKafka(settings),
    examineRegistry(settings),
    examineRedis(settings),
    examined('keys file', async () => examineKeys(settings), 'Name a keys file: keysFile (LANDFALL_KEYS_FILE).'),
  ]);
  return parts.flat();
}

/** Anybody but the owner, as the permissions of a file have it; and of these, anybody at all. */
const OTHERS = 0o077;
const WORLD = 0o007;

function examineKeys({ keysFile }: Settings): readonly Finding[] {
  const about = 'keys file';
  if (keysFile === '') return [wrong(about, 'none is named', 'Set keysFile (LANDFALL_KEYS_FILE).')];
  const { keys } = readKeysFile(keysFile);
  const found = fine(about, `${keysFile} holds ${keys.length} keys`);
  const mode = statSync(keysFile).mode;
  const remedy = `chmod 600 ${keysFile}`;
  if ((mode & WORLD) !== 0) return [found, wrong(about, `everybody on this machine can open ${keysFile}`, remedy)];
  if ((mode & OTHERS) !== 0) return [found, doubtful(about, `a group of this machine can open ${keysFile}`, remedy)];
  return [found];
}
