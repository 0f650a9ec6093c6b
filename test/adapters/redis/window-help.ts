import { randomUUID } from 'node:crypto';
import type { WindowFact, WindowMark, WindowStore } from '@landfall/ports';

export const HOUR_MS = 3_600_000;
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

export const LOST = { name: 'WindowStoreError', code: 'windows-unavailable' };

export function fact(keyHash: number, offset: number, atMs = NOON_MS + offset): WindowFact {
  return { keyHash, atMs, position: { topic: 'anpr.reads', partition: 0, offset } };
}

export function mark(markId: string, keyHash: number): WindowMark {
  return { markId, revision: 1, keyHash, bytes: new Uint8Array([1, 2, 3]), fromMs: 0, toMs: NOON_MS + 1_000 * HOUR_MS };
}

export function none(store: WindowStore): readonly number[] {
  return Array.from({ length: store.bucketCount }, () => 0);
}

/** A namespace that nobody has used. */
export function newNamespace(): string {
  return `test-${randomUUID()}`;
}

/** Facts in every bucket. */
export function everywhere(store: WindowStore): WindowFact[] {
  return Array.from({ length: store.bucketCount }, (_, bucket) => fact(bucket, bucket));
}
