import { useEffect, useRef } from 'preact/hooks';
import type { MapReply } from '../wire.ts';
import { createKentMap, type KentMap } from './kent-map.ts';
import type { TrailPoint } from './trail.ts';

export interface TrailMapProps {
  readonly map: MapReply | null;
  /** Oldest first. */
  readonly trail: readonly TrailPoint[];
  readonly nowMs: number;
}

/** The map of Kent with the trail of the selected vehicle. The list of the trail beside it says the same in words. */
export function TrailMap({ map, trail, nowMs }: TrailMapProps) {
  const container = useRef<HTMLDivElement>(null);
  const kent = useRef<KentMap | null>(null);
  const drawn = trail.map((point) => point.factId).join(' ');
  useEffect(() => {
    if (container.current === null || map === null) return undefined;
    kent.current = createKentMap(container.current, map);
    return () => {
      kent.current?.remove();
      kent.current = null;
    };
  }, [map]);
  useEffect(() => kent.current?.showTrail(trail, nowMs), [map, drawn]);
  return (
    <figure class="map-figure">
      <div
        class="map"
        ref={container}
        role="group"
        aria-label="Map of Kent with the trail; the list after it says the same in words"
      />
      <figcaption>{map === null ? 'Loading the map…' : map.licence}</figcaption>
    </figure>
  );
}
