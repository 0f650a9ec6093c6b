import {
  circleMarker,
  divIcon,
  layerGroup,
  marker,
  polyline,
  type LatLngTuple,
  type LayerGroup,
  type Map as LeafletMap,
} from 'leaflet';
import { formatMinute, formatTime } from './format.ts';
import { ARROW_PANE, drawLabel } from './map-labels.ts';
import { spreadIndexes } from './spread-indexes.ts';
import type { TrailPoint } from './trail.ts';

export type PlacedPoint = TrailPoint & { readonly position: NonNullable<TrailPoint['position']> };

/** Labels of times: more would cover the map. The list beside it has them all. */
const TIME_LABELS_MAX = 6;
/** Way on the screen between two arrow heads. */
const ARROW_EVERY_PX = 44;

/** Draws the trail, oldest point first. The returned function takes it away. */
export function drawTrail(
  map: LeafletMap,
  { points, nowMs }: { readonly points: readonly PlacedPoint[]; readonly nowMs: number },
): () => void {
  const layer = layerGroup().addTo(map);
  const arrows = layerGroup().addTo(layer);
  const line = points.map(({ position }): LatLngTuple => [position.latitudeDeg, position.longitudeDeg]);
  polyline(line, { className: 'map-trail-edge', interactive: false, weight: 6 }).addTo(layer);
  polyline(line, { className: 'map-trail', interactive: false, weight: 2.5 }).addTo(layer);
  for (const [index, point] of points.entries()) drawPoint(layer, point, { nowMs, last: index === points.length - 1 });
  for (const index of spreadIndexes(points.length, TIME_LABELS_MAX)) {
    const point = points[index];
    if (point !== undefined) {
      drawLabel(layer, point.position, { text: formatMinute(point.at, nowMs), kind: 'time' });
    }
  }
  const drawArrows = (): void => {
    arrows.clearLayers();
    arrowLegs(map, line).forEach((leg) => drawArrow(map, arrows, leg));
  };
  map.on('zoomend', drawArrows);
  drawArrows();
  return () => {
    map.off('zoomend', drawArrows);
    layer.remove();
  };
}

function drawPoint(
  layer: LayerGroup,
  point: PlacedPoint,
  { nowMs, last }: { readonly nowMs: number; readonly last: boolean },
): void {
  const { latitudeDeg, longitudeDeg } = point.position;
  const words = document.createElement('span');
  words.textContent = `${formatTime(point.at, nowMs)} ${point.place}`;
  circleMarker([latitudeDeg, longitudeDeg], {
    className: last ? 'map-point map-point-last' : 'map-point',
    radius: last ? 7 : 3.5,
  })
    .bindTooltip(words)
    .addTo(layer);
}

interface Leg {
  readonly from: LatLngTuple;
  readonly to: LatLngTuple;
}

/** The legs that carry an arrow head at this zoom: one for every so much of the way, so that a dense trail stays a line. */
function arrowLegs(map: LeafletMap, line: readonly LatLngTuple[]): readonly Leg[] {
  const legs: Leg[] = [];
  let wayPx = ARROW_EVERY_PX / 2;
  for (const [index, to] of line.entries()) {
    const from = line[index - 1];
    if (from === undefined) continue;
    wayPx += map.project(from).distanceTo(map.project(to));
    if (wayPx < ARROW_EVERY_PX) continue;
    legs.push({ from, to });
    wayPx = 0;
  }
  return legs;
}

/** An arrow head in the middle of the leg. */
function drawArrow(map: LeafletMap, layer: LayerGroup, { from, to }: Leg): void {
  const start = map.project(from);
  const end = map.project(to);
  const arrow = document.createElement('span');
  arrow.className = 'map-arrow-head';
  arrow.style.transform = `rotate(${Math.atan2(end.y - start.y, end.x - start.x)}rad)`;
  const icon = divIcon({ className: 'map-arrow', html: arrow, iconSize: [0, 0] });
  const middle = map.unproject(start.add(end).divideBy(2));
  marker(middle, { icon, pane: ARROW_PANE, interactive: false, keyboard: false }).addTo(layer);
}
