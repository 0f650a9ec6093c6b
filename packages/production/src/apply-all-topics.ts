import type { AppliedTopics, TopicDifference } from '@landfall/adapter-kafka';
import { applyTopics } from '@landfall/adapter-kafka';
import { loadTopics } from '@landfall/runtime';
import { kafkaOptions } from './connections.ts';
import { SCHEMAS_DIR } from './production-world.ts';
import type { Settings } from './settings-table.ts';

/** Creates the topics of schemas/topics.yaml that are missing, unless only to check, and compares the others. Rejects with LogError. */
export function applyAllTopics(settings: Settings, options: { readonly checkOnly: boolean }): Promise<AppliedTopics> {
  const { checkOnly } = options;
  const copies = {
    replicationFactor: settings['kafka.replicationFactor'],
    minInsyncReplicas: settings['kafka.minInsyncReplicas'],
  };
  return applyTopics({ ...kafkaOptions(settings), ...copies, checkOnly }, loadTopics(SCHEMAS_DIR));
}

/** How many topics there should be, and what stands otherwise. Changes nothing. */
export async function checkTopics(
  settings: Settings,
): Promise<{ readonly count: number; readonly differences: readonly TopicDifference[] }> {
  const { differences } = await applyAllTopics(settings, { checkOnly: true });
  return { count: loadTopics(SCHEMAS_DIR).length, differences };
}
