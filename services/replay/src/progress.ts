/** How far a replay has come. */
export interface Progress {
  readonly records: number;
  /** Records that will be read. */
  readonly total: number;
  readonly elapsedMs: number;
}

const EVERY_MS = 1000;

/** Calls back about once a second while records are read, the last ones included only when the second is over. */
export function progressMeter(onProgress: (progress: Progress) => void) {
  const startedAt = performance.now();
  let shownAt = startedAt;
  let records = 0;
  let total = 0;
  return {
    expect(count: number): void {
      total = count;
    },
    add(count: number): void {
      records += count;
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      onProgress({ records, total, elapsedMs: now - startedAt });
    },
  };
}

const shown = (value: number): string => Math.round(value).toLocaleString('en-GB');

/** `1,200,000 of 4,000,000 records (30 %), 400,000 records/s, 7 s to go` */
export function progressLine({ records, total, elapsedMs }: Progress): string {
  const perSecond = records / (elapsedMs / 1000);
  if (total === 0) return `${shown(records)} records, ${shown(perSecond)} records/s`;
  const percent = Math.min(100, Math.floor((100 * records) / total));
  const leftS = Math.ceil(Math.max(0, total - records) / perSecond);
  return `${shown(records)} of ${shown(total)} records (${percent} %), ${shown(perSecond)} records/s, ${shown(leftS)} s to go`;
}
