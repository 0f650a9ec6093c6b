import type { KeptHorizon } from './window-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Windows whose name begins so hold facts for days, and keep them by the day; all others by the hour. */
export const HISTORY_PREFIX = 'history/';

/**
 * The period of event time under which a window keeps a fact: hours count from 1970 upwards, days from -1 downwards, so that one number
 * says which it is.
 */
export function keptPeriod(window: string, atMs: number): number {
  if (window.startsWith(HISTORY_PREFIX)) return -1 - dayOf(atMs);
  return Math.max(0, Math.floor(atMs / HOUR_MS));
}

/** Every period of a window that a look from an instant, inclusive, to another, exclusive, touches. */
export function keptPeriods(window: string, fromMs: number, toMs: number): readonly number[] {
  if (fromMs >= toMs) return [];
  const [first, last] = [keptPeriod(window, fromMs), keptPeriod(window, toMs - 1)];
  const step = first <= last && first >= 0 ? 1 : -1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, index) => first + index * step);
}

export function isOver(period: number, { hoursBeforeMs, daysBeforeMs }: KeptHorizon): boolean {
  return period < 0 ? -period * DAY_MS <= daysBeforeMs : (period + 1) * HOUR_MS <= hoursBeforeMs;
}

function dayOf(atMs: number): number {
  return Math.max(0, Math.floor(atMs / DAY_MS));
}
