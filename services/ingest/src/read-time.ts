import { Temporal } from 'temporal-polyfill';

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(Z|[+-](?:0\d|1[0-8]):?[0-5]\d)$/i;
/** What Date.parse does not take, or not in every form. */
const UNUSUAL = /[ ,tz]|[+-]\d{4}$/;
const LOCAL = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?$/;
const TEXT_MAX = 40;

/** An ISO 8601 instant with an offset or Z as epoch milliseconds; null for anything else, the 30th of February included. */
export function readInstant(text: string): number | null {
  if (text.length > TEXT_MAX) return null;
  const match = INSTANT.exec(text);
  if (match === null || !dateExists(Number(match[1]), Number(match[2]), Number(match[3]))) return null;
  const at = Date.parse(UNUSUAL.test(text) ? isoText(text) : text);
  return Number.isNaN(at) ? null : at;
}

/** Date.parse wants a T, a point and a colon in the offset. */
function isoText(text: string): string {
  return text
    .toUpperCase()
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

function dateExists(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The offset that an ISO text ends with, milliseconds east of UTC; null when it has none. */
export function offsetOf(text: string): number | null {
  if (/z$/i.test(text)) return 0;
  const match = /([+-])(\d\d):?(\d\d)$/.exec(text);
  if (match === null || !text.includes(':')) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

export interface LocalInstant {
  /** Epoch milliseconds. Of an hour that occurs twice, the earlier; of one that the clocks skip, as far after the gap as asked. */
  readonly at: number;
  /** The local time occurs twice. */
  readonly repeats: boolean;
}

/** A local time `yyyy-mm-ddThh:mm[:ss]` in an IANA zone; null when the text is no local time or the zone is unknown. */
export function readLocal(text: string, timeZone: string): LocalInstant | null {
  if (text.length > TEXT_MAX || !LOCAL.test(text)) return null;
  try {
    const local = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' });
    const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
    const same = earlier.epochMilliseconds === later.epochMilliseconds;
    const exists = earlier.toPlainDateTime().equals(local);
    return { at: (exists ? earlier : later).epochMilliseconds, repeats: exists && !same };
  } catch {
    return null;
  }
}

/** True when the platform knows the IANA zone. */
export function zoneExists(timeZone: string): boolean {
  return readLocal('2000-01-01T00:00', timeZone) !== null;
}
