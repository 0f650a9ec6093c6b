import type { Cluster } from 'kafkajs';
import type { Topic } from '@landfall/core';
import type { LogPosition, LogRecord } from '@landfall/ports';
import { isTimeout, protocolError, unavailableError } from './log-errors.ts';
import type { Names } from './names.ts';
import { placeKey } from './names.ts';
import { toRecord } from './received-record.ts';
import type { WireRecord } from './received-record.ts';
import { within, withinOrElse } from './settle.ts';

/** What one read of a partition brought. */
export interface PartitionRead extends LogPosition {
  readonly records: readonly LogRecord[];
  /** Where to read on. */
  readonly next: number;
  /** The offset after the last record of the partition. */
  readonly end: number;
}

/** What a partition holds: from `low`, inclusive, to `end`, exclusive. */
export interface PartitionRange {
  readonly partition: number;
  readonly low: number;
  readonly end: number;
}

export interface FetchBounds {
  /** For each partition, unless one batch is larger. */
  readonly bytesMax: number;
  /** How long the broker waits for a record when it has none. */
  readonly waitMs: number;
}

/** The answer of a broker, as kafkajs decodes it. */
interface FetchResponse {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly highWatermark: string;
      readonly messages: readonly WireRecord[];
    }[];
  }[];
}

const RESPONSE_BYTES_MAX = 32 * 1024 * 1024;
const READ_UNCOMMITTED = 0;
const DISCONNECT_MS = 5_000;
/** A broker that is silent is left for another after so long. */
const CONNECT_MS = 5_000;

/**
 * Reads partitions straight from their leaders, without a group: no joining, no rebalance, no commit, nothing left
 * behind. Errors are kafkajs's; after one, `recover` and try again.
 */
export class PartitionReader {
  readonly #open: () => Cluster;
  readonly #names: Names;
  #cluster: Cluster;
  #connected: Promise<void> | null = null;

  constructor(openCluster: () => Cluster, names: Names) {
    this.#open = openCluster;
    this.#cluster = openCluster();
    this.#names = names;
  }

  /** Connects if need be and learns the leaders of these topics. */
  async open(topics: readonly Topic[]): Promise<void> {
    this.#connected ??= this.#cluster.connect();
    try {
      await withinOrElse(CONNECT_MS, this.#connected, () => unavailableError('The brokers are silent.'));
    } catch (error) {
      this.#connected = null;
      throw error;
    }
    await this.#cluster.addMultipleTargetTopics(topics.map((topic) => this.#names.topic(topic)));
    await this.#cluster.refreshMetadataIfNecessary();
  }

  async close(): Promise<void> {
    await this.#cluster.disconnect();
  }

  /** Makes ready for another try after an error: drops what is known of brokers and leaders. */
  async recover(error: unknown): Promise<void> {
    // The client would ask the silent broker again, even where the others are.
    if (isTimeout(error)) return this.#begin();
    if (error instanceof Error && 'host' in error && 'port' in error) {
      this.#cluster.removeBroker({ host: String(error.host), port: Number(error.port) });
    }
    if (!this.#cluster.isConnected()) this.#connected = null;
    else await this.#cluster.refreshMetadata();
  }

  /** Connections anew, beginning at another broker. */
  #begin(): void {
    void within(DISCONNECT_MS, this.#cluster.disconnect());
    this.#cluster = this.#open();
    this.#connected = null;
  }

  async ranges(topic: Topic): Promise<PartitionRange[]> {
    const [low, end] = await Promise.all([this.#offsets(topic, -2), this.#offsets(topic, -1)]);
    return end
      .map(([partition, offset]) => ({ partition, low: new Map(low).get(partition) ?? 0, end: offset }))
      .toSorted((a, b) => a.partition - b.partition);
  }

  /** For each partition the first offset whose timestamp is at or after the instant; -1 where there is none. */
  async offsetsAt(topic: Topic, timestampMs: number): Promise<Map<number, number>> {
    return new Map(await this.#offsets(topic, timestampMs));
  }

  /** These places by the broker that leads them. */
  byLeader(places: readonly LogPosition[]): Map<string, LogPosition[]> {
    const leaders = new Map<string, LogPosition[]>();
    for (const place of places) {
      const found = this.#cluster.findLeaderForPartitions(this.#names.topic(place.topic), [place.partition]);
      const [leader] = Object.keys(found);
      if (leader !== undefined) leaders.set(leader, [...(leaders.get(leader) ?? []), place]);
    }
    return leaders;
  }

  /** Reads one partition from an offset on. */
  async readOne(place: LogPosition, bounds: FetchBounds): Promise<PartitionRead> {
    const [leader] = this.byLeader([place]).keys();
    if (leader === undefined) throw new Error(`no partition ${place.partition} in ${place.topic}`);
    const [read] = await this.read(leader, [place], bounds);
    return read ?? { ...place, records: [], next: place.offset, end: place.offset };
  }

  /** Reads several partitions of one broker from their offsets on; only those that it answers for are in the result. */
  async read(leader: string, places: readonly LogPosition[], bounds: FetchBounds): Promise<PartitionRead[]> {
    const broker = await this.#cluster.findBroker({ nodeId: leader });
    try {
      const answer: FetchResponse = await broker.fetch({
        isolationLevel: READ_UNCOMMITTED,
        maxWaitTime: bounds.waitMs,
        minBytes: 1,
        maxBytes: RESPONSE_BYTES_MAX,
        topics: this.#request(places, bounds.bytesMax),
      });
      return this.#reads(places, answer);
    } catch (error) {
      if (protocolError(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
      return this.#clamp(places);
    }
  }

  #request(places: readonly LogPosition[], maxBytes: number): FetchTopic[] {
    const topics = new Map<string, FetchTopic>();
    for (const { topic, partition, offset } of places) {
      const name = this.#names.topic(topic);
      const one = topics.get(name) ?? { topic: name, partitions: [] };
      one.partitions.push({ partition, fetchOffset: String(offset), maxBytes });
      topics.set(name, one);
    }
    return [...topics.values()];
  }

  #reads(places: readonly LogPosition[], { responses }: FetchResponse): PartitionRead[] {
    const answers = new Map(
      responses.flatMap(({ topicName, partitions }) =>
        partitions.map((one) => [placeKey(topicName, one.partition), one] as const),
      ),
    );
    const isEmpty = responses.every(({ partitions }) => partitions.every(({ messages }) => messages.length === 0));
    return places.flatMap((place) => {
      const answer = answers.get(placeKey(this.#names.topic(place.topic), place.partition));
      if (answer === undefined) return [];
      const end = Number(answer.highWatermark);
      const last = answer.messages.at(-1);
      // Compaction can leave batches without records, which kafkajs does not show. Where the broker had room and yet no
      // record came, such a batch stands here: step over it.
      const empty = isEmpty && end > place.offset ? place.offset + 1 : place.offset;
      const next = last === undefined ? empty : Math.max(place.offset, Number(last.offset) + 1);
      const records = answer.messages.map(toRecord).filter((one) => one !== null);
      const wanted = records.filter((one) => one.offset >= place.offset);
      return [{ ...place, records: wanted, next, end: Math.max(end, next) }];
    });
  }

  /** Retention has removed records that were still to be read, or the log is shorter than it was: on to what is there. */
  async #clamp(places: readonly LogPosition[]): Promise<PartitionRead[]> {
    const clamped: PartitionRead[] = [];
    for (const topic of new Set(places.map((one) => one.topic))) {
      const ranges = new Map((await this.ranges(topic)).map((range) => [range.partition, range]));
      for (const place of places.filter((one) => one.topic === topic)) {
        const range = ranges.get(place.partition);
        if (range === undefined) continue;
        const next = Math.min(Math.max(place.offset, range.low), range.end);
        clamped.push({ ...place, records: [], next, end: range.end });
      }
    }
    return clamped;
  }

  async #offsets(topic: Topic, fromTimestamp: number): Promise<[partition: number, offset: number][]> {
    const name = this.#names.topic(topic);
    const partitions = this.#cluster
      .findTopicPartitionMetadata(name)
      .map(({ partitionId }) => ({ partition: partitionId }));
    const [found] = await this.#cluster.fetchTopicsOffset([{ topic: name, partitions, fromTimestamp }]);
    return (found?.partitions ?? []).map((one) => [one.partition, Number(one.offset)]);
  }
}

interface FetchTopic {
  readonly topic: string;
  readonly partitions: { partition: number; fetchOffset: string; maxBytes: number }[];
}
