import type { Hit } from '@landfall/core';
import { describe, expect, it } from 'vitest';
import { rememberedHits } from './remembered-hits.ts';

type Said = Pick<Hit, 'hitId' | 'vehicleMark' | 'state' | 'entryRevision' | 'stateVersion'>;

/** Only what tells records of a hit apart. */
function record(given: Partial<Said> = {}): Hit {
  const said: Said = {
    hitId: 'a',
    vehicleMark: 'GK66ABC',
    state: 'RAISED',
    entryRevision: 1,
    stateVersion: 0,
    ...given,
  };
  return said as Hit;
}
const back = record({ state: 'RETRACTED', entryRevision: 2, stateVersion: 1 });

function newsIn(records: readonly Hit[], max = 10): readonly boolean[] {
  const remembered = rememberedHits(max);
  return records.map((hit) => {
    const news = remembered.isNews(hit);
    remembered.add(hit);
    return news;
  });
}

describe('rememberedHits', () => {
  it('knows the newest hits and forgets the oldest', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((hitId) => record({ hitId }));
    expect(newsIn([a!, b!, c!, a!], 2)).toEqual([true, true, true, true]);
    expect(newsIn([a!, b!, a!, c!, a!], 2)).toEqual([true, true, false, true, false]);
  });

  it('remembers nothing when told so', () => {
    expect(newsIn([record(), record()], 0)).toEqual([true, true]);
  });

  it('tells of a hit that is taken back, and of one that is in force again, once each', () => {
    const again = record({ entryRevision: 3 });
    expect(newsIn([record(), back, back, again, again])).toEqual([true, true, false, true, false]);
  });

  it('does not tell of a record that has been overridden, nor of a revision that changes nothing', () => {
    expect(newsIn([back, record()])).toEqual([true, false]);
    expect(newsIn([record(), record({ entryRevision: 2 }), record()])).toEqual([true, false, false]);
  });

  it('takes a hit that moves to another vehicle for one of each', () => {
    const moved = record({ vehicleMark: 'GK66A8C', entryRevision: 2, stateVersion: 2 });
    expect(newsIn([record(), moved, back])).toEqual([true, true, true]);
  });
});
