import type { Topic } from '@landfall/core';
import type { EventLog, LogBatch, LogPosition, Offsets, Subscription } from '@landfall/ports';

/** The workload's names of the topics that the matcher knows; `{prefix}` goes before each. */
const NAMES: Partial<Readonly<Record<Topic, string>>> = {
  'anpr.reads': 'anpr.reads',
  'port.movements': 'port.entries',
  'watchlist.entries': 'watchlist',
  hits: 'hits',
};

const FACTS: readonly Topic[] = ['anpr.reads', 'port.movements'];

export interface PeerLogOptions {
  readonly log: EventLog;
  readonly prefix: string;
  /** The group under which the workload's offsets are committed. */
  readonly group: string;
  readonly onFirstFact: () => void;
}

/**
 * A log under the workload's names. Its facts are not there before the watchlist has been read to its end once, as the other peers
 * restore their table first: so nothing is looked back for in facts that will all come anyway.
 */
export function peerLog({ log, prefix, group, onFirstFact }: PeerLogOptions): EventLog {
  const listRead = Promise.withResolvers<void>();
  let isListRead = false;
  let isFirst = true;
  const named = (topic: Topic): Topic => `${prefix}${NAMES[topic] ?? topic}` as Topic;
  const there = <P extends LogPosition>(places: readonly P[]): P[] =>
    places.map((one) => ({ ...one, topic: named(one.topic) }));
  const groupOf = (name: string): string => (name === 'matcher' ? group : `${group}-${name}`);
  const isHidden = (topic: Topic): boolean => FACTS.includes(topic) && !isListRead;
  const byTheirName = new Map(FACTS.map((topic) => [named(topic), topic]));

  return {
    ...log,
    append: (records) => log.append(records.map((one) => ({ ...one, topic: named(one.topic) }))),
    async consume(options) {
      const isOfFacts = options.topics.some((topic) => FACTS.includes(topic));
      if (isOfFacts) await listRead.promise;
      const topics = new Map(options.topics.map((topic) => [named(topic), topic]));
      const subscription = await log.consume({
        ...options,
        group: groupOf(options.group),
        topics: [...topics.keys()],
        async onBatch(batch: LogBatch) {
          if (isOfFacts && isFirst) {
            isFirst = false;
            onFirstFact();
          }
          await options.onBatch({ ...batch, topic: topics.get(batch.topic)! });
        },
      });
      if (!isOfFacts) {
        await subscription.caughtUp;
        isListRead = true;
        listRead.resolve();
      }
      return subscription;
    },
    // The workload has no registry of groups.
    follow: async () => nothingToFollow(),
    async *scan(options) {
      if (isHidden(options.topic)) return;
      const { topic, from = [], to = [] } = options;
      for await (const batch of log.scan({ ...options, topic: named(topic), from: there(from), to: there(to) }))
        yield { ...batch, topic };
    },
    async fetch(positions) {
      const found = await log.fetch(there(positions));
      return found.map((one) => ({ ...one, topic: byTheirName.get(one.topic)! }));
    },
    async ends(topic) {
      const ends = here(topic, await log.ends(named(topic)));
      return isHidden(topic) ? ends.map((end) => ({ ...end, offset: 0 })) : ends;
    },
    offsetsAt: async (topic, timestampMs) => here(topic, await log.offsetsAt(named(topic), timestampMs)),
    committed: async (name, topic) => here(topic, await log.committed(groupOf(name), named(topic))),
    close: () => log.close(),
  };
}

function here(topic: Topic, places: Offsets): Offsets {
  return places.map((one) => ({ ...one, topic }));
}

function nothingToFollow(): Subscription {
  const stopped = Promise.withResolvers<void>();
  return {
    caughtUp: Promise.resolve(),
    stopped: stopped.promise,
    close: async () => stopped.resolve(),
  };
}
