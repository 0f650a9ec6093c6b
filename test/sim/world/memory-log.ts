import type { Topic } from '@landfall/core';
import type {
  ConsumeOptions,
  EventLog,
  FollowOptions,
  LogBatch,
  LogPosition,
  NewRecord,
  Offsets,
  ScanOptions,
  Subscription,
} from '@landfall/ports';
import type { Broker, Partition } from './broker.ts';
import type { Pass } from './effects.ts';
import { ask } from './effects.ts';
import type { Lanes, LanesOptions } from './log-subscription.ts';
import { closedError, openLanes, settled } from './log-subscription.ts';

type Place = Pick<LogPosition, 'topic' | 'partition'>;

/**
 * The event log as one process of the simulated world reaches it. What is appended goes partition by partition, so that a request can be
 * done in part; requests of one process keep their order. A batch whose commit is lost is handed over again.
 */
export function connectLog(broker: Broker, pass: Pass, client: symbol = Symbol('a process')): EventLog {
  const open = new Set<Lanes>();
  const pending = new Set<Promise<unknown>>();
  let queue: Promise<unknown> = Promise.resolve();
  let state: 'open' | 'closing' | 'closed' = 'open';

  const assertOpen = (): void => {
    if (state === 'closed') throw closedError();
  };
  const assertSubscribes = (): void => {
    if (state !== 'open') throw closedError();
  };
  const store = async (records: readonly NewRecord[]): Promise<readonly LogPosition[]> => {
    const positions: LogPosition[] = [];
    const places = Map.groupBy(records.keys(), (index) => broker.place(records[index]!));
    for (const [partition, indexes] of places) {
      await pass({ kind: 'append', way: 'to', partition });
      for (const index of indexes) positions[index] = partition.add(records[index]!);
    }
    return positions;
  };
  const lanesOf = (options: Omit<LanesOptions, 'onEnd' | 'pass'>, onEnd: () => void): Lanes => {
    const lanes = openLanes({
      ...options,
      pass,
      onEnd: () => {
        open.delete(lanes);
        onEnd();
      },
    });
    open.add(lanes);
    return lanes;
  };

  return {
    async append(records) {
      assertOpen();
      for (const record of records) broker.place(record);
      const stored = queue.then(() => store(records));
      queue = stored.catch(() => {});
      const answered = stored.then(async (positions) => {
        await pass({ kind: 'append', way: 'back' });
        return positions;
      });
      const ended = settled(answered);
      pending.add(ended);
      void ended.then(() => pending.delete(ended));
      return answered;
    },
    async consume(options) {
      assertSubscribes();
      const ends = options.topics.flatMap((topic) => broker.ends(topic));
      await pass({ kind: 'read-log', way: 'to' });
      assertSubscribes();
      return consume({ broker, pass, client, lanesOf }, options, ends);
    },
    async follow(options) {
      assertSubscribes();
      const ends = options.topics.flatMap((topic) => broker.ends(topic));
      await pass({ kind: 'read-log', way: 'to' });
      assertSubscribes();
      const lanes = lanesOf({ ...options, ends }, () => {});
      lanes.read(startsOf(broker, options));
      return lanes;
    },
    scan: (options) => scan({ broker, pass, assertOpen }, options),
    async fetch(positions) {
      assertOpen();
      return ask(pass, 'read-log', () =>
        positions.flatMap((position) => {
          const record = broker.partitions(position.topic)[position.partition]?.at(position.offset);
          return record === undefined ? [] : [{ ...record, ...position }];
        }),
      );
    },
    async ends(topic) {
      assertOpen();
      return ask(pass, 'read-log', () => broker.ends(topic));
    },
    async offsetsAt(topic, timestampMs) {
      assertOpen();
      return ask(pass, 'read-log', () => broker.partitions(topic).map((one) => offsetAt(one, timestampMs)));
    },
    async committed(group, topic) {
      assertOpen();
      return ask(pass, 'read-log', () => broker.group(group).committed(topic));
    },
    async close() {
      if (state === 'open') state = 'closing';
      await Promise.all([...open].map((lanes) => lanes.close()));
      await Promise.all(pending);
      state = 'closed';
    },
  };
}

function offsetAt(partition: Partition, timestampMs: number): LogPosition {
  return { topic: partition.topic, partition: partition.partition, offset: partition.offsetAt(timestampMs) };
}

function startsOf(broker: Broker, { topics, from = [] }: FollowOptions) {
  return topics.flatMap((topic) =>
    broker.partitions(topic).map((partition) => {
      const start = offsetIn(from, topic, partition.partition) ?? 0;
      return { partition, from: () => start };
    }),
  );
}

function consume(
  given: {
    readonly broker: Broker;
    readonly pass: Pass;
    readonly client: symbol;
    readonly lanesOf: (options: Omit<LanesOptions, 'onEnd' | 'pass'>, onEnd: () => void) => Lanes;
  },
  options: ConsumeOptions,
  ends: Offsets,
): Subscription {
  const { broker, pass, client } = given;
  const group = broker.group(options.group);
  const commitIn = async (generation: number, place: Place, next: number): Promise<number> => {
    try {
      await pass({ kind: 'commit', way: 'to', partition: place });
    } catch {
      return group.committedAt(place) ?? 0;
    }
    // After a rebalance it could overwrite what the member has committed who has the partition now.
    if (generation === group.generation) group.commit(place, next);
    return next;
  };
  const member = {
    client,
    topics: options.topics,
    assign: (places: readonly Place[]): void => {
      const { generation } = group;
      lanes.read(
        places.map((place) => ({
          partition: broker.partitions(place.topic)[place.partition]!,
          from: () => group.committedAt(place) ?? 0,
          commit: (next) => commitIn(generation, place, next),
        })),
      );
    },
  };
  const lanes = given.lanesOf({ ...options, ends }, () => group.leave(member));
  group.join(member);
  return lanes;
}

async function* scan(
  given: { readonly broker: Broker; readonly pass: Pass; readonly assertOpen: () => void },
  { topic, from = [], to = [], batchMax }: ScanOptions,
): AsyncGenerator<LogBatch> {
  const ends = given.broker.ends(topic);
  for (const partition of given.broker.partitions(topic)) {
    const end = offsetIn(to, topic, partition.partition) ?? offsetIn(ends, topic, partition.partition)!;
    let next = offsetIn(from, topic, partition.partition) ?? 0;
    for (;;) {
      given.assertOpen();
      const batch = partition.batch(next, batchMax, end);
      if (batch === null) break;
      await given.pass({ kind: 'read-log', way: 'to' });
      yield batch;
      next = batch.records.at(-1)!.offset + 1;
    }
  }
}

function offsetIn(offsets: Offsets, topic: Topic, partition: number): number | undefined {
  return offsets.find((one) => one.topic === topic && one.partition === partition)?.offset;
}
