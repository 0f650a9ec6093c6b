import type { ConvoyParameters } from './convoy.ts';
import { compareSightings, EVIDENCE_MAX, utcDay } from './sighting-order.ts';
import type { Finding, Sighting } from './window-rule.ts';

/** Two reads together: that of the vehicle in front, and that of the one that follows. */
export type Pair = readonly [leader: Sighting, follower: Sighting];

/** Every pair of `one` with another read of its group. */
export function pairsWith(one: Sighting, reads: readonly Sighting[], withinMs: number): readonly Pair[] {
  return reads
    .filter((other) => isTogether(one, other, withinMs))
    .map((other) => (compareSightings(one, other) > 0 ? [other, one] : [one, other]));
}

/**
 * Every journey that `one` completes: what one read can add are pairs in which it stands, so only the vehicles that it meets are looked at,
 * and only journeys whose last pair is not before it. Costs the reads of the two vehicles multiplied, for each two that meet.
 */
export function journeysThrough(one: Sighting, reads: readonly Sighting[], parameters: ConvoyParameters): Finding[] {
  const all = [one, ...reads];
  const met = new Map(
    pairsWith(one, reads, parameters.withinMs).map(([leader, { vehicleMark, entryId }]) => [
      JSON.stringify([leader.vehicleMark, vehicleMark, entryId]),
      { leaderMark: leader.vehicleMark, followerMark: vehicleMark, entryId },
    ]),
  );
  return [...met.values()].flatMap(({ leaderMark, followerMark, entryId }) => {
    const leaders = all.filter(({ vehicleMark }) => vehicleMark === leaderMark);
    const followers = all.filter((read) => read.vehicleMark === followerMark && read.entryId === entryId);
    const pairs = latestPairs(leaders, followers.toSorted(compareSightings), parameters.withinMs);
    return pairs.flatMap(([, anchor], index) =>
      compareSightings(anchor, one) < 0 ? [] : journeysUpTo(pairs.slice(0, index + 1), parameters),
    );
  });
}

/** Each read of the follower with the last read of the leader before it: where an earlier one would lie within the journey, this one does. */
function latestPairs(leaders: readonly Sighting[], followers: readonly Sighting[], withinMs: number): readonly Pair[] {
  return followers.flatMap((follower) => {
    let latest: Sighting | null = null;
    for (const leader of leaders) {
      if (compareSightings(leader, follower) > 0 || !isTogether(leader, follower, withinMs)) continue;
      if (latest === null || compareSightings(leader, latest) > 0) latest = leader;
    }
    return latest === null ? [] : [[latest, follower] as const];
  });
}

/** The journey that ends with the last of these pairs of the same two vehicles, which are in the order of the follower's reads. */
function journeysUpTo(pairs: readonly Pair[], { placesMin, journeyMs }: ConvoyParameters): readonly Finding[] {
  const [leader, anchor] = pairs.at(-1)!;
  const isWithin = (pair: Pair): boolean => anchor.evidence.occurredAt - pair[0].evidence.occurredAt <= journeyMs;
  if (!isWithin([leader, anchor])) return [];
  const byPlace = new Map<string, Pair>();
  for (const pair of pairs.filter(isWithin)) byPlace.set(placeOf(pair[1]), pair);
  if (byPlace.size < placesMin) return [];
  const newest = [...byPlace.values()].toSorted((a, b) => compareSightings(a[1], b[1])).slice(-EVIDENCE_MAX / 2);
  const evidence = newest.flat().toSorted(compareSightings);
  return [{ attributedTo: anchor, evidence, period: `${leader.vehicleMark}/${anchor.vehicleMark}/${utcDay(anchor)}` }];
}

/** One camera, two vehicles, two reads; all reads here are of one group. */
function isTogether(one: Sighting, other: Sighting, withinMs: number): boolean {
  const [a, b] = [one.evidence, other.evidence];
  return (
    one.vehicleMark !== other.vehicleMark &&
    a.factId !== b.factId &&
    a.sourceId === b.sourceId &&
    a.cameraId === b.cameraId &&
    Math.abs(a.occurredAt - b.occurredAt) <= withinMs
  );
}

function placeOf({ evidence: { sourceId, cameraId } }: Sighting): string {
  return JSON.stringify([sourceId, cameraId]);
}
