import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Topic } from '@landfall/core';
import { parse } from 'yaml';
import { z } from 'zod';

const topicSchema = z.strictObject({
  schema: z.string(),
  key: z.string(),
  partitions: z.int().min(1).max(1024),
  cleanup: z.enum(['delete', 'compact']),
  retentionHours: z.int().min(1).optional(),
  maxMessageBytes: z.int().min(1024).optional(),
});

const fileSchema = z.strictObject({ topics: z.record(z.string(), topicSchema) });

export interface TopicDefinition {
  readonly name: Topic;
  readonly schema: string;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** Absent: kept for ever. */
  readonly retentionHours?: number;
  readonly maxMessageBytes: number;
}

const MESSAGE_BYTES_MAX_DEFAULT = 1024 * 1024;

/** Reads `topics.yaml` of the schemas folder. Throws with the place of what is wrong. */
export function loadTopics(schemasDir: string): readonly TopicDefinition[] {
  const { topics } = fileSchema.parse(parse(readFileSync(path.join(schemasDir, 'topics.yaml'), 'utf8')));
  return Object.entries(topics).map(([name, topic]) => ({
    name: name as Topic,
    schema: topic.schema,
    partitions: topic.partitions,
    cleanup: topic.cleanup,
    maxMessageBytes: topic.maxMessageBytes ?? MESSAGE_BYTES_MAX_DEFAULT,
    ...(topic.retentionHours === undefined ? {} : { retentionHours: topic.retentionHours }),
  }));
}

export function schemaByTopic(topics: readonly TopicDefinition[]): Readonly<Record<Topic, string>> {
  return Object.fromEntries(topics.map(({ name, schema }) => [name, schema])) as Record<Topic, string>;
}
