import { FORGIVEN_CHARACTERS_DEFAULT } from '@landfall/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted, wouldMatch } from './preview-match.ts';

const wanted = (mark: string, forgivenCharactersMax = FORGIVEN_CHARACTERS_DEFAULT) => ({
  identifier: { kind: 'VRM', mark } as const,
  forgivenCharactersMax,
});

describe('a preview of what a setting accepts', () => {
  it('names the characters that may be confused, and counts the marks', () => {
    expect(accepted(wanted('BO12XYZ'))).toEqual({
      alternatives: [
        { index: 0, listed: 'B', alsoRead: '8' },
        { index: 1, listed: 'O', alsoRead: '0DQ' },
        { index: 2, listed: '1', alsoRead: 'IL' },
        { index: 3, listed: '2', alsoRead: 'Z' },
        { index: 6, listed: 'Z', alsoRead: '2' },
      ],
      marks: 1 + 1 + 3 + 2 + 1 + 1,
    });
    expect(accepted(wanted('BO12XYZ', 0))).toEqual({ alternatives: [], marks: 1 });
  });

  it('counts as many marks as there are that would match', () => {
    const letters = ['0', 'O', 'D', 'Q', '1', 'I', 'L', 'X'];
    const every = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
    fc.assert(
      fc.property(fc.constantFrom(...every), fc.integer({ min: 0, max: 3 }), (mark, max) => {
        const matching = every.filter((read) => wouldMatch(wanted(mark, max), read) !== null);
        expect(accepted(wanted(mark, max)).marks).toBe(matching.length);
      }),
    );
  });

  it('says how many characters were forgiven, and takes a pattern as it is', () => {
    expect(['BO12XYZ', '8O12XYZ', '8012XYZ', 'BO12XYA'].map((read) => wouldMatch(wanted('BO12XYZ'), read))).toEqual([
      0,
      1,
      null,
      null,
    ]);
    const pattern = { identifier: { kind: 'PARTIAL_VRM', mark: 'BO1?XYZ' }, forgivenCharactersMax: 1 } as const;
    expect([wouldMatch(pattern, 'BO19XYZ'), wouldMatch(pattern, 'B019XYZ')]).toEqual([0, null]);
    expect(accepted(pattern).marks).toBeNull();
  });
});
