import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUkSummer, ukHour } from './uk-time.ts';

describe('ukHour', () => {
  it.each([
    { at: '2026-03-29T00:59:59.999Z', hour: 0, summer: false },
    { at: '2026-03-29T01:00:00Z', hour: 2, summer: true },
    { at: '2026-07-01T22:30:00Z', hour: 23, summer: true },
    { at: '2026-07-01T23:30:00Z', hour: 0, summer: true },
    { at: '2026-10-25T00:59:59.999Z', hour: 1, summer: true },
    { at: '2026-10-25T01:00:00Z', hour: 1, summer: false },
    { at: '2026-11-05T12:00:00Z', hour: 12, summer: false },
    { at: '1950-12-31T23:00:00Z', hour: 23, summer: false },
  ])('is $hour at $at', ({ at, hour, summer }) => {
    expect([ukHour(Date.parse(at)), isUkSummer(Date.parse(at))]).toEqual([hour, summer]);
  });

  it('agrees with the time-zone tables of this machine from 1996 on', () => {
    const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
    const times = fc.integer({ min: Date.UTC(1996, 0), max: Date.UTC(2037, 0) });
    fc.assert(
      fc.property(times, (atMs) => {
        expect(ukHour(atMs)).toBe(Number(london.format(atMs)));
      }),
      { numRuns: 1000 },
    );
  });
});
