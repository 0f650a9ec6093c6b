import type { Position } from './types.ts';

const EARTH_RADIUS_KM = 6371.0088;
const RADIANS_PER_DEGREE = Math.PI / 180;

/** Great-circle distance in kilometres (haversine on the mean sphere; within 0.5 % of the ellipsoid). */
export function distanceKm(a: Position, b: Position): number {
  const latitudeA = a.latitudeDeg * RADIANS_PER_DEGREE;
  const latitudeB = b.latitudeDeg * RADIANS_PER_DEGREE;
  const halfLatitude = Math.sin((latitudeB - latitudeA) / 2);
  const halfLongitude = Math.sin(((b.longitudeDeg - a.longitudeDeg) * RADIANS_PER_DEGREE) / 2);
  const chord = halfLatitude * halfLatitude + Math.cos(latitudeA) * Math.cos(latitudeB) * halfLongitude * halfLongitude;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Initial bearing from `a` to `b`, degrees clockwise from north, 0 inclusive to 360 exclusive; 0 where they coincide. */
export function bearingDeg(a: Position, b: Position): number {
  const latitudeA = a.latitudeDeg * RADIANS_PER_DEGREE;
  const latitudeB = b.latitudeDeg * RADIANS_PER_DEGREE;
  const turn = (b.longitudeDeg - a.longitudeDeg) * RADIANS_PER_DEGREE;
  const east = Math.sin(turn) * Math.cos(latitudeB);
  const north = Math.cos(latitudeA) * Math.sin(latitudeB) - Math.sin(latitudeA) * Math.cos(latitudeB) * Math.cos(turn);
  return (Math.atan2(east, north) / RADIANS_PER_DEGREE + 360) % 360;
}
