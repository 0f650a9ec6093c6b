import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capturedAtProblem, clockState, positionProblem } from './plausibility.ts';

const NOON = Date.UTC(2026, 10, 5, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function stateOf(capturedAt: number, ...clocks: readonly (number | null)[]) {
  return clockState({
    capturedAt,
    receivedAt: NOON,
    clocks: clocks.map((at) => ({ name: 'clock', text: '', at })),
    toleranceMs: 2 * MINUTE,
  });
}

describe('clockState', () => {
  it('trusts a read that is old but agrees with itself', () => {
    expect(stateOf(NOON - 8 * HOUR, NOON - 8 * HOUR + MINUTE, null)).toBe('PLAUSIBLE');
  });

  it('allows the tolerance, and not a millisecond more', () => {
    expect(stateOf(NOON + 2 * MINUTE)).toBe('PLAUSIBLE');
    expect(stateOf(NOON + 2 * MINUTE + 1)).toBe('AHEAD');
    expect(stateOf(NOON - HOUR, NOON - HOUR - 2 * MINUTE)).toBe('PLAUSIBLE');
    expect(stateOf(NOON - HOUR, NOON - HOUR - 2 * MINUTE - 1)).toBe('DISAGREES');
  });

  it('sees two clocks of a message that differ by three hours', () => {
    expect(stateOf(NOON, NOON + 3 * HOUR)).toBe('DISAGREES');
  });

  it('says AHEAD first', () => {
    expect(stateOf(NOON + HOUR, NOON)).toBe('AHEAD');
  });

  it('says UNKNOWN without a time', () => {
    expect(stateOf(Number.NaN)).toBe('UNKNOWN');
  });
});

describe('capturedAtProblem', () => {
  it.each([
    [0, 'time-before-2000'],
    [Date.UTC(1999, 11, 31, 23, 59, 59, 999), 'time-before-2000'],
    [Date.UTC(2000, 0, 1), null],
    [NOON + 24 * HOUR, null],
    [NOON + 24 * HOUR + 1, 'time-in-future'],
    [Date.UTC(2100, 0, 1), 'time-in-future'],
    [Number.NaN, 'time-invalid'],
    [Infinity, 'time-invalid'],
    [NOON + 0.5, 'time-invalid'],
    [2 ** 60, 'time-invalid'],
  ])('answers %d with %s', (capturedAt, problem) => {
    expect(capturedAtProblem(capturedAt, NOON)).toBe(problem);
  });
});

describe('positionProblem', () => {
  it('accepts every point of the globe', () => {
    const latitudeDeg = fc.double({ min: -90, max: 90, noNaN: true });
    const longitudeDeg = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(latitudeDeg, longitudeDeg, (latitude, longitude) => {
        expect(positionProblem(latitude, longitude)).toBeNull();
      }),
    );
  });

  it.each([
    [Number.NaN, 0, 'position-not-a-number'],
    [0, Infinity, 'position-not-a-number'],
    [90.001, 0, 'position-out-of-range'],
    [0, -180.001, 'position-out-of-range'],
  ])('answers %d, %d with %s', (latitude, longitude, problem) => {
    expect(positionProblem(latitude, longitude)).toBe(problem);
  });
});
