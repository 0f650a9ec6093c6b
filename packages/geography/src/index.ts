export { distanceKm, bearingDeg } from './distance.ts';
export { KENT_BOUNDS, KENT_OUTLINE, OUTLINE_LICENCE } from './outline.ts';
export { portByName, portByUnlocode, PORTS } from './ports.ts';
export { ROADS } from './roads.ts';
export { TOWNS } from './towns.ts';
export type { LonLat, Polygon, Port, Position, Road, RoadVertex, Town } from './types.ts';
