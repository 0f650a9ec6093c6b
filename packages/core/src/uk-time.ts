const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MARCH = 2;
const OCTOBER = 9;

/**
 * The hour of the clocks in the United Kingdom, 0 to 23. Summer time goes from the last Sunday of March to the last Sunday of October,
 * 01:00 UTC both times: the rule since 1996. It is written out here since the core asks no time-zone library, whose tables differ from
 * machine to machine; were the law changed, this would be a new version of each rule that uses it.
 */
export function ukHour(atMs: number): number {
  const localMs = isUkSummer(atMs) ? atMs + HOUR_MS : atMs;
  return Math.floor((((localMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
}

/** Whether summer time is in force, start inclusive, end exclusive. */
export function isUkSummer(atMs: number): boolean {
  const year = new Date(atMs).getUTCFullYear();
  return atMs >= lastSundayMs(year, MARCH) + HOUR_MS && atMs < lastSundayMs(year, OCTOBER) + HOUR_MS;
}

function lastSundayMs(year: number, month: number): number {
  const lastDayMs = Date.UTC(year, month + 1, 0);
  return lastDayMs - new Date(lastDayMs).getUTCDay() * DAY_MS;
}
