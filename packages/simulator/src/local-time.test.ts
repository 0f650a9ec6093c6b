import { describe, expect, it } from 'vitest';
import { dayStart, isoWithOffset, localMinute } from './local-time.ts';

describe('dayStart', () => {
  it.each([
    ['in winter', '2026-01-15T10:00:00Z', '2026-01-14T00:00:00.000Z'],
    ['in summer, when midnight is 23:00 UTC', '2026-07-15T10:00:00Z', '2026-07-13T23:00:00.000Z'],
    ['just after midnight in summer', '2026-07-14T23:30:00Z', '2026-07-13T23:00:00.000Z'],
    ['on the day after the clocks went forward', '2026-03-30T10:00:00Z', '2026-03-29T00:00:00.000Z'],
    ['on the day after the clocks went back', '2026-10-26T10:00:00Z', '2026-10-24T23:00:00.000Z'],
  ])('is the London midnight at which the day before begins, %s', (_, now, start) => {
    expect(new Date(dayStart(Date.parse(now))).toISOString()).toBe(start);
  });
});

describe('local times', () => {
  it('are an hour later in Calais than in Dover', () => {
    const at = Date.parse('2026-07-15T10:05:30Z');
    expect(localMinute(at, 'Europe/London')).toBe('2026-07-15T11:05');
    expect(localMinute(at, 'Europe/Paris')).toBe('2026-07-15T12:05');
  });

  it('carry the offset that they are written with', () => {
    expect(isoWithOffset(Date.parse('2026-07-15T20:05:30Z'), 8)).toBe('2026-07-16T04:05:30+08:00');
  });
});
