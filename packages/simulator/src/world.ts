import type { Camera } from './cameras.ts';
import { createCameras } from './cameras.ts';
import { createNetwork } from './network.ts';
import type { Ways } from './ways.ts';
import { createWays } from './ways.ts';

/** The ground on which a day happens: the same for every seed. */
export interface World {
  readonly cameras: readonly Camera[];
  readonly ways: Ways;
}

let made: World | null = null;

/** Made once for the process; it holds nothing that changes but the memory of ways. */
export function world(): World {
  if (made === null) {
    const network = createNetwork();
    const cameras = createCameras(network);
    made = { cameras, ways: createWays(network, cameras) };
  }
  return made;
}
