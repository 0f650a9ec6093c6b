import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTopics, schemaByTopic } from './topics.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landfall-topics-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string): void => writeFileSync(path.join(folder, 'topics.yaml'), text);

describe('loadTopics', () => {
  it('reads names, schemas and bounds, and a message bound by default', () => {
    write('topics:\n  hits: { schema: hit, key: vehicleMark, partitions: 8, cleanup: delete, retentionHours: 24 }\n');
    const topics = loadTopics(folder);
    expect(topics).toEqual([
      { name: 'hits', schema: 'hit', partitions: 8, cleanup: 'delete', retentionHours: 24, maxMessageBytes: 1_048_576 },
    ]);
    expect(schemaByTopic(topics)).toEqual({ hits: 'hit' });
  });

  it('refuses an unknown setting and says where it stands', () => {
    write('topics:\n  hits: { schema: hit, key: k, partitions: 8, cleanup: delete, retention: 24 }\n');
    expect(() => loadTopics(folder)).toThrow(/retention/);
  });
});
