import { describe, expect, it } from 'vitest';
import { isOver, keptPeriod, keptPeriods } from './kept-period.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON_MS = Date.UTC(2026, 10, 20, 12);

describe('periods of kept facts', () => {
  it('are hours from 1970 on, and days below zero for windows of history', () => {
    expect(keptPeriod('subject/7', NOON_MS)).toBe(NOON_MS / HOUR_MS);
    expect(keptPeriod('history/7', NOON_MS)).toBe(-1 - Math.floor(NOON_MS / DAY_MS));
    expect(keptPeriod('subject/7', -5)).toBe(0);
  });

  it('are each named once, in order, by what a look touches, its end exclusive', () => {
    const hour = NOON_MS / HOUR_MS;
    expect(keptPeriods('subject/7', NOON_MS, NOON_MS)).toEqual([]);
    expect(keptPeriods('subject/7', NOON_MS - 1, NOON_MS + HOUR_MS)).toEqual([hour - 1, hour]);
    const day = keptPeriod('history/7', NOON_MS);
    expect(keptPeriods('history/7', NOON_MS - DAY_MS, NOON_MS + DAY_MS)).toEqual([day + 1, day, day - 1]);
    expect(keptPeriods('history/7', 0, HOUR_MS)).toEqual([-1]);
  });

  it('are over when they end at or before their horizon', () => {
    const horizon = { hoursBeforeMs: NOON_MS, daysBeforeMs: NOON_MS - DAY_MS };
    expect(isOver(keptPeriod('subject/7', NOON_MS - 1), horizon)).toBe(true);
    expect(isOver(keptPeriod('subject/7', NOON_MS), horizon)).toBe(false);
    expect(isOver(keptPeriod('history/7', NOON_MS - 2 * DAY_MS), horizon)).toBe(true);
    expect(isOver(keptPeriod('history/7', NOON_MS - DAY_MS), horizon)).toBe(false);
  });
});
