import { describe, expect, it } from 'vitest';
import { openEmbeddedFile } from './embedded-file.ts';
import { codeOf, read, TOPICS, withFile } from './test-files.ts';

describe('openEmbeddedFile', () => {
  it('keeps records and schemas in one file', () =>
    withFile(async (path) => {
      const first = await openEmbeddedFile({ path, topics: TOPICS });
      const id = await first.registry.register('reads-value', '"string"');
      const positions = await first.log.append([read('k', 'kept')]);
      await first.close();
      await first.close();
      const second = await openEmbeddedFile({ path, topics: TOPICS });
      expect(await second.registry.schema(id)).toBe('"string"');
      expect((await second.log.fetch(positions)).map((one) => one.value.toString())).toEqual(['kept']);
      await second.close();
    }));

  it('leaves the registry open when only the log is closed', () =>
    withFile(async (path) => {
      const file = await openEmbeddedFile({ path, topics: TOPICS });
      await file.log.close();
      expect(await file.registry.register('reads-value', '"string"')).toBeGreaterThan(0);
      expect(await codeOf(openEmbeddedFile({ path, topics: TOPICS }))).toBe('log-locked');
      await file.close();
      const again = await openEmbeddedFile({ path, topics: TOPICS });
      await again.close();
    }));
});
