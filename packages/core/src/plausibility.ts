import type { ClockReading, ClockState } from './words.ts';

const YEAR_2000_MS = 946_684_800_000;
const DAY_MS = 86_400_000;

/** How far event time may lie after the time of receipt before the fact is refused. */
export const CAPTURED_AHEAD_MAX_MS = DAY_MS;

/** How far clocks may differ before a read says so, when the caller has no better figure. */
export const CLOCK_TOLERANCE_DEFAULT_MS = 120_000;

export interface ClockQuestion {
  readonly capturedAt: number;
  readonly receivedAt: number;
  /** Every clock that came with the fact; those without an instant count for nothing. */
  readonly clocks: readonly ClockReading[];
  readonly toleranceMs: number;
}

/**
 * Whether an event time can be trusted. AHEAD: it lies after the receipt by more than the tolerance. DISAGREES: the
 * clocks of the message, event time included, differ by more than the tolerance. UNKNOWN: a time is missing. AHEAD
 * wins, being the surer sign.
 */
export function clockState(question: ClockQuestion): ClockState {
  const { capturedAt, receivedAt, clocks, toleranceMs } = question;
  if (!Number.isFinite(capturedAt) || !Number.isFinite(receivedAt)) return 'UNKNOWN';
  if (capturedAt > receivedAt + toleranceMs) return 'AHEAD';
  let earliest = capturedAt;
  let latest = capturedAt;
  for (const { at } of clocks) {
    if (at === null || !Number.isFinite(at)) continue;
    earliest = Math.min(earliest, at);
    latest = Math.max(latest, at);
  }
  return latest - earliest > toleranceMs ? 'DISAGREES' : 'PLAUSIBLE';
}

export type CapturedAtProblem = 'time-before-2000' | 'time-in-future' | 'time-invalid';

/**
 * Why an event time (epoch milliseconds) cannot be stored, or null. `time-in-future` is more than 24 hours after the
 * receipt.
 */
export function capturedAtProblem(capturedAt: number, receivedAt: number): CapturedAtProblem | null {
  if (!Number.isSafeInteger(capturedAt)) return 'time-invalid';
  if (capturedAt < YEAR_2000_MS) return 'time-before-2000';
  return capturedAt > receivedAt + CAPTURED_AHEAD_MAX_MS ? 'time-in-future' : null;
}

export type PositionProblem = 'position-not-a-number' | 'position-out-of-range';

/** Why a position (degrees, WGS 84) cannot be stored, or null. */
export function positionProblem(latitudeDeg: number, longitudeDeg: number): PositionProblem | null {
  if (!Number.isFinite(latitudeDeg) || !Number.isFinite(longitudeDeg)) return 'position-not-a-number';
  return Math.abs(latitudeDeg) > 90 || Math.abs(longitudeDeg) > 180 ? 'position-out-of-range' : null;
}
