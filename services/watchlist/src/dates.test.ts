import { describe, expect, it } from 'vitest';
import { formatDate, londonDay, londonMidnight, parseDate, parseInstant, yearsAfter } from './dates.ts';

describe('dates', () => {
  it.each([
    ['31/12/2026', '2026-12-31'],
    ['1/2/2027', '2027-02-01'],
    ['2026-12-31', '2026-12-31'],
    ['29-Feb-2028', '2028-02-29'],
    [' 05-OCT-2026 ', '2026-10-05'],
  ])('reads %j as %s', (text, iso) => {
    expect(formatDate(parseDate(text)!)).toBe(iso);
  });

  it.each(['', '31/02/2027', '29-Feb-2027', '12/31/2026', '2026-1-1', '31.12.2026', '31/12/26', '1-Foo-2026', '-1'])(
    'takes %j for no date',
    (text) => {
      expect(parseDate(text)).toBeNull();
    },
  );

  it('takes the date of London, not of UTC', () => {
    expect(formatDate(londonDay(Date.UTC(2026, 6, 1, 22, 59)))).toBe('2026-07-01');
    expect(formatDate(londonDay(Date.UTC(2026, 6, 1, 23, 0)))).toBe('2026-07-02');
    expect(formatDate(londonDay(Date.UTC(2026, 11, 1, 23, 59)))).toBe('2026-12-01');
  });

  it('begins days at midnight in London, on the days of the change too', () => {
    expect(new Date(londonMidnight(parseDate('2026-07-01')!)).toISOString()).toBe('2026-06-30T23:00:00.000Z');
    expect(new Date(londonMidnight(parseDate('2026-03-29')!)).toISOString()).toBe('2026-03-29T00:00:00.000Z');
    expect(new Date(londonMidnight(parseDate('2026-10-25')!)).toISOString()).toBe('2026-10-24T23:00:00.000Z');
  });

  it('reads times only with a zone', () => {
    expect(parseInstant('2026-10-05T09:00+01:00')).toBe(Date.UTC(2026, 9, 5, 8));
    expect(parseInstant('2026-10-05T08:00:00.250Z')).toBe(Date.UTC(2026, 9, 5, 8, 0, 0, 250));
    expect(parseInstant('2026-10-05')).toBe(Date.UTC(2026, 9, 4, 23));
    expect(parseInstant('2026-10-05T09:00')).toBeNull();
    expect(parseInstant('2026-13-05T09:00Z')).toBeNull();
    expect(parseInstant('yesterday')).toBeNull();
  });

  it('counts years by the calendar', () => {
    expect(formatDate(yearsAfter(parseDate('2026-10-05')!, 5))).toBe('2031-10-05');
  });
});
