import { describe, expect, it } from 'vitest';
import { offsetOf, readInstant, readLocal } from './read-time.ts';

describe('an instant', () => {
  it.each([
    ['2026-11-23T11:59:58.250Z', '2026-11-23T11:59:58.250Z'],
    ['2026-11-23 11:59:58,25z', '2026-11-23T11:59:58.250Z'],
    ['2024-01-19T11:17:19+08:00', '2024-01-19T03:17:19.000Z'],
    ['2024-01-19T11:17:19-0130', '2024-01-19T12:47:19.000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is read', (text, iso) => {
    expect(new Date(readInstant(text) ?? NaN).toISOString()).toBe(iso);
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T11:00:00',
    '2026-11-23',
    '',
    '1',
  ])('%s is none', (text) => {
    expect(readInstant(text)).toBeNull();
  });

  it('has an offset, or none', () => {
    expect([
      offsetOf('2024-01-19T11:17:19+08:00'),
      offsetOf('x:Z'),
      offsetOf('2024-01-19'),
      offsetOf('2024-01-19T11:17-0100'),
    ]).toEqual([28_800_000, 0, null, -3_600_000]);
  });
});

describe('a local time', () => {
  it.each([
    ['2026-07-05T09:20', 'Europe/London', '2026-07-05T08:20:00.000Z', false],
    ['2026-07-05T09:20', 'Europe/Paris', '2026-07-05T07:20:00.000Z', false],
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z', true],
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z', true],
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z', false],
  ])('%s in %s is an instant', (...[text, zone, iso, repeats]) => {
    const local = readLocal(text, zone);
    expect([new Date(local?.at ?? NaN).toISOString(), local?.repeats]).toEqual([iso, repeats]);
  });

  it.each([
    ['2026-02-30T00:00', 'Europe/London'],
    ['2026-07-05T09:20', 'Mars/Olympus'],
    ['2026-07-05T09:20', ''],
    ['2026-07-05T09:20Z', 'Europe/London'],
  ])('%s in "%s" is none', (text, zone) => {
    expect(readLocal(text, zone)).toBeNull();
  });
});
