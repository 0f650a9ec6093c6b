import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARK_LENGTH_MAX, normaliseMark, readPlate } from './plate.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 80 });

describe('normaliseMark', () => {
  it.each([
    ['gk66 abc', 'GK66ABC', 'case and space'],
    ['GK66-ABC ', 'GK66ABC', 'separators'],
    ['ＧＫ６６ ＡＢＣ', 'GK66ABC', 'full-width forms'],
    ['ⒼⓀ66abc', 'GK66ABC', 'circled letters'],
    ['LÖ-AB 123', 'LOAB123', 'an umlaut'],
    ['LO\u0308AB123', 'LOAB123', 'a combining umlaut'],
    ['АВ 1234 КН', 'AB1234KH', 'Cyrillic letters that look Latin'],
    ['ΑΒΕ-1234', 'ABE1234', 'Greek letters that look Latin'],
    ['Б123AB', '123AB', 'a Cyrillic letter that looks like none'],
    ['ŁØ 123', 'LO123', 'Latin letters that Unicode does not decompose'],
    ['粤B·12345', 'B12345', 'a Chinese character'],
    ['***', '', 'nothing but signs'],
    ['', '', 'nothing'],
    ['A'.repeat(16), 'A'.repeat(16), 'the longest mark'],
    ['A'.repeat(17), '', 'one character too many'],
    ['\ud800GK66ABC', 'GK66ABC', 'half a surrogate pair'],
  ])('takes %j for %j: %s', (raw, mark) => {
    expect(normaliseMark(raw)).toBe(mark);
  });

  it('is total, and gives at most 16 capitals and digits', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        expect(normaliseMark(raw)).toMatch(/^[A-Z0-9]{0,16}$/);
      }),
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        expect(normaliseMark(normaliseMark(raw))).toBe(normaliseMark(raw));
      }),
    );
  });

  it('ignores case and separators', () => {
    const mark = fc.stringMatching(/^[A-Z0-9]{1,16}$/);
    fc.assert(
      fc.property(mark, (text) => {
        expect(normaliseMark(` ${text.split('').join(' ').toLowerCase()}-`)).toBe(text);
      }),
    );
  });

  it('never makes one mark of two normalised marks', () => {
    const mark = fc.stringMatching(/^[A-Z0-9]{1,16}$/);
    fc.assert(
      fc.property(mark, mark, (a, b) => {
        expect(normaliseMark(a) === normaliseMark(b)).toBe(a === b);
      }),
    );
  });

  it('refuses a plate of 10 MB without looking into it', () => {
    // Looking would do more than 10 MB of work a thousand times, which the time limit of a test does not allow.
    const plate = 'GK66 ABC\u0301'.repeat(1_111_111);
    for (let time = 0; time < 1000; time += 1) expect(readPlate(plate).grammar).toBe('REFUSED');
  });

  it('bounds what compatibility forms can grow to', () => {
    expect(normaliseMark('\ufdfa'.repeat(64)).length).toBeLessThanOrEqual(MARK_LENGTH_MAX);
  });
});

describe('readPlate', () => {
  it.each([
    'TRUCK',
    'trailer',
    'Unknown',
    'NO PLATE',
    'none',
    'null',
    'N/A',
    '',
    '---',
    '0000000',
    'XXXXXX',
    'A',
    'A'.repeat(17),
  ])('refuses %j', (raw) => {
    expect(readPlate(raw)).toEqual({ mark: '', grammar: 'REFUSED' });
  });

  it('reads a mark that merely begins like a refused word', () => {
    expect(readPlate('NA66 ABC')).toEqual({ mark: 'NA66ABC', grammar: 'UK_CURRENT' });
  });

  it('gives an empty mark exactly when it refuses', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const { mark, grammar } = readPlate(raw);
        expect(mark === '').toBe(grammar === 'REFUSED');
      }),
    );
  });
});
