/** Counts alarms in a sliding time, as alarm management does. */
export interface AlarmCount {
  add(atMs: number): void;
  /** Alarms within the span before now. */
  count(nowMs: number): number;
}

/** Bound: the newest 10,000 alarms. Beyond that a flood is a flood, and the count stays there. */
const ALARMS_MAX = 10_000;

export function alarmCount(spanMs: number): AlarmCount {
  let times: number[] = [];
  return {
    add(atMs) {
      times.push(atMs);
      if (times.length > 2 * ALARMS_MAX) times = times.slice(-ALARMS_MAX);
    },
    count: (nowMs) => Math.min(ALARMS_MAX, times.filter((atMs) => atMs > nowMs - spanMs).length),
  };
}
