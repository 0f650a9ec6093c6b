import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeRecording, readHitLines, readRecording } from './recording.ts';

const NAMES = readdirSync(path.join(import.meta.dirname, 'recordings'))
  .filter((file) => file.endsWith('.json.gz'))
  .map((file) => file.replace('.json.gz', ''));

/**
 * Logs as they once were, with the hits that they gave. A change that makes one of them give others changes what was told to people: it
 * needs a new version of the rule, and a recording of its own. None is ever written anew.
 */
describe('a recorded log', () => {
  it.each(NAMES)('gives the hits that it gave when it was recorded: %s', async (name) => {
    expect(await judgeRecording(readRecording(name))).toEqual(readHitLines(name));
  });

  it('has hits of every rule that a new installation begins with', () => {
    const rules = new Set(NAMES.flatMap(readHitLines).map((line) => line.split(' ')[0]));
    expect([...rules].toSorted()).toEqual([
      'convoy',
      'london-to-kent',
      'missing-child',
      'port-then-road',
      'road-then-port',
      'shuttle',
      'watch-hit',
    ]);
  });
});
