import { describe, expect, it } from 'vitest';
import { settingsOf } from './options.ts';

const nodes = [{ host: '127.0.0.1', port: 6379 }];

describe('settingsOf', () => {
  it('fills in what is not said', () => {
    expect(settingsOf({ nodes })).toMatchObject({ cluster: false, namespace: 'landfall', bucketCount: 256 });
  });

  it.each([
    { nodes: [] },
    { nodes, namespace: 'a{b}' },
    { nodes, namespace: '' },
    { nodes, bucketCount: 0 },
    { nodes, bucketCount: 1025 },
    { nodes, bucketCount: 2.5 },
  ])('asserts that options make sense: %o', (wrong) => {
    expect(() => settingsOf(wrong)).toThrow(TypeError);
  });
});
