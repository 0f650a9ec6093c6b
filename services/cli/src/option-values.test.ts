import { describe, expect, it } from 'vitest';
import { numberOption, rateOption } from './option-values.ts';

describe('rateOption', () => {
  it.each([
    ['1', 1],
    ['60x', 60],
    ['max', Infinity],
  ])('reads %s as %d', (text, rate) => {
    expect(rateOption(text)).toBe(rate);
  });

  it.each(['0', '-1', 'fast', ''])('refuses "%s" and says what to give', (text) => {
    expect(() => rateOption(text)).toThrow(/max/);
  });
});

describe('numberOption', () => {
  const port = numberOption({ min: 0, max: 65_535, whole: true });

  it('takes a number within its bounds', () => {
    expect(port('8080')).toBe(8080);
  });

  it.each(['70000', '1.5', '', 'http'])('refuses "%s" and says the bounds', (text) => {
    expect(() => port(text)).toThrow(/65535/);
  });
});
