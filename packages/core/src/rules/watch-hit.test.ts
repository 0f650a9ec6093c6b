import { describe, expect, it } from 'vitest';
import type { EntryState } from '../words.ts';
import { HOUR, NOON, sampleEntry } from '../fixtures.ts';
import { foldedKeyHash } from '../fold.ts';
import type { Subject } from '../match.ts';
import { createWatchIndex } from '../watch-index.ts';
import { holdsFromMs, holdsToMs, indexedIdentifiers, watchHits } from './watch-hit.ts';

function outcome(atMs: number, mark: string, subject: Subject): string {
  const index = createWatchIndex();
  for (const identifier of indexedIdentifiers(sampleEntry(), 0)) index.add(identifier);
  const matches = watchHits({ mark, keyHash: foldedKeyHash(mark), atMs, subject }, index);
  return matches.map(({ matchKind }) => matchKind).join() || 'nothing';
}

describe('watch-hit', () => {
  it.each([
    { atMs: NOON + HOUR / 2, mark: 'GK66ABC', subject: 'registration', expected: 'EXACT' },
    { atMs: NOON - 6 * HOUR, mark: 'GK66ABC', subject: 'registration', expected: 'EXACT' },
    { atMs: NOON - 6 * HOUR - 1, mark: 'GK66ABC', subject: 'registration', expected: 'nothing' },
    { atMs: NOON + 8 * HOUR - 1, mark: 'GK66ABC', subject: 'registration', expected: 'EXACT' },
    { atMs: NOON + 8 * HOUR, mark: 'GK66ABC', subject: 'registration', expected: 'nothing' },
    { atMs: NOON + HOUR / 2, mark: 'GK6GABC', subject: 'registration', expected: 'CONFUSABLE' },
    { atMs: NOON + HOUR / 2, mark: '6K6GABC', subject: 'registration', expected: 'nothing' },
    { atMs: NOON + HOUR / 2, mark: 'GK66ABC', subject: 'container', expected: 'nothing' },
  ] as const)(
    'goes as the worked example says: at $atMs, $mark as $subject gives $expected',
    ({ atMs, mark, subject, expected }) => {
      expect(outcome(atMs, mark, subject)).toBe(expected);
    },
  );
});

describe('holdsFromMs and holdsToMs', () => {
  it('reach from the look-back to the end, or to no end', () => {
    expect(holdsFromMs(sampleEntry())).toBe(NOON - 6 * HOUR);
    expect(holdsToMs(sampleEntry())).toBe(NOON + 8 * HOUR);
    expect(holdsToMs(sampleEntry({ validTo: null }))).toBe(Infinity);
  });
});

describe('indexedIdentifiers', () => {
  it.each(['AWAITING_APPROVAL', 'WITHDRAWN', 'WEEDED', 'UNKNOWN'] satisfies EntryState[])(
    'indexes nothing of an entry that is %s',
    (state) => {
      expect(indexedIdentifiers(sampleEntry({ state }), 4)).toEqual([]);
    },
  );

  it('gives each identifier once, under the slot of the entry', () => {
    const identifiers = [
      { kind: 'VRM', raw: 'GK66 ABC', mark: 'GK66ABC' },
      { kind: 'VRM', raw: 'gk66abc', mark: 'GK66ABC' },
      { kind: 'PARTIAL_VRM', raw: 'GK66 ?BC', mark: 'GK66?BC' },
      { kind: 'TRAILER', raw: 'TR 1', mark: 'TR1' },
      { kind: 'CONTAINER', raw: 'MSCU 123456 7', mark: 'MSCU1234567' },
    ] as const;
    const indexed = indexedIdentifiers(sampleEntry({ identifiers }), 4);
    expect(indexed.map(({ ref, kind, mark, forgivenMax }) => [ref, kind, mark, forgivenMax])).toEqual([
      [4, 'VRM', 'GK66ABC', 1],
      [4, 'PARTIAL_VRM', 'GK66?BC', 1],
      [4, 'TRAILER', 'TR1', 1],
      [4, 'CONTAINER', 'MSCU1234567', 1],
    ]);
  });

  it('leaves out what could match nothing or everything', () => {
    const identifiers = [
      { kind: 'UNKNOWN', raw: 'GK66ABC', mark: 'GK66ABC' },
      { kind: 'VRM', raw: '---', mark: '' },
      { kind: 'PARTIAL_VRM', raw: '*', mark: '*' },
      { kind: 'VRM', raw: 'x'.repeat(40), mark: 'X'.repeat(40) },
    ] as const;
    expect(indexedIdentifiers(sampleEntry({ identifiers }), 0)).toEqual([]);
  });
});
