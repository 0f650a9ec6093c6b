import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkGrammar } from './words.ts';
import { classifyMark } from './grammar.ts';

const CASES: readonly (readonly [MarkGrammar, readonly string[]])[] = [
  ['UK_CURRENT', ['GK66ABC', 'AB02CDE', 'AB51CDE', 'AB99XYZ', 'YY25ZZZ']],
  ['UK_PREFIX', ['A1ABC', 'M123ABC', 'Y999YYY', 'H12RSX']],
  ['UK_SUFFIX', ['ABC1A', 'ABC123M', 'KPE12Y', 'VVV999W']],
  ['UK_Q', ['Q1ABC', 'Q123ABC', 'Q99YYY']],
  ['UK_NORTHERN_IRELAND', ['AIG1234', 'AZ1', 'BUI999', 'IL1234', '1234AZ', '123AIG']],
  ['UK_DATELESS', ['A1', '1A', 'KO1234', 'ABC123', '123ABC', '1234AB', 'X9999']],
  [
    'FOREIGN',
    [
      'AB123CD',
      'BCDFGH',
      'WAW12345',
      '1ABC234',
      'LOAB123',
      'AB00CDE',
      'AB01CDE',
      'AB50CDE',
      'IB66ABC',
      'GK66AQC',
      'GK66AIC',
      '12345',
    ],
  ],
  ['REFUSED', ['', 'A', '7', 'TRUCK', 'NOPLATE', '000', 'XX', 'gk66abc', 'GK66 ABC', 'A'.repeat(17)]],
];

describe('classifyMark', () => {
  for (const [grammar, marks] of CASES) {
    it.each(marks)(`calls %j ${grammar}`, (mark) => {
      expect(classifyMark(mark)).toBe(grammar);
    });
  }

  it('knows every current mark by its published form', () => {
    const letter = 'ABCDEFGHJKLMNOPRSTUVWXY';
    const years = Array.from({ length: 100 }, (_, year) => String(year).padStart(2, '0'));
    const refused = new Set(['00', '01', '50']);
    for (const year of years) {
      for (const first of letter) {
        expect(classifyMark(`${first}A${year}ABZ`)).toBe(refused.has(year) ? 'FOREIGN' : 'UK_CURRENT');
      }
    }
  });

  it('is total', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(classifyMark(text)).toMatch(/^[A-Z_]+$/);
      }),
    );
  });

  it('does not look into a text of 10 MB', () => {
    expect(classifyMark('A'.repeat(10_000_000))).toBe('REFUSED');
  });
});
