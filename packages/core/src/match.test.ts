import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Match } from './match.ts';
import { compareStrength, compareText, meetsSubject, strongestMatches } from './match.ts';

const match: fc.Arbitrary<Match> = fc.record({
  ref: fc.nat(3),
  kind: fc.constantFrom('VRM', 'TRAILER', 'PARTIAL_VRM'),
  mark: fc.constantFrom('A', 'B'),
  matchKind: fc.constantFrom('EXACT', 'CONFUSABLE', 'WILDCARD'),
  forgiven: fc.array(fc.constant({ index: 0, read: 'O', listed: '0' }), { maxLength: 2 }),
});

const byRef = (matches: readonly Match[]): readonly Match[] => matches.toSorted((a, b) => a.ref - b.ref);

describe('strongestMatches', () => {
  it('keeps one match of each entry, and none is stronger', () => {
    fc.assert(
      fc.property(fc.array(match), (matches) => {
        const strongest = strongestMatches(matches);
        expect(new Set(strongest.map(({ ref }) => ref))).toEqual(new Set(matches.map(({ ref }) => ref)));
        expect(new Set(strongest.map(({ ref }) => ref)).size).toBe(strongest.length);
        for (const kept of strongest) {
          expect(matches.some((other) => other.ref === kept.ref && compareStrength(other, kept) < 0)).toBe(false);
        }
      }),
    );
  });

  it('does not depend on order', () => {
    const shuffled = fc
      .array(match)
      .chain((matches) => fc.tuple(fc.constant(matches), fc.shuffledSubarray(matches, { minLength: matches.length })));
    fc.assert(
      fc.property(shuffled, ([matches, other]) => {
        expect(byRef(strongestMatches(other))).toEqual(byRef(strongestMatches(matches)));
      }),
    );
  });

  it('puts exact before confusable before wildcard', () => {
    const base = { ref: 1, kind: 'VRM', mark: 'A', forgiven: [] } as const;
    const kinds = ['WILDCARD', 'CONFUSABLE', 'EXACT'] as const;
    const ordered = kinds.map((matchKind) => ({ ...base, matchKind })).toSorted(compareStrength);
    expect(ordered.map(({ matchKind }) => matchKind)).toEqual(['EXACT', 'CONFUSABLE', 'WILDCARD']);
  });
});

describe('meetsSubject', () => {
  it('keeps containers apart from what a plate can show', () => {
    expect(meetsSubject('CONTAINER', 'container')).toBe(true);
    expect(meetsSubject('CONTAINER', 'registration')).toBe(false);
    for (const kind of ['VRM', 'TRAILER', 'PARTIAL_VRM'] as const) {
      expect(meetsSubject(kind, 'registration')).toBe(true);
      expect(meetsSubject(kind, 'container')).toBe(false);
    }
  });
});

describe('compareText', () => {
  it('orders by code unit, whatever the locale', () => {
    expect(['b', 'a', 'B', 'ä'].toSorted(compareText)).toEqual(['B', 'a', 'b', 'ä']);
  });
});
