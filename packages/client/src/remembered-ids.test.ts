import { describe, expect, it } from 'vitest';
import { rememberedIds } from './remembered-ids.ts';

describe('rememberedIds', () => {
  it('knows the newest ids and forgets the oldest', () => {
    const ids = rememberedIds(2);
    for (const id of ['a', 'b', 'c']) ids.add(id);
    expect(['a', 'b', 'c'].map((id) => ids.has(id))).toEqual([false, true, true]);
  });

  it('keeps an id that comes again for longer', () => {
    const ids = rememberedIds(2);
    for (const id of ['a', 'b', 'a', 'c']) ids.add(id);
    expect(['a', 'b', 'c'].map((id) => ids.has(id))).toEqual([true, false, true]);
  });

  it('remembers nothing when told so', () => {
    const ids = rememberedIds(0);
    ids.add('a');
    expect(ids.has('a')).toBe(false);
  });
});
