import type { EventLog, LogBatch, LogPosition, LogRecord, NewRecord } from './event-log.ts';

/** How a contract suite reaches the world that it judges. */
export interface Contract<World> {
  /** What the report calls this implementation. */
  readonly name: string;
  /** A world of its own for each test: an empty subject and the way to dispose of it. */
  readonly open: () => Promise<World>;
  /** For one test, milliseconds; worlds across a network need more than the runner's default. */
  readonly timeoutMs?: number;
}

/**
 * A log whose topics are those of `schemas/topics.yaml`, with any number of partitions: `anpr.reads` and
 * `port.movements` keep everything, `watchlist.entries` is compacted, `dead-letters` takes records of 20 MiB. Every
 * test gets a log without records or groups.
 */
export interface EventLogWorld {
  readonly log: EventLog;
  /** Closes the log and opens the same data again. */
  readonly reopen: () => Promise<EventLog>;
  readonly close: () => Promise<void>;
}

/** Opens a world for one test and disposes of it whatever happens. */
export async function inWorld<World extends { readonly close: () => Promise<void> }>(
  open: () => Promise<World>,
  test: (world: World) => Promise<void>,
): Promise<void> {
  const world = await open();
  try {
    await test(world);
  } finally {
    await world.close();
  }
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

export function bytesOf(text: string): Uint8Array {
  return utf8.encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return fromUtf8.decode(bytes);
}

export function record(key: string, value: string, more: Partial<NewRecord> = {}): NewRecord {
  return { topic: 'anpr.reads', key, value: bytesOf(value), timestampMs: Date.now(), ...more };
}

/** `count` records with keys in rotation; the value of each is its number. */
export function numbered(count: number, more: Partial<NewRecord> = {}): NewRecord[] {
  return Array.from({ length: count }, (_, index) => record(`key-${index % 7}`, String(index), more));
}

/** The values of records as `numbered` makes them. */
export function numbers(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}

export interface Received extends LogRecord, LogPosition {}

/** Keeps what a consumer is given, and lets a test wait for it. */
export interface Collector {
  readonly received: Received[];
  readonly batches: LogBatch[];
  readonly onBatch: (batch: LogBatch) => Promise<void>;
  /** Resolves once so many records have come. */
  readonly until: (count: number) => Promise<void>;
  readonly values: () => string[];
}

export function collector(): Collector {
  const received: Received[] = [];
  const batches: LogBatch[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    received,
    batches,
    onBatch: async (batch) => {
      batches.push(batch);
      received.push(...positioned(batch));
      for (const waiter of waiting) if (received.length >= waiter.count) waiter.resolve();
    },
    until: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    values: () => valuesOf(received),
  };
}

function positioned(batch: LogBatch): Received[] {
  return batch.records.map((one) => ({ ...one, topic: batch.topic, partition: batch.partition }));
}

/** Values in the order of numbers: partitions may interleave in any way, so only the set is compared. */
function valuesOf(records: readonly LogRecord[]): string[] {
  return records.map((one) => textOf(one.value)).toSorted((a, b) => Number(a) - Number(b) || a.localeCompare(b));
}

/** For each key its values in the order in which they came. */
export function valuesByKey(records: readonly LogRecord[]): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const one of records) byKey.set(one.key, [...(byKey.get(one.key) ?? []), textOf(one.value)]);
  return byKey;
}

export async function scanAll(log: EventLog, options: Parameters<EventLog['scan']>[0]): Promise<Received[]> {
  const found: Received[] = [];
  for await (const batch of log.scan(options)) found.push(...positioned(batch));
  return found;
}

export function positionText(position: LogPosition): string {
  return `${position.topic}/${position.partition}/${position.offset}`;
}

/** A promise that the test settles: the barrier at which an onBatch waits. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function nothing(): void {}

export function gate(): Gate {
  let open = nothing;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
