import {
  circleMarker,
  latLngBounds,
  layerGroup,
  map as leafletMap,
  polygon,
  polyline,
  type LatLngBounds,
  type LatLngTuple,
  type Map as LeafletMap,
} from 'leaflet';
import type { MapReply, PlaceFeature } from '../wire.ts';
import { coastLines } from './coast-lines.ts';
import { addLabelPanes, drawLabel, placeLabels } from './map-labels.ts';
import { drawTrail, type PlacedPoint } from './map-trail.ts';
import type { TrailPoint } from './trail.ts';

export interface KentMap {
  /** Draws this trail in place of the one before, and brings it into view. Points without a position are left out. */
  showTrail(trail: readonly TrailPoint[], nowMs: number): void;
  remove(): void;
}

const TOWN_DETAIL_ZOOM = 10;
/** As close as the map goes by itself: nearer there would be nothing but bare lines around one place. */
const CLOSEST_ZOOM = 10;
const HOME_PADDING_PX = 4;
const TRAIL_PADDING_PX = 46;

/** A map without tiles: every line is in the page, so it works without any network. Colours come from the style sheet. */
export function createKentMap(container: HTMLElement, reply: MapReply): KentMap {
  const map = leafletMap(container, {
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
    markerZoomAnimation: false,
    scrollWheelZoom: false,
    zoomSnap: 0,
    maxZoom: 14,
    maxBoundsViscosity: 1,
  });
  const home = homeBounds(reply);
  map.setView(home.getCenter(), CLOSEST_ZOOM);
  addLabelPanes(map);
  drawGround(map, reply);
  drawTowns(map, reply);
  map.on('zoomend moveend', () => placeLabels(container));
  let points: readonly PlacedPoint[] = [];
  let removeTrail: (() => void) | null = null;
  let hidden = container.clientWidth === 0;
  const show = (): void => {
    keepInside(map, frameOf(reply, points));
    if (points.length === 0) map.fitBounds(home, { padding: [HOME_PADDING_PX, HOME_PADDING_PX] });
    else map.fitBounds(boundsOf(points), { padding: [TRAIL_PADDING_PX, TRAIL_PADDING_PX], maxZoom: CLOSEST_ZOOM });
    placeLabels(container);
  };
  const resized = new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    // A map without size, as on a phone that shows the queue, could not bring anything into view.
    if (hidden && container.clientWidth > 0) show();
    hidden = container.clientWidth === 0;
    keepInside(map, frameOf(reply, points));
    placeLabels(container);
  });
  resized.observe(container);
  show();
  return {
    showTrail(trail, nowMs) {
      removeTrail?.();
      points = trail.filter((point): point is PlacedPoint => point.position !== null);
      removeTrail = drawTrail(map, { points, nowMs });
      show();
    },
    remove() {
      resized.disconnect();
      map.remove();
    },
  };
}

/** Holds the view within these bounds: beyond them the land would seem to end where only the data does. */
function keepInside(map: LeafletMap, frame: LatLngBounds): void {
  if (map.getSize().x === 0 || map.getSize().y === 0) return;
  map.setMinZoom(0);
  map.setMinZoom(map.getBoundsZoom(frame, true));
  map.setMaxBounds(frame);
}

/** The rectangle that the outline fills, and whatever of the trail or the cameras lies outside it. */
function frameOf({ bounds, cameras }: MapReply, points: readonly PlacedPoint[]): LatLngBounds {
  const frame = latLngBounds([bounds.southDeg, bounds.westDeg], [bounds.northDeg, bounds.eastDeg]);
  const outside = latLngBounds([...cameras.map(toPlace), ...points.map(({ position }) => toPlace(position))]);
  return outside.isValid() && !frame.contains(outside) ? frame.extend(outside.pad(0.05)) : frame;
}

function homeBounds(reply: MapReply): LatLngBounds {
  const places = [...reply.cameras, ...reply.ports.filter((port) => port.longitudeDeg < 1.5)].map(toPlace);
  return latLngBounds(
    places.length > 1
      ? places
      : [
          [50.9, 0.1],
          [51.5, 1.45],
        ],
  );
}

function drawGround(map: LeafletMap, reply: MapReply): void {
  for (const rings of reply.land) {
    polygon(
      rings.map((ring) => ring.map(toLatLng)),
      { className: 'map-land', interactive: false, stroke: false },
    ).addTo(map);
    for (const line of coastLines(rings, reply.bounds)) {
      polyline(line.map(toLatLng), { className: 'map-coast', interactive: false, weight: 1 }).addTo(map);
    }
  }
  for (const road of reply.roads) {
    polyline(road.line.map(toLatLng), { className: 'map-road', interactive: false, weight: 2 }).addTo(map);
  }
  for (const camera of reply.cameras) drawPlace(map, camera, 'map-camera');
  for (const port of reply.ports) {
    drawPlace(map, port, 'map-port');
    drawLabel(map, port, { text: port.name, kind: 'port' });
  }
}

function drawPlace(map: LeafletMap, place: PlaceFeature, className: string): void {
  const words = document.createElement('span');
  words.textContent =
    place.road === null || place.name.includes(place.road) ? place.name : `${place.road} ${place.name}`;
  circleMarker(toPlace(place), { className, radius: className === 'map-port' ? 4 : 2 })
    .bindTooltip(words)
    .addTo(map);
}

function drawTowns(map: LeafletMap, reply: MapReply): void {
  const detail = layerGroup();
  for (const town of reply.towns) drawLabel(town.rank === 1 ? map : detail, town, { text: town.name, kind: 'town' });
  const follow = (): void => {
    if (map.getZoom() >= TOWN_DETAIL_ZOOM) detail.addTo(map);
    else detail.remove();
  };
  map.on('zoomend', follow);
  follow();
}

function boundsOf(points: readonly PlacedPoint[]): LatLngBounds {
  return latLngBounds(points.map(({ position }) => toPlace(position)));
}

function toPlace({ latitudeDeg, longitudeDeg }: Pick<PlaceFeature, 'latitudeDeg' | 'longitudeDeg'>): LatLngTuple {
  return [latitudeDeg, longitudeDeg];
}

function toLatLng([longitudeDeg, latitudeDeg]: readonly [number, number]): LatLngTuple {
  return [latitudeDeg, longitudeDeg];
}
