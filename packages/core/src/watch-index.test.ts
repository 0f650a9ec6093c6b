import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from './assert.ts';
import { decide } from './decide.ts';
import { foldedKeyHash, forgivenCharacters } from './fold.ts';
import type { FactView, Match } from './match.ts';
import { compareStrength, compareText, NO_MATCHES } from './match.ts';
import { matchesPattern } from './pattern.ts';
import type { IndexedIdentifier } from './watch-index.ts';
import { createWatchIndex } from './watch-index.ts';

/** Mostly the same few folds, so that rows meet in long chains; else few characters, most of them confusable. */
const mark = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', 'O', 'D', '0X', 'OX') },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('0', 'O', 'D', 'X'), minLength: 1, maxLength: 3 }) },
);
const pattern = fc.string({ unit: fc.constantFrom('0', 'O', 'X', '?', '*'), minLength: 1, maxLength: 5 });
const validity = {
  holdsFromMs: fc.nat(5),
  holdsToMs: fc.oneof(fc.nat(10), fc.constant(Infinity)),
  forgivenMax: fc.nat(3),
};
const slot = fc.nat(6);
const identifier: fc.Arbitrary<IndexedIdentifier> = fc.oneof(
  fc.record({ ref: slot, kind: fc.constantFrom('VRM', 'VRM', 'TRAILER', 'CONTAINER'), mark, ...validity }),
  fc.record({ ref: slot, kind: fc.constant('PARTIAL_VRM'), mark: pattern, ...validity }),
);
const step = fc.oneof(
  { weight: 3, arbitrary: identifier.map((added) => ({ kind: 'add' as const, added })) },
  { weight: 1, arbitrary: slot.map((removed) => ({ kind: 'remove' as const, removed })) },
);
const fact: fc.Arbitrary<FactView> = fc
  .record({ mark, atMs: fc.nat(10), subject: fc.constantFrom('registration', 'registration', 'container') })
  .map((given) => ({ ...given, keyHash: foldedKeyHash(given.mark) }));

/** What the index means, said as plainly as possible: look at every identifier. */
function bruteForce(identifiers: readonly IndexedIdentifier[], given: FactView): readonly Match[] {
  const best = new Map<number, Match>();
  for (const listed of identifiers) {
    const match = matchOf(listed, given);
    const other = best.get(listed.ref);
    if (match !== null && (other === undefined || compareStrength(match, other) < 0)) best.set(listed.ref, match);
  }
  return [...best.values()];
}

function matchOf(listed: IndexedIdentifier, given: FactView): Match | null {
  const { ref: of, kind, mark: listedMark } = listed;
  if (given.atMs < listed.holdsFromMs || given.atMs >= listed.holdsToMs) return null;
  if ((kind === 'CONTAINER') !== (given.subject === 'container')) return null;
  if (kind === 'PARTIAL_VRM') {
    if (!matchesPattern(listedMark, given.mark)) return null;
    return { ref: of, kind, mark: listedMark, matchKind: 'WILDCARD', forgiven: [] };
  }
  const forgiven = forgivenCharacters(given.mark, listedMark, listed.forgivenMax);
  if (forgiven === null) return null;
  return { ref: of, kind, mark: listedMark, matchKind: forgiven.length === 0 ? 'EXACT' : 'CONFUSABLE', forgiven };
}

const inOrder = (matches: readonly Match[]): readonly Match[] =>
  matches.toSorted((a, b) => a.ref - b.ref || compareText(a.mark, b.mark));

const listed = (given: Partial<IndexedIdentifier> = {}): IndexedIdentifier => ({
  ref: 0,
  kind: 'VRM',
  mark: 'GK66ABC',
  holdsFromMs: 0,
  holdsToMs: Infinity,
  forgivenMax: 1,
  ...given,
});

const seen = (text: string, given: Partial<FactView> = {}): FactView => ({
  mark: text,
  keyHash: foldedKeyHash(text),
  atMs: 1,
  subject: 'registration',
  ...given,
});

describe('watch index', () => {
  it('finds what looking at every entry finds, through revisions and removals', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60, size: 'max' }),
        fc.array(fact, { minLength: 1, maxLength: 12 }),
        (steps, facts) => {
          const index = createWatchIndex();
          let model: IndexedIdentifier[] = [];
          for (const taken of steps) {
            if (taken.kind === 'add') {
              index.add(taken.added);
              model.push(taken.added);
            } else {
              index.remove(taken.removed);
              model = model.filter((one) => one.ref !== taken.removed);
            }
          }
          expect(index.size).toBe(model.length);
          for (const given of facts) {
            expect(inOrder(decide(given, { index }))).toEqual(inOrder(bruteForce(model, given)));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('does not care in which order entries came', () => {
    const shuffled = fc
      .array(identifier, { maxLength: 20 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, fact, ([all, other], given) => {
        const [one, two] = [createWatchIndex(), createWatchIndex()];
        for (const each of all) one.add(each);
        for (const each of other) two.add(each);
        expect(inOrder(two.match(given))).toEqual(inOrder(one.match(given)));
      }),
    );
  });

  it('tells a confusable match from an exact one, and names what it forgave', () => {
    const index = createWatchIndex();
    index.add(listed());
    expect(decide(seen('GK66ABC'), { index })).toEqual([
      { ref: 0, kind: 'VRM', mark: 'GK66ABC', matchKind: 'EXACT', forgiven: [] },
    ]);
    expect(decide(seen('GK66A8C'), { index })).toEqual([
      {
        ref: 0,
        kind: 'VRM',
        mark: 'GK66ABC',
        matchKind: 'CONFUSABLE',
        forgiven: [{ index: 5, read: '8', listed: 'B' }],
      },
    ]);
    expect(decide(seen('6K66A8C'), { index })).toBe(NO_MATCHES);
  });

  it('keeps the same vehicle on two lists as two entries', () => {
    const index = createWatchIndex();
    index.add(listed({ ref: 1 }));
    index.add(listed({ ref: 2 }));
    expect(
      decide(seen('GK66ABC'), { index })
        .map(({ ref: of }) => of)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2]);
    index.remove(1);
    expect(decide(seen('GK66ABC'), { index }).map(({ ref: of }) => of)).toEqual([2]);
  });

  it('gives one match of an entry that lists the mark and a pattern that covers it', () => {
    const index = createWatchIndex();
    index.add(listed({ kind: 'PARTIAL_VRM', mark: 'GK66*' }));
    index.add(listed());
    expect(decide(seen('GK66ABC'), { index }).map(({ matchKind }) => matchKind)).toEqual(['EXACT']);
    expect(decide(seen('GK66XYZ'), { index }).map(({ matchKind }) => matchKind)).toEqual(['WILDCARD']);
  });

  it('does not read the mark of a fact that nobody watches', () => {
    const index = createWatchIndex();
    index.add(listed());
    const unread: FactView = {
      keyHash: foldedKeyHash('M123XYZ'),
      atMs: 1,
      subject: 'registration',
      get mark(): string {
        throw new Error('the mark was read');
      },
    };
    expect(decide(unread, { index })).toBe(NO_MATCHES);
  });

  it('is total on facts that no schema would let pass', () => {
    const index = createWatchIndex();
    index.add(listed());
    index.add(listed({ ref: 1, kind: 'PARTIAL_VRM', mark: '*ABC' }));
    index.add(listed({ ref: 2, kind: 'PARTIAL_VRM', mark: 'GK6*' }));
    const strange = fc.record({
      mark: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('A'.repeat(1000))),
      keyHash: fc.oneof(fc.double(), fc.constant(foldedKeyHash('GK66ABC'))),
      atMs: fc.double(),
      subject: fc.constantFrom('registration' as const, 'container' as const),
    });
    fc.assert(
      fc.property(strange, (given) => {
        expect(Array.isArray(decide(given, { index }))).toBe(true);
      }),
    );
  });

  it('uses memory again when entries are revised for ever', () => {
    const index = createWatchIndex();
    for (let ref = 0; ref < 1000; ref += 1) index.add(listed({ ref, mark: `A${ref}XYZ` }));
    const { bytes } = index;
    for (let revision = 0; revision < 200; revision += 1) {
      for (let ref = 0; ref < 1000; ref += 1) {
        index.remove(ref);
        index.add(listed({ ref, mark: `B${(ref * 31 + revision) % 5000}XYZ` }));
      }
    }
    expect(index.size).toBe(1000);
    expect(index.bytes).toBe(bytes);
    expect(decide(seen('B199XYZ'), { index })).toHaveLength(1);
    expect(decide(seen('A7XYZ'), { index })).toBe(NO_MATCHES);
  });

  it('holds 200,000 entries of which 100,000 share one mark, and lets them go again', () => {
    const index = createWatchIndex();
    for (let ref = 0; ref < 200_000; ref += 1) index.add(listed({ ref, mark: ref % 2 === 0 ? 'GK66ABC' : `C${ref}` }));
    expect(decide(seen('GK66ABC'), { index })).toHaveLength(100_000);
    expect(decide(seen('C77777'), { index })).toHaveLength(1);
    for (let ref = 0; ref < 200_000; ref += 1) index.remove(ref);
    expect(index.size).toBe(0);
    expect(decide(seen('GK66ABC'), { index })).toBe(NO_MATCHES);
  });

  it('spends at most 100 bytes on an entry at a million', () => {
    const index = createWatchIndex();
    for (let ref = 0; ref < 1_000_000; ref += 1) index.add(listed({ ref, mark: `M${ref}` }));
    expect(index.bytes).toBeLessThanOrEqual(100_000_000);
    expect(decide(seen('M987654'), { index }).map((match) => match.ref)).toContain(987_654);
  });

  it('takes no identifier without a mark, longer than a mark, or for a slot that is none', () => {
    const index = createWatchIndex();
    for (const wrong of [{ mark: '' }, { mark: 'A'.repeat(17) }, { ref: -1 }, { ref: 0.5 }, { ref: 2 ** 40 }]) {
      expect(() => index.add(listed(wrong))).toThrow(AssertionFailure);
    }
    expect(() => index.add(listed({ kind: 'PARTIAL_VRM', mark: 'ABC*', ref: -1 }))).toThrow(AssertionFailure);
    expect(index.size).toBe(0);
    expect(() => index.remove(-1)).not.toThrow();
  });
});
