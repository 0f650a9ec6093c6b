import type { Rule } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import { readable } from './readable.ts';

const BATCH_MAX = 1000;

/** Every version of every rule that the log holds, of records that can be read: the matcher has buried the others. */
export async function logsRules({ log, codec }: Pick<Platform, 'log' | 'codec'>): Promise<readonly Rule[]> {
  const rules = new Map<string, Rule>();
  for await (const batch of log.scan({ topic: 'rules', batchMax: BATCH_MAX })) {
    await codec.load(batch.records);
    for (const { value } of batch.records) {
      const rule = readable(() => codec.decode('rules', value));
      if (rule !== undefined) rules.set(`${rule.ruleId}/${rule.version}`, rule);
    }
  }
  return [...rules.values()];
}
