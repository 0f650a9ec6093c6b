import type { MapReply, PlaceFeature } from '../wire.ts';

/** Where something was, in the terms of the fact. */
export interface PlaceReference {
  readonly sourceId: string;
  readonly cameraId: string | null;
  readonly portUnlocode: string | null;
  readonly placeName: string | null;
}

export interface Places {
  /** Keyed by `cameraKey`. */
  readonly cameras: ReadonlyMap<string, PlaceFeature>;
  readonly ports: ReadonlyMap<string, PlaceFeature>;
}

export const NO_PLACES: Places = { cameras: new Map(), ports: new Map() };

export function placesOf(map: Pick<MapReply, 'cameras' | 'ports'>): Places {
  return {
    cameras: new Map(map.cameras.map((camera) => [cameraKey(camera.sourceId ?? '', camera.id), camera])),
    ports: new Map(map.ports.map((port) => [port.id, port])),
  };
}

/** The site of a camera of this source; else of a camera of that id without a source. */
export function cameraOf(reference: PlaceReference, places: Places): PlaceFeature | undefined {
  const { cameraId, sourceId } = reference;
  if (cameraId === null) return undefined;
  return places.cameras.get(cameraKey(sourceId, cameraId)) ?? places.cameras.get(cameraKey('', cameraId));
}

function cameraKey(sourceId: string, cameraId: string): string {
  return `${sourceId}\n${cameraId}`;
}

/** The name of a place as an operator says it: the site's name led by its road, or the port, or at worst the id. */
export function placeOf(reference: PlaceReference, places: Places): string {
  const camera = cameraOf(reference, places);
  if (camera !== undefined) {
    const { road, name } = camera;
    return road === null || name.includes(road) ? name : `${road} ${name}`;
  }
  if (reference.placeName !== null && reference.placeName !== '') return reference.placeName;
  const port = reference.portUnlocode === null ? undefined : places.ports.get(reference.portUnlocode);
  return port?.name ?? reference.cameraId ?? reference.portUnlocode ?? 'Place not known';
}
