const ZONE = 'Europe/London';
const TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const SHORT = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: 'short', year: 'numeric' });
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: 'short' });
const YEAR = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, year: 'numeric' });

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Time of day in the United Kingdom with seconds; with the date when it is not today's, and the year when not this one. */
export function formatTime(atMs: number, nowMs: number): string {
  const time = TIME.format(atMs);
  if (DAY.format(atMs) === DAY.format(nowMs)) return time;
  const day = YEAR.format(atMs) === YEAR.format(nowMs) ? SHORT_DAY : DAY;
  return `${day.format(atMs)} ${time}`;
}

/** Time of day to the minute, as a label on the map says it; with the date when it is not today's. */
export function formatMinute(atMs: number, nowMs: number): string {
  const time = SHORT.format(atMs);
  return DAY.format(atMs) === DAY.format(nowMs) ? time : `${SHORT_DAY.format(atMs)} ${time}`;
}

/** Date and time to the minute, as a banner says it. */
export function formatMoment(atMs: number): string {
  return `${DAY.format(atMs)} ${SHORT.format(atMs)}`;
}

/** How long ago, in the coarsest unit that still helps. A time ahead of now says so, because a clock must be wrong. */
export function formatAgo(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (agoMs < -2 * SECOND_MS) return `${formatSpan(-agoMs)} ahead`;
  if (agoMs < 5 * SECOND_MS) return 'just now';
  return `${formatSpan(agoMs)} ago`;
}

/** A length of time in words: `12 s`, `4 min`, `3 h 05 min`, `2 d 4 h`. */
export function formatSpan(spanMs: number): string {
  if (spanMs < MINUTE_MS) return `${Math.max(0, Math.floor(spanMs / SECOND_MS))} s`;
  if (spanMs < HOUR_MS) return `${Math.floor(spanMs / MINUTE_MS)} min`;
  if (spanMs < DAY_MS) {
    const minutes = Math.floor((spanMs % HOUR_MS) / MINUTE_MS);
    return `${Math.floor(spanMs / HOUR_MS)} h ${String(minutes).padStart(2, '0')} min`;
  }
  return `${Math.floor(spanMs / DAY_MS)} d ${Math.floor((spanMs % DAY_MS) / HOUR_MS)} h`;
}

/** How long a child at risk has been missing, against the 24 hours that matter most: `Missing since 07:10, 5 h 20 min of 24 h`. */
export function formatMissing(sinceMs: number, nowMs: number): string {
  const minutes = Math.max(0, Math.floor((nowMs - sinceMs) / MINUTE_MS));
  const span = `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `Missing since ${formatMinute(sinceMs, nowMs)}, ${span} of 24 h`;
}

/** The step from one clock to the next: `+12 ms`, `+1.4 s`, `+3 min`, or with a minus when the clocks disagree. */
export function formatStep(fromMs: number, toMs: number): string {
  const stepMs = toMs - fromMs;
  const sign = stepMs < 0 ? '−' : '+';
  const sizeMs = Math.abs(stepMs);
  if (sizeMs < SECOND_MS) return `${sign}${sizeMs} ms`;
  if (sizeMs < MINUTE_MS) return `${sign}${(sizeMs / SECOND_MS).toFixed(1)} s`;
  return `${sign}${formatSpan(sizeMs)}`;
}

/** A bearing in degrees as a word of the compass. */
export function formatBearing(bearingDeg: number): string {
  const names = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'];
  const index = Math.round((((bearingDeg % 360) + 360) % 360) / 45) % 8;
  return names[index] ?? 'north';
}

/** `1 hit`, `2 hits`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
