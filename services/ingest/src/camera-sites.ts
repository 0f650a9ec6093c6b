import { z } from 'zod';
import { CAMERA_ID_MAX_CHARACTERS, CAMERA_SITES_MAX } from './bounds.ts';
import type { Position } from '@landfall/core';

/** What the reference data knows of a camera. */
interface CameraSite {
  readonly position: Position;
  readonly bearingDeg: number | null;
  readonly name: string | null;
}

export interface CameraSites {
  readonly size: number;
  /** The site of a camera of this source; else of a camera of that id without a source. */
  find(sourceId: string, cameraId: string): CameraSite | undefined;
}

export type ParsedSites =
  { readonly ok: true; readonly sites: CameraSites } | { readonly ok: false; readonly detail: string };

const text = z.string().min(1).max(CAMERA_ID_MAX_CHARACTERS);
const feature = z.object({
  type: z.literal('Feature'),
  geometry: z.object({
    type: z.literal('Point'),
    coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number()),
  }),
  properties: z.object({
    cameraId: text,
    sourceId: text.nullish(),
    name: z.string().max(CAMERA_ID_MAX_CHARACTERS).nullish(),
    bearingDeg: z.number().min(0).max(360).nullish(),
  }),
});
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(feature).max(CAMERA_SITES_MAX) });

/** Reads a GeoJSON FeatureCollection of Points. All of it is used or none: a camera listed twice, or off the earth, refuses it. */
export function parseCameraSites(value: unknown): ParsedSites {
  const parsed = collection.safeParse(value);
  if (!parsed.success) return { ok: false, detail: z.prettifyError(parsed.error).slice(0, 500) };
  const sites = new Map<string, CameraSite>();
  for (const { geometry, properties } of parsed.data.features) {
    const key = siteKey(properties.sourceId ?? '', properties.cameraId);
    if (sites.has(key)) return { ok: false, detail: `Camera ${properties.cameraId} is listed twice.` };
    const [longitudeDeg, latitudeDeg] = geometry.coordinates;
    sites.set(key, {
      position: { latitudeDeg, longitudeDeg },
      bearingDeg: properties.bearingDeg ?? null,
      name: properties.name ?? null,
    });
  }
  return { ok: true, sites: sitesOf(sites) };
}

export const NO_CAMERA_SITES: CameraSites = sitesOf(new Map());

function sitesOf(sites: ReadonlyMap<string, CameraSite>): CameraSites {
  return {
    size: sites.size,
    find: (sourceId, cameraId) =>
      sites.size === 0 ? undefined : (sites.get(siteKey(sourceId, cameraId)) ?? sites.get(siteKey('', cameraId))),
  };
}

function siteKey(sourceId: string, cameraId: string): string {
  return `${sourceId}\n${cameraId}`;
}
