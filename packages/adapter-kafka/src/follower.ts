/**
 * Followers: every partition read from its leader, without group or commit.
 *
 * Guarantee: batches of a partition come one at a time and in order, none left out.
 * On crash: nothing is kept; the next follower begins where its caller says.
 * On retry: when brokers are away or leaders change, reading goes on where it was. When onBatch rejects, the batches in
 *   hand on other brokers are finished, then everything stops with that error.
 * Bounds: one read per broker in memory, 1 MiB for each partition (fetchBytesMax) and 32 MiB in all, unless one batch is
 *   larger; brokers away for longer than unavailableMs end the follower with `log-unavailable`. Partitions that are added
 *   to a topic are read by followers that begin later.
 */
import type { Topic } from '@landfall/core';
import type { FollowOptions, LogPosition, Offsets, Subscription } from '@landfall/ports';
import { CatchUp } from './catch-up.ts';
import { closedError } from './log-errors.ts';
import { offsetOf, parts } from './log-reading.ts';
import { placeKey } from './names.ts';
import type { Settings } from './options.ts';
import type { PartitionRange, PartitionRead, PartitionReader } from './partition-reader.ts';
import { within } from './settle.ts';
import { tryAgain } from './try-again.ts';

const WAIT_MS = 500;
const DISCONNECT_MS = 5_000;

export interface FollowerOptions extends FollowOptions {
  /** Connections of its own: waiting for records would hold up whoever shared them. */
  readonly reader: PartitionReader;
  readonly settings: Settings;
  /** What the topics hold at the time of subscribing. */
  readonly ranges: ReadonlyMap<Topic, readonly PartitionRange[]>;
  readonly onEnd: () => void;
}

export function openFollower(options: FollowerOptions): Subscription {
  return new Follower(options);
}

interface Round {
  over: boolean;
  readonly answered: Set<string>;
}

class Follower implements Subscription {
  readonly stopped: Promise<void>;
  readonly #options: FollowerOptions;
  readonly #offsets: Map<string, LogPosition>;
  readonly #caughtUp: CatchUp;
  readonly #stopping = new AbortController();
  #failure: { readonly error: unknown } | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
    const { ranges, from } = options;
    const all = [...ranges].flatMap(([topic, found]) => found.map((range) => ({ topic, ...range })));
    const ends: Offsets = all.map(({ topic, partition, end }) => ({ topic, partition, offset: end }));
    this.#caughtUp = new CatchUp(ends);
    this.#offsets = new Map(
      all.map(({ topic, partition, low }) => {
        const offset = Math.max(low, offsetOf(from, topic, partition) ?? low);
        this.#caughtUp.reach(placeKey(topic, partition), offset);
        return [placeKey(topic, partition), { topic, partition, offset }];
      }),
    );
    this.stopped = this.#run();
    // Whoever subscribes has both promises to look at; an error that is on them must not end the process as well.
    this.stopped.catch(() => {});
  }

  get caughtUp(): Promise<void> {
    return this.#caughtUp.promise;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    // Waiting for records ends with the connections; a batch in hand goes on without them.
    await within(DISCONNECT_MS, this.#options.reader.close());
    await this.stopped.catch(() => {});
  }

  async #run(): Promise<void> {
    const { reader, settings, topics, onEnd } = this.#options;
    const { signal } = this.#stopping;
    // Nothing is handed over before the caller holds the subscription.
    await new Promise((resolve) => setImmediate(resolve));
    this.#caughtUp.check();
    while (!signal.aborted) {
      try {
        await tryAgain({
          work: () => this.#readLeaders(topics),
          recover: (error) => reader.recover(error),
          forMs: settings.unavailableMs,
          signal,
        });
      } catch (error) {
        if (signal.aborted) break;
        this.#fail(error);
      }
    }
    await within(DISCONNECT_MS, reader.close());
    onEnd();
    this.#caughtUp.fail(this.#failure === null ? closedError() : this.#failure.error);
    if (this.#failure !== null) throw this.#failure.error;
  }

  /**
   * Reads from every broker that leads a partition until one of them fails; then all stop, for leaders may have changed.
   * Resolves when each has answered at least once, so that a failure after hours is tried again as long as one at once.
   */
  async #readLeaders(topics: readonly Topic[]): Promise<void> {
    const { reader } = this.#options;
    await reader.open(topics);
    const round: Round = { over: false, answered: new Set() };
    const leaders = reader.byLeader([...this.#offsets.values()]);
    const loops = [...leaders].map(([leader, places]) => this.#readLeader(leader, places, round));
    const failed = (await Promise.allSettled(loops)).find((one) => one.status === 'rejected');
    if (failed === undefined) return;
    if (round.answered.size < leaders.size || this.#stopping.signal.aborted) throw failed.reason;
    await reader.recover(failed.reason).catch(() => {});
  }

  async #readLeader(leader: string, places: readonly LogPosition[], round: Round): Promise<void> {
    const { reader, settings } = this.#options;
    const keys = places.map(({ topic, partition }) => placeKey(topic, partition));
    const bounds = { bytesMax: settings.fetchBytesMax, waitMs: WAIT_MS };
    try {
      while (!round.over && !this.#stopping.signal.aborted) {
        const from = keys.map((key) => this.#offsets.get(key)!);
        for (const read of await reader.read(leader, from, bounds)) await this.#handOver(read);
        round.answered.add(leader);
      }
    } finally {
      round.over = true;
    }
  }

  async #handOver(read: PartitionRead): Promise<void> {
    const { batchMax, onBatch } = this.#options;
    const { topic, partition } = read;
    const key = placeKey(topic, partition);
    for (const records of parts(read.records, Infinity, batchMax)) {
      if (this.#stopping.signal.aborted) return;
      try {
        await onBatch({ topic, partition, records, endOffset: read.end });
      } catch (error) {
        this.#fail(error);
        return;
      }
      this.#reach(key, { topic, partition, offset: records.at(-1)!.offset + 1 });
    }
    this.#reach(key, { topic, partition, offset: read.next });
  }

  #reach(key: string, place: LogPosition): void {
    this.#offsets.set(key, place);
    this.#caughtUp.reach(key, place.offset);
    this.#caughtUp.check();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stopping.abort();
  }
}
