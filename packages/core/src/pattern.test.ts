import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, parsePattern } from './pattern.ts';

const pattern = fc.string({ unit: fc.constantFrom('A', 'B', '1', '?', '*'), maxLength: 12 });
const mark = fc.string({ unit: fc.constantFrom('A', 'B', '1'), maxLength: 16 });

/** The meaning of a pattern as plainly as it can be said. */
function naiveMatch(wanted: string, text: string): boolean {
  if (wanted === '') return text === '';
  if (wanted.startsWith('*'))
    return naiveMatch(wanted.slice(1), text) || (text !== '' && naiveMatch(wanted, text.slice(1)));
  return text !== '' && (wanted.startsWith('?') || wanted[0] === text[0]) && naiveMatch(wanted.slice(1), text.slice(1));
}

describe('parsePattern', () => {
  it.each([
    ['gk66 ?b*', 'GK66?B*'],
    ['GK66*?*', 'GK66?*'],
    ['***ABC', '*ABC'],
    ['A*?*B?*C', 'A?*B?*C'],
    ['ＡＢＣ？＊', 'ABC?*'],
    ['аб'.replace('б', 'В') + 'C*', 'ABC*'],
    ['ABC123', 'ABC123'],
    ['Ö12*', 'O12*'],
  ])('reads %j as %j', (raw, parsed) => {
    expect(parsePattern(raw)).toEqual({ ok: true, pattern: parsed });
  });

  it.each([
    ['*', 'pattern-too-broad'],
    ['AB*', 'pattern-too-broad'],
    ['A?B?', 'pattern-too-broad'],
    ['', 'pattern-invalid'],
    [' - ', 'pattern-invalid'],
    ['AB%123', 'pattern-invalid'],
    ['AB_123', 'pattern-invalid'],
    ['ABCБ*', 'pattern-invalid'],
    ['ABC'.padEnd(17, '?'), 'pattern-invalid'],
    ['ABC*'.repeat(1_000_000), 'pattern-invalid'],
  ])('refuses %.12s as %s', (raw, code) => {
    expect(parsePattern(raw)).toEqual({ ok: false, code });
  });

  it('is total, and a pattern that it gives is its own normal form', () => {
    fc.assert(
      fc.property(fc.oneof(pattern, fc.string({ unit: 'binary', maxLength: 70 })), (raw) => {
        const parsed = parsePattern(raw);
        expect(parsed.ok ? parsePattern(parsed.pattern) : parsed).toEqual(parsed);
      }),
    );
  });

  it('does not change what a pattern matches', () => {
    fc.assert(
      fc.property(pattern, mark, (raw, text) => {
        const parsed = parsePattern(raw);
        expect(matchesPattern(parsed.ok ? parsed.pattern : raw, text)).toBe(naiveMatch(raw, text));
      }),
    );
  });
});

describe('matchesPattern', () => {
  it('means what a plain reading of the pattern means', () => {
    fc.assert(
      fc.property(pattern, mark, (wanted, text) => {
        expect(matchesPattern(wanted, text)).toBe(naiveMatch(wanted, text));
      }),
    );
  });

  it('takes the literal characters exactly: nothing is forgiven inside a pattern', () => {
    expect(matchesPattern('GK66*', 'GK6GABC')).toBe(false);
  });

  it('compares no text that is longer than a mark', () => {
    expect(matchesPattern('*', 'A'.repeat(17))).toBe(false);
  });
});
