import type { Position } from '@landfall/core';
import type { HitView } from '../wire.ts';
import { cameraOf, placeOf, type Places } from './places.ts';

/** One place and time of the vehicle, from the evidence of its hits. */
export interface TrailPoint {
  readonly factId: string;
  readonly at: number;
  readonly place: string;
  readonly bearingDeg: number | null;
  /** Null when neither the fact nor the reference data knows where the place is. */
  readonly position: Position | null;
}

/** Where the vehicle was, oldest first, each fact once whatever the number of hits that rest on it. */
export function trailOf(hits: readonly HitView[], places: Places): readonly TrailPoint[] {
  const points = new Map<string, TrailPoint>();
  for (const { hit } of hits) {
    for (const fact of hit.evidence) {
      const camera = cameraOf(fact, places);
      const port = fact.portUnlocode === null ? undefined : places.ports.get(fact.portUnlocode);
      points.set(fact.factId, {
        factId: fact.factId,
        at: fact.occurredAt,
        place: placeOf(fact, places),
        bearingDeg: fact.bearingDeg ?? camera?.bearingDeg ?? null,
        position: fact.position ?? camera ?? port ?? null,
      });
    }
  }
  return [...points.values()].toSorted((a, b) => a.at - b.at);
}
