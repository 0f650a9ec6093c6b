/** A point as GeoJSON writes it: longitude, then latitude, degrees, WGS 84. */
export type LonLat = readonly [longitudeDeg: number, latitudeDeg: number];

/** A point with named parts, degrees, WGS 84. The property names are those of the event schemas. */
export interface Position {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** One polygon: the outer ring, then holes; every ring is closed. */
export type Polygon = readonly (readonly LonLat[])[];

export interface RoadVertex {
  readonly position: Position;
  /** Name of the junction or place, or null for a vertex that only bends the line. */
  readonly junction: string | null;
}

export interface Road {
  /** Number or name: `M20`, `Dartford Crossing`. */
  readonly name: string;
  readonly kind: 'motorway' | 'trunk';
  /** From the London end (or, on the M25, anticlockwise start) outwards. At least two. */
  readonly vertices: readonly RoadVertex[];
}

export interface Port {
  /** UN/LOCODE, five characters without a space. */
  readonly unlocode: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** IANA time zone of local times that this port publishes. */
  readonly timeZone: string;
  readonly position: Position;
  readonly kind: 'ferry' | 'shuttle' | 'freight' | 'inland' | 'airport' | 'place';
  /** Other names under which sources write this port; compared as `portByName` says. */
  readonly otherNames: readonly string[];
  readonly note: string | null;
}

export interface Town {
  readonly name: string;
  readonly position: Position;
  /** 1: label at every scale; 2: label when there is room. */
  readonly rank: 1 | 2;
}
