import type { Platform } from '@landfall/runtime';
import type { Wanted } from './preview-match.ts';
import { wouldMatch } from './preview-match.ts';

const DAY_MS = 86_400_000;
const BATCH_MAX = 5000;
/** More reads than this are not looked at: the reply says how far it came. */
const READS_MAX = 20_000_000;
/** Vehicles that are counted one by one; of further ones only the reads are. */
const VEHICLES_MAX = 10_000;
const SHOWN_MAX = 200;

/** One mark that was read within the day and that the setting would accept. */
interface PreviewedVehicle {
  readonly mark: string;
  readonly reads: number;
  /** Characters forgiven; 0 for the listed mark itself, and for a pattern. */
  readonly forgiven: number;
}

export interface Preview {
  readonly reads: number;
  /** False: the bound of reads was met before the day ended. */
  readonly complete: boolean;
  readonly vehicles: number;
  readonly readsAccepted: number;
  /** Those read most often first, at most 200. */
  readonly most: readonly PreviewedVehicle[];
}

/**
 * Which vehicles of the last day of the log a setting would have accepted: reads that were received within 24 hours.
 *
 * Bounds: 20 million reads, 10,000 vehicles; a few fields of each read are decoded. Rejects with LogError, or when the signal aborts.
 */
export async function previewOf(
  { log, codec, clock }: Pick<Platform, 'log' | 'codec' | 'clock'>,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Preview> {
  const vehicles = new Map<string, { reads: number; readonly forgiven: number }>();
  let [reads, readsAccepted] = [0, 0];
  const from = await log.offsetsAt('anpr.reads', clock.now() - DAY_MS);
  for await (const batch of log.scan({ topic: 'anpr.reads', from, batchMax: BATCH_MAX })) {
    signal.throwIfAborted();
    if (reads >= READS_MAX) break;
    await codec.load(batch.records);
    for (const { value } of batch.records) {
      reads += 1;
      const mark = markOf(codec, value);
      const forgiven = mark === '' ? null : wouldMatch(wanted, mark);
      if (forgiven === null) continue;
      readsAccepted += 1;
      const known = vehicles.get(mark);
      if (known !== undefined) known.reads += 1;
      else if (vehicles.size < VEHICLES_MAX) vehicles.set(mark, { reads: 1, forgiven });
    }
  }
  const most = [...vehicles].map(([mark, { reads: count, forgiven }]) => ({ mark, reads: count, forgiven }));
  most.sort((a, b) => b.reads - a.reads || (a.mark < b.mark ? -1 : 1));
  return {
    reads,
    complete: reads < READS_MAX,
    vehicles: vehicles.size,
    readsAccepted,
    most: most.slice(0, SHOWN_MAX),
  };
}

/** Empty for a read without a mark, and for poison, which the matcher buries. */
function markOf(codec: Platform['codec'], value: Uint8Array): string {
  try {
    return codec.viewRead(value).mark;
  } catch {
    return '';
  }
}
