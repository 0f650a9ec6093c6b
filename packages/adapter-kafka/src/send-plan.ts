import { murmur2 } from '@landfall/core';
import type { Topic } from '@landfall/core';
import type { NewRecord } from '@landfall/ports';
import { placeKey } from './names.ts';
import type { TopicFacts } from './topic-directory.ts';

/** A record made ready for the brokers. */
export interface Outgoing {
  readonly topic: Topic;
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly timestamp: string;
  readonly headers: Readonly<Record<string, string>>;
  /** At most so many bytes in a request. */
  readonly bytes: number;
}

/** Length, attributes, deltas and counts of a record: at most this, with room to spare. */
const RECORD_BYTES = 40;
const HEADER_BYTES = 10;
/** What stands in front of a batch of records. */
const BATCH_BYTES = 61;

/** Places a record on the partition that Kafka's own clients would choose for its key, and measures it. */
export function prepare(record: NewRecord, facts: TopicFacts): Outgoing {
  const key = Buffer.from(record.key, 'utf8');
  const { value, headers = {} } = record;
  return {
    topic: record.topic,
    partition: (murmur2(key) & 0x7fffffff) % facts.partitions,
    key,
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    timestamp: String(record.timestampMs),
    headers,
    bytes: RECORD_BYTES + key.length + value.length + headersBytes(headers),
  };
}

function headersBytes(headers: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const name of Object.keys(headers)) {
    bytes += HEADER_BYTES + Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '');
  }
  return bytes;
}

/** Whether the topic can never take the record; false where its limit is not known. */
export function isTooLarge(record: Outgoing, facts: TopicFacts): boolean {
  // Measured with room to spare, so a record just under the limit is left for the brokers to judge.
  const sureBytes = record.key.length + record.value.length + BATCH_BYTES;
  return facts.maxMessageBytes !== null && sureBytes > facts.maxMessageBytes;
}

/** What one request may carry. */
export interface SendBounds {
  readonly recordsMax: number;
  readonly bytesMax: number;
  /** The largest batch of records that a topic takes, bytes. */
  readonly batchBytesMax: (topic: Topic) => number;
}

/** One request in the making: for each partition one batch of records. */
export class SendPlan {
  readonly #bounds: SendBounds;
  readonly #batches = new Map<string, { bytes: number; readonly records: Outgoing[] }>();
  #records = 0;
  #bytes = 0;

  constructor(bounds: SendBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#records;
  }

  /** The batches by partition; the records of each in the order in which they were added. */
  batches(): readonly (readonly Outgoing[])[] {
    return [...this.#batches.values()].map(({ records }) => records);
  }

  /** Takes the record, unless a bound says that it goes into the next request. The first record always fits. */
  add(record: Outgoing): boolean {
    const { recordsMax, bytesMax, batchBytesMax } = this.#bounds;
    const key = placeKey(record.topic, record.partition);
    const batch = this.#batches.get(key) ?? { bytes: BATCH_BYTES, records: [] };
    const isFull =
      this.#records >= recordsMax ||
      this.#bytes + record.bytes > bytesMax ||
      (batch.records.length > 0 && batch.bytes + record.bytes > batchBytesMax(record.topic));
    if (isFull && this.#records > 0) return false;
    batch.records.push(record);
    batch.bytes += record.bytes;
    this.#batches.set(key, batch);
    this.#records += 1;
    this.#bytes += record.bytes;
    return true;
  }
}
