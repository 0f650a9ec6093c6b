const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const OFFSETS_REMEMBERED_MAX = 4_096;

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far local time in an IANA zone is ahead of UTC at that instant, milliseconds. */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  const hour = Math.floor(atMs / HOUR_MS);
  const key = `${timeZone} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = readOffset(hour * HOUR_MS, timeZone);
  if (offsets.size >= OFFSETS_REMEMBERED_MAX) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function readOffset(atMs: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = new Map<string, number>(formatter.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const of = (type: string): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - atMs;
}

/** `2026-06-01T09:20`: local time in that zone without zone or seconds, as GVMS writes it. */
export function localMinute(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, timeZone)).toISOString().slice(0, 16);
}

/** ISO 8601 with whole seconds and an offset of so many hours: `2026-06-01T17:20:05+08:00`. */
export function isoWithOffset(atMs: number, offsetHours: number): string {
  const local = new Date(atMs + offsetHours * HOUR_MS).toISOString().slice(0, 19);
  const sign = offsetHours < 0 ? '-' : '+';
  return `${local}${sign}${String(Math.abs(offsetHours)).padStart(2, '0')}:00`;
}

/** Midnight in Europe/London at the beginning of the day before `nowMs`, so that a whole simulated day lies in the past. */
export function dayStart(nowMs: number): number {
  const today = Math.floor((nowMs + zoneOffsetMs(nowMs, 'Europe/London')) / DAY_MS);
  return londonMidnight((today - 1) * DAY_MS);
}

/** The instant at which the day begins in London whose midnight UTC is `utcMidnightMs`. */
function londonMidnight(utcMidnightMs: number): number {
  return utcMidnightMs - zoneOffsetMs(utcMidnightMs - HOUR_MS, 'Europe/London');
}
