import { systemClock } from '@landfall/adapter-embedded';
import { LogError } from '@landfall/ports';
import type { EventLog, LogBatch, NewRecord, Subscription } from '@landfall/ports';

export function read(key: string, value: string): NewRecord {
  return { topic: 'anpr.reads', key, value: Buffer.from(value), timestampMs: Date.now() };
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

export function range(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}

export function reads(values: readonly string[]): NewRecord[] {
  return values.map((value) => read(`key-${value}`, value));
}

export function byNumber(values: Iterable<string>): string[] {
  return [...values].toSorted((a, b) => Number(a) - Number(b));
}

export interface Keeper {
  readonly seen: ReadonlySet<string>;
  readonly onBatch: (batch: LogBatch) => Promise<void>;
  /** Resolves when so many different values have come. */
  readonly until: (count: number) => Promise<void>;
  /** Resolves when all of these have come. */
  readonly untilAll: (values: readonly string[]) => Promise<void>;
}

/** Keeps the values that come. */
export function keeper(): Keeper {
  const seen = new Set<string>();
  let waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];
  const look = (): void => {
    for (const one of waiting.filter(({ isOver }) => isOver())) one.resolve();
    waiting = waiting.filter(({ isOver }) => !isOver());
  };
  const untilThat = (isOver: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ isOver, resolve });
      look();
    });
  return {
    seen,
    onBatch: async (batch) => {
      for (const one of batch.records) seen.add(textOf(one.value));
      look();
    },
    until: (count) => untilThat(() => seen.size >= count),
    untilAll: (values) => untilThat(() => values.every((value) => seen.has(value))),
  };
}

function isAway(error: unknown): boolean {
  return error instanceof LogError && error.code === 'log-unavailable';
}

/** Appends until it goes through, as ingest's clients do. */
export async function appendAtLast(log: EventLog, records: readonly NewRecord[]): Promise<string[]> {
  for (;;) {
    try {
      return (await log.append(records)).map((one) => `${one.partition}/${one.offset}`);
    } catch (error) {
      if (!isAway(error)) throw error;
      await clock.sleep(RETRY_MS);
    }
  }
}

const RETRY_MS = 100;
const clock = systemClock();

export interface KeptOn {
  /** How often it had to subscribe again. */
  readonly restarts: () => number;
  readonly close: () => Promise<void>;
}

/** Subscribes again whenever the log is unavailable, as every service does. Rejects at close when there was another error. */
export async function keepOn(subscribe: () => Promise<Subscription>): Promise<KeptOn> {
  let current = await subscribe();
  let restarts = 0;
  const closing = new AbortController();
  const running = (async () => {
    while (!closing.signal.aborted) {
      try {
        await current.stopped;
      } catch (error) {
        if (!isAway(error)) throw error;
      }
      if (closing.signal.aborted) return;
      restarts += 1;
      await clock.sleep(RETRY_MS, closing.signal);
      current = await subscribe().catch((error: unknown) => {
        if (!isAway(error)) throw error;
        return current;
      });
    }
    await current.close();
  })();
  running.catch(() => {});
  return {
    restarts: () => restarts,
    close: async () => {
      closing.abort();
      await current.close();
      await running;
    },
  };
}
