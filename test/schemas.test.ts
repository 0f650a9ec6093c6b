import { describe, expect, it } from 'vitest';
import { readFiles } from './tidy/read-files.ts';
import { checkSchemas } from './tidy/schemas.ts';
import { describeFinding } from './tidy/source-file.ts';
import { checkTopics } from './tidy/topics.ts';

describe('the schemas', () => {
  const files = readFiles();

  it('document every type and field, carry times as times, and have enums that can grow', () => {
    expect(checkSchemas(files).map(describeFinding)).toEqual([]);
  });

  it('belong to one topic each, and each topic has one', () => {
    expect(checkTopics(files).map(describeFinding)).toEqual([]);
  });
});
