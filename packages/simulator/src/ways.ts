import type { Camera } from './cameras.ts';
import type { Network } from './network.ts';

/** A camera on a way. */
interface Pass {
  readonly camera: Camera;
  /** Driving time from the beginning of the way at the roads' usual speeds, seconds. */
  readonly seconds: number;
}

/** What a drive between two places passes. */
export interface Way {
  readonly passes: readonly Pass[];
  readonly seconds: number;
}

export interface Ways {
  /** The way between two places of the network, by name such as `M20 J9`. */
  between(from: string, to: string): Way;
}

/** Ways with their cameras, remembered by pair of places: bounded by the pairs that the simulation names, some 2,000. */
export function createWays(network: Network, cameras: readonly Camera[]): Ways {
  const byStretch = new Map<number, Camera[]>();
  for (const camera of cameras) byStretch.set(camera.stretch.id, [...(byStretch.get(camera.stretch.id) ?? []), camera]);
  const known = new Map<string, Way>();
  return {
    between: (from, to) => {
      const key = `${from}>${to}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const passes: Pass[] = [];
      let seconds = 0;
      for (const stretch of network.way(network.node(from), network.node(to))) {
        for (const camera of byStretch.get(stretch.id) ?? []) {
          passes.push({ camera, seconds: seconds + camera.share * stretch.seconds });
        }
        seconds += stretch.seconds;
      }
      const way = { passes, seconds };
      known.set(key, way);
      return way;
    },
  };
}
