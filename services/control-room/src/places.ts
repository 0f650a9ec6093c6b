import type { ReferenceDocument } from '@landfall/core';
import { KENT_BOUNDS, KENT_OUTLINE, OUTLINE_LICENCE, PORTS, ROADS, TOWNS } from '@landfall/geography';
import { z } from 'zod';
import type { MapReply, PlaceFeature } from './wire.ts';

const CAMERAS_MAX = 50_000;
const NAME_MAX = 200;

const cameraShape = z.object({
  geometry: z.object({ coordinates: z.tuple([z.number(), z.number()]).rest(z.number()) }),
  properties: z.object({
    cameraId: z.string().min(1).max(NAME_MAX),
    sourceId: z.string().max(NAME_MAX).nullish(),
    name: z.string().max(NAME_MAX).nullish(),
    road: z.string().max(NAME_MAX).nullish(),
    bearingDeg: z.number().nullish(),
  }),
});
const documentShape = z.object({ features: z.array(z.unknown()).max(CAMERAS_MAX) });

/** The camera sites of a reference document. One that cannot be read is left out: the map then lacks a mark, and no hit is lost. */
export function camerasOf(document: Pick<ReferenceDocument, 'body'>): readonly PlaceFeature[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(document.body).toString('utf8'));
  } catch {
    return [];
  }
  const parsed = documentShape.safeParse(value);
  return parsed.success ? parsed.data.features.flatMap(cameraOf) : [];
}

function cameraOf(feature: unknown): readonly PlaceFeature[] {
  const parsed = cameraShape.safeParse(feature);
  if (!parsed.success) return [];
  const { geometry, properties } = parsed.data;
  const [longitudeDeg, latitudeDeg] = geometry.coordinates;
  return [
    {
      id: properties.cameraId,
      sourceId: properties.sourceId ?? null,
      name: properties.name ?? properties.cameraId,
      road: properties.road ?? null,
      latitudeDeg,
      longitudeDeg,
      bearingDeg: properties.bearingDeg ?? null,
    },
  ];
}

/** Kinds of ports that the map marks: those where vehicles enter or leave. */
const PORT_KINDS: ReadonlySet<string> = new Set(['ferry', 'shuttle', 'freight']);

/** Everything that the map draws besides trails. */
export function mapReply(cameras: readonly PlaceFeature[]): MapReply {
  return {
    licence: OUTLINE_LICENCE,
    bounds: KENT_BOUNDS,
    land: KENT_OUTLINE,
    roads: ROADS.map(({ name, vertices }) => ({
      name,
      line: vertices.map(({ position }) => [position.longitudeDeg, position.latitudeDeg] as const),
    })),
    towns: TOWNS.map(({ name, position, rank }) => ({ name, ...position, rank })),
    ports: PORTS.filter(({ kind }) => PORT_KINDS.has(kind)).map(({ unlocode, name, position }) => ({
      id: unlocode,
      sourceId: null,
      name,
      road: null,
      ...position,
      bearingDeg: null,
    })),
    cameras,
  };
}
