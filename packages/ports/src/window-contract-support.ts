import { bytesOf, positionText } from './contract-support.ts';
import type { LogPosition } from './event-log.ts';
import type { KeptHorizon, MarkVersions, WindowFact, WindowMark, WindowStore } from './window-store.ts';

export const HOUR_MS = 3_600_000;

/** The beginning of an hour. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** A fact of the given key at the given offset; its time follows from its offset. */
export function fact(keyHash: number, offset: number, more: Partial<LogPosition> = {}): WindowFact {
  const position: LogPosition = { topic: 'anpr.reads', partition: 0, offset, ...more };
  return { keyHash, atMs: NOON_MS + offset, position };
}

/** Facts of 500 keys, spread over the hash range and over ten hours. */
export function someFacts(count: number): WindowFact[] {
  return Array.from({ length: count }, (_, offset) => ({
    ...fact(Math.imul(offset % 500, 0x9e37_79b1) >>> 0, offset),
    atMs: NOON_MS + (offset % 10) * HOUR_MS + offset,
  }));
}

export function mark(markId: string, keyHash: number | null, more: Partial<WindowMark> = {}): WindowMark {
  const revision = more.revision ?? 1;
  const bytes = bytesOf(`${markId} revision ${revision}`);
  return { markId, revision, keyHash, bytes, fromMs: 0, toMs: NOON_MS + 1_000 * HOUR_MS, ...more };
}

/** The versions of one who has seen nothing. */
export function none(store: WindowStore): MarkVersions {
  return Array.from({ length: store.bucketCount }, () => 0);
}

/** All facts of a key: the look-back of a mark that nobody else uses. */
export async function look(store: WindowStore, keyHash: number): Promise<readonly WindowFact[]> {
  const [found] = await store.markAndLook([mark(`look ${keyHash}`, keyHash)]);
  return found ?? [];
}

/** Facts as sorted texts, repetitions kept. */
export function factIds(facts: readonly WindowFact[]): string[] {
  return facts
    .map((one) => `${one.keyHash}@${one.atMs} ${positionText(one.position)}`)
    .toSorted((a, b) => a.localeCompare(b));
}

/** Lets go what ends at or before the instant, by hours and by days. */
export function before(instantMs: number): KeptHorizon {
  return { hoursBeforeMs: instantMs, daysBeforeMs: instantMs };
}
