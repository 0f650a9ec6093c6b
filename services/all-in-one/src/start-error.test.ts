import { describe, expect, it } from 'vitest';
import { explainFailure } from './start-error.ts';

const place = { dataFile: 'landfall.db', port: 8080 };
const failure = (code: string): Error => Object.assign(new Error('raw'), { code });

describe('explainFailure', () => {
  it.each([
    ['EADDRINUSE', 'port-in-use', /--port 8081/],
    ['log-newer-version', 'data-newer-version', /newer version/],
    ['log-full', 'disk-full', /Free some room/],
    ['ENOSPC', 'disk-full', /Free some room/],
    ['log-locked', 'data-in-use', /in use by another process/],
    ['log-damaged', 'data-damaged', /backup/],
    ['ENOENT', 'folder-missing', /folder/],
    ['EACCES', 'not-permitted', /folder you may write to/],
  ])('says of %s what to do', (raw, code, words) => {
    const explained = explainFailure(failure(raw), place);
    expect(explained.code).toBe(code);
    expect(explained.message).toMatch(words);
  });

  it('keeps the stack of what nobody foresaw', () => {
    expect(explainFailure(new TypeError('odd'), place).message).toContain('TypeError: odd');
  });
});
