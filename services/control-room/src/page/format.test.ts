import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatAgo,
  formatBearing,
  formatMissing,
  formatMoment,
  formatSpan,
  formatStep,
  formatTime,
} from './format.ts';

const noon = Date.parse('2026-11-22T12:00:00Z');

describe('formatTime', () => {
  it('shows seconds, and the date only when it is not today', () => {
    expect(formatTime(noon - 1000, noon)).toBe('11:59:59');
    expect(formatTime(noon - 86_400_000, noon)).toBe('21 Nov 12:00:00');
    expect(formatTime(noon - 365 * 86_400_000, noon)).toBe('22 Nov 2025 12:00:00');
  });

  it('shows the time of the United Kingdom, summer and winter', () => {
    const july = Date.parse('2026-07-01T23:30:00Z');
    expect(formatTime(july, july)).toBe('00:30:00');
    expect(formatTime(july, july - 3_600_000)).toBe('02 Jul 00:30:00');
    expect(formatMoment(july)).toBe('02 Jul 2026 00:30');
  });
});

describe('formatMissing', () => {
  it('tells since when a child is missing, and how much of the first day is gone', () => {
    expect(formatMissing(noon - (5 * 60 + 7) * 60_000, noon)).toBe('Missing since 06:53, 5 h 7 min of 24 h');
    expect(formatMissing(noon - 25 * 3_600_000, noon)).toBe('Missing since 21 Nov 11:00, 25 h 0 min of 24 h');
    expect(formatMissing(noon + 60_000, noon)).toBe('Missing since 12:01, 0 h 0 min of 24 h');
  });
});

describe('formatAgo', () => {
  it.each([
    [0, 'just now'],
    [12_000, '12 s ago'],
    [240_000, '4 min ago'],
    [11_100_000, '3 h 05 min ago'],
    [2 * 86_400_000 + 4 * 3_600_000, '2 d 4 h ago'],
    [-1000, 'just now'],
    [-90_000, '1 min ahead'],
  ])('says of %i ms before now %j', (agoMs, words) => {
    expect(formatAgo(noon - agoMs, noon)).toBe(words);
  });
});

describe('formatStep', () => {
  it.each([
    [12, '+12 ms'],
    [1400, '+1.4 s'],
    [180_000, '+3 min'],
    [0, '+0 ms'],
    [-2500, '−2.5 s'],
  ])('says of a step of %i ms %j', (stepMs, words) => {
    expect(formatStep(noon, noon + stepMs)).toBe(words);
  });
});

describe('words', () => {
  it('name the nearest of eight bearings, whatever turn they are given in', () => {
    expect([0, 44, 359, -90, 405].map(formatBearing)).toEqual(['north', 'north-east', 'north', 'west', 'north-east']);
  });

  it('count', () => {
    expect([countOf(1, 'hit'), countOf(0, 'hit'), formatSpan(-5)]).toEqual(['1 hit', '0 hits', '0 s']);
  });
});
