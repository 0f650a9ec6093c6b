import type { Topic } from '@landfall/core';
import type { LogPosition, Offsets } from '@landfall/ports';

type Place = Pick<LogPosition, 'topic' | 'partition'>;

interface Member {
  /** The process that it lives in. */
  readonly client: symbol;
  readonly topics: readonly Topic[];
  /** Told at each rebalance which partitions it has from now on; what it had before is no longer its own. */
  readonly assign: (places: readonly Place[]) => void;
}

/**
 * A consumer group. Whenever a member joins or leaves, all partitions are dealt out anew, to others than before where there are others.
 * Nobody waits for batches in hand: as with a member that was thought dead, two may have one partition in hand for a while.
 */
export interface Group {
  join(member: Member): void;
  leave(member: Member): void;
  expel(client: symbol): void;
  /** Grows with each rebalance. */
  readonly generation: number;
  readonly members: number;
  committed(topic: Topic): Offsets;
  committedAt(place: Place): number | undefined;
  commit(place: Place, offset: number): void;
}

export function consumerGroup(partitionCount: (topic: Topic) => number): Group {
  let members: readonly Member[] = [];
  let generation = 0;
  const commits = new Map<string, LogPosition>();

  const rebalance = (): void => {
    generation += 1;
    const shares = new Map(members.map((member) => [member, [] as Place[]]));
    for (const topic of new Set(members.flatMap(({ topics }) => topics))) {
      const askers = members.filter(({ topics }) => topics.includes(topic));
      for (let partition = 0; partition < partitionCount(topic); partition += 1)
        shares.get(askers[(partition + generation) % askers.length]!)!.push({ topic, partition });
    }
    for (const [member, places] of shares) member.assign(places);
  };
  const keep = (wanted: (member: Member) => boolean): void => {
    const left = members.filter(wanted);
    if (left.length === members.length) return;
    members = left;
    rebalance();
  };

  return {
    join(member) {
      members = [...members, member];
      rebalance();
    },
    leave: (member) => keep((other) => other !== member),
    expel: (client) => keep((member) => member.client !== client),
    get generation() {
      return generation;
    },
    get members() {
      return members.length;
    },
    committed: (topic) =>
      [...commits.values()]
        .filter((commit) => commit.topic === topic)
        .toSorted((one, other) => one.partition - other.partition),
    committedAt: ({ topic, partition }) => commits.get(`${topic}/${partition}`)?.offset,
    commit({ topic, partition }, offset) {
      commits.set(`${topic}/${partition}`, { topic, partition, offset });
    },
  };
}
