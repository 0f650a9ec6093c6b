import { readInstant, readLocal, zoneExists } from '@landfall/ingest';
import { ReplayError } from './replay-error.ts';

export interface TimeRange {
  /** Event time, epoch milliseconds, inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

export const ZONE_DEFAULT = 'Europe/London';

/** Reads --from and --to. Throws ReplayError `option-invalid` that names the option and shows a right one. */
export function readRange(texts: { readonly from: string; readonly to: string; readonly zone: string }): TimeRange {
  const { zone } = texts;
  if (!zoneExists(zone)) throw wrong(`--zone ${zone}: there is no such time zone. Example: --zone ${ZONE_DEFAULT}`);
  const fromMs = readTimeOption('--from', texts.from, zone);
  const toMs = readTimeOption('--to', texts.to, zone);
  if (fromMs < toMs) return { fromMs, toMs };
  throw wrong('--to is to lie after --from. Example: --from 2026-10-05T08:00 --to 2026-10-05T12:00');
}

/** An instant with a zone; or a local time, or a date (its first moment), in the given zone. */
function readTimeOption(option: string, text: string, zone: string): number {
  const trimmed = text.trim();
  const instant = readInstant(trimmed);
  if (instant !== null) return instant;
  const local = readLocal(/^\d{4}-\d\d-\d\d$/.test(trimmed) ? `${trimmed}T00:00` : trimmed, zone);
  if (local === null) {
    throw wrong(
      `${option} "${text}" is no time. Examples: ${option} 2026-10-05T08:00 (in ${zone}), ${option} 2026-10-05T07:00:00Z`,
    );
  }
  if (!local.repeats) return local.at;
  const first = new Date(local.at).toISOString();
  throw wrong(`${option} "${text}" comes twice in ${zone}, when the clocks go back. Say which: ${option} ${first}`);
}

function wrong(message: string): ReplayError {
  return new ReplayError('option-invalid', message);
}
