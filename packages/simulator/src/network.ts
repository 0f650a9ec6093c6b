import type { Position, Road } from '@landfall/geography';
import { distanceKm, ROADS } from '@landfall/geography';

/** One direction of one stretch between neighbouring vertices of a road. */
export interface Stretch {
  readonly id: number;
  readonly road: Road;
  /** Name of the vertex at its London end, whichever way the stretch runs. */
  readonly junction: string;
  readonly from: number;
  readonly to: number;
  readonly outbound: boolean;
  readonly km: number;
  /** Driving time at the road's usual speed, seconds. */
  readonly seconds: number;
}

export interface Network {
  readonly positions: readonly Position[];
  readonly stretches: readonly Stretch[];
  /** The node of a place such as `M20 J11a`; throws RangeError for an unknown one. */
  node(place: string): number;
  /** The quickest way; throws RangeError when there is none. Ways are remembered: at most one tree per origin asked for. */
  way(from: number, to: number): readonly Stretch[];
}

/** Usual speeds, kilometres an hour, over lines that are some 5 to 10 % shorter than the roads. */
const SPEED_KM_H = { motorway: 102, trunk: 74 } as const;

/** The roads as a graph. Roads meet where they have a vertex at the very same position. */
export function createNetwork(): Network {
  const { positions, places, stretches } = joinRoads();
  const leaving: Stretch[][] = positions.map(() => []);
  for (const stretch of stretches) leaving[stretch.from]?.push(stretch);
  const trees = new Map<number, readonly (Stretch | null)[]>();
  return {
    positions,
    stretches,
    node: (place) => {
      const found = places.get(place);
      if (found === undefined) throw new RangeError(`no place ${place} in the network`);
      return found;
    },
    way: (from, to) => {
      let tree = trees.get(from);
      if (tree === undefined) {
        tree = quickestTree(from, leaving);
        trees.set(from, tree);
      }
      return readWay(tree, from, to);
    },
  };
}

function joinRoads(): { positions: Position[]; places: Map<string, number>; stretches: Stretch[] } {
  const positions: Position[] = [];
  const nodeAt = new Map<string, number>();
  const places = new Map<string, number>();
  const stretches: Stretch[] = [];
  for (const road of ROADS) {
    let previous: { node: number; name: string } | null = null;
    for (const { position, junction } of road.vertices) {
      const key = `${position.latitudeDeg},${position.longitudeDeg}`;
      const node = nodeAt.get(key) ?? positions.push(position) - 1;
      nodeAt.set(key, node);
      const name = junction ?? key;
      places.set(`${road.name} ${name}`, node);
      if (previous !== null) {
        const start = positions[previous.node] ?? position;
        const km = distanceKm(start, position);
        const common = { road, junction: previous.name, km, seconds: (km / SPEED_KM_H[road.kind]) * 3600 };
        stretches.push({ id: stretches.length, ...common, from: previous.node, to: node, outbound: true });
        stretches.push({ id: stretches.length, ...common, from: node, to: previous.node, outbound: false });
      }
      previous = { node, name };
    }
  }
  return { positions, places, stretches };
}

/** Dijkstra's tree over some 150 nodes: for each node the stretch by which it is reached. */
function quickestTree(from: number, leaving: readonly (readonly Stretch[])[]): readonly (Stretch | null)[] {
  const seconds = leaving.map(() => Infinity);
  const reachedBy: (Stretch | null)[] = leaving.map(() => null);
  const open = new Set<number>([from]);
  seconds[from] = 0;
  while (open.size > 0) {
    let nearest = -1;
    for (const node of open)
      if (nearest < 0 || (seconds[node] ?? Infinity) < (seconds[nearest] ?? Infinity)) nearest = node;
    open.delete(nearest);
    for (const stretch of leaving[nearest] ?? []) {
      const arrival = (seconds[nearest] ?? Infinity) + stretch.seconds;
      if (arrival >= (seconds[stretch.to] ?? Infinity)) continue;
      seconds[stretch.to] = arrival;
      reachedBy[stretch.to] = stretch;
      open.add(stretch.to);
    }
  }
  return reachedBy;
}

function readWay(tree: readonly (Stretch | null)[], from: number, to: number): readonly Stretch[] {
  const way: Stretch[] = [];
  for (let node = to; node !== from;) {
    const stretch = tree[node] ?? null;
    if (stretch === null) throw new RangeError(`no way from node ${from} to node ${to}`);
    way.push(stretch);
    node = stretch.from;
  }
  return way.toReversed();
}
