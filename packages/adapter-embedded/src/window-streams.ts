import { WindowStoreError } from '@landfall/ports';
import type { LogPosition } from '@landfall/ports';
import { STREAMS_MAX } from './window-arena.ts';

type Topic = LogPosition['topic'];

/** Small numbers for the partitions of topics, and how far each partition is stored. */
export interface StreamTable {
  /** Throws `windows-full` beyond 1,024 partitions. */
  idOf(topic: Topic, partition: number): number;
  position(stream: number, offset: number): LogPosition;
  /** Moves the partition's position forward, never back. */
  advance(position: LogPosition): void;
  /** Partitions whose position has moved. */
  positions(): LogPosition[];
}

interface Stream {
  readonly id: number;
  readonly topic: Topic;
  readonly partition: number;
  next: number;
}

export function streamTable(): StreamTable {
  const streams: Stream[] = [];
  const byTopic = new Map<Topic, Map<number, Stream>>();
  /** Facts come in runs of one partition. */
  let last: Stream | undefined;

  const streamOf = (topic: Topic, partition: number): Stream => {
    if (last !== undefined && last.partition === partition && last.topic === topic) return last;
    const partitions = byTopic.get(topic) ?? new Map<number, Stream>();
    byTopic.set(topic, partitions);
    const known = partitions.get(partition);
    last = known ?? addStream(topic, partition);
    partitions.set(partition, last);
    return last;
  };
  const addStream = (topic: Topic, partition: number): Stream => {
    if (streams.length === STREAMS_MAX) {
      throw new WindowStoreError('windows-full', `The windows take facts from ${STREAMS_MAX} partitions at most.`);
    }
    const stream = { id: streams.length, topic, partition, next: 0 };
    streams.push(stream);
    return stream;
  };

  return {
    idOf: (topic, partition) => streamOf(topic, partition).id,
    position: (id, offset) => {
      const { topic, partition } = streams[id]!;
      return { topic, partition, offset };
    },
    advance: ({ topic, partition, offset }) => {
      const stream = streamOf(topic, partition);
      stream.next = Math.max(stream.next, offset);
    },
    positions: () =>
      streams.filter(({ next }) => next > 0).map(({ topic, partition, next }) => ({ topic, partition, offset: next })),
  };
}
