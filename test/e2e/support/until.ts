import { scheduler } from 'node:timers/promises';

export interface Bounds {
  /** What is waited for, as the end of "waited … for". */
  readonly what: string;
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

const WITHIN_MS = 20_000;
const EVERY_MS = 20;

/**
 * Asks again and again until the answer is neither null nor undefined nor false, and resolves with it. For conditions that another
 * process brings about and that nothing announces. Rejects with what was last seen when the bound is reached or the signal aborts.
 */
export async function until<T>(
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { what, withinMs = WITHIN_MS, signal }: Bounds,
): Promise<T> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > endsAt) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await scheduler.wait(EVERY_MS, signal === undefined ? {} : { signal });
  }
}
