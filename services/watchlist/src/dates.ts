const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** Days since 1970-01-01 of dd/mm/yyyy, yyyy-mm-dd or dd-MMM-yyyy; null when the text is no such date. */
export function parseDate(text: string): number | null {
  const trimmed = text.trim();
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (slashed !== null) return dayNumber(Number(slashed[3]), Number(slashed[2]), Number(slashed[1]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  if (iso !== null) return dayNumber(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(trimmed);
  if (named === null) return null;
  return dayNumber(Number(named[3]), MONTHS.indexOf(named[2]!.toLowerCase()) + 1, Number(named[1]));
}

function dayNumber(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.getTime() / DAY_MS : null;
}

/** yyyy-mm-dd of days since 1970-01-01. */
export function formatDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The last answer of londonDay: a file of 100,000 rows asks for the same hour that often, and the formatter is slow. */
let lastHour = Number.NaN;
let lastDay = Number.NaN;

/** Today's date in Europe/London, days since 1970-01-01. Days there begin on a full hour of UTC. */
export function londonDay(atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS);
  if (hour !== lastHour) {
    const { year, month, day } = londonParts(atMs);
    lastDay = Date.UTC(year!, month! - 1, day) / DAY_MS;
    lastHour = hour;
  }
  return lastDay;
}

/** When the day begins in Europe/London, epoch milliseconds: 23:00 UTC of the day before in summer. */
export function londonMidnight(day: number): number {
  return day * DAY_MS - londonParts(day * DAY_MS)['hour']! * HOUR_MS;
}

function londonParts(atMs: number): Record<string, number> {
  return Object.fromEntries(LONDON.formatToParts(atMs).map((part) => [part.type, Number(part.value)]));
}

export function yearsAfter(day: number, years: number): number {
  const date = new Date(day * DAY_MS);
  return date.setUTCFullYear(date.getUTCFullYear() + years) / DAY_MS;
}

/** Epoch milliseconds of an ISO time with a zone, or of a date (its first moment in London); null when it is neither. */
export function parseInstant(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/.test(trimmed)) {
    const at = Date.parse(trimmed);
    return Number.isNaN(at) ? null : at;
  }
  const day = parseDate(trimmed);
  return day === null ? null : londonMidnight(day);
}
