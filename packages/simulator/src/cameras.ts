import type { Position } from '@landfall/geography';
import { bearingDeg } from '@landfall/geography';
import type { Network, Stretch } from './network.ts';

export type CameraFormat = 'landfall-json' | 'hikvision' | 'axis' | 'frigate';

export interface Camera {
  /** Number in the list, from 0. */
  readonly index: number;
  /** `M20-J9-E-1`: road, junction on its London side, direction of travel, number. */
  readonly cameraId: string;
  readonly name: string;
  readonly road: string;
  readonly position: Position;
  /** Direction of travel, degrees. */
  readonly bearingDeg: number;
  readonly lanes: number;
  readonly stretch: Stretch;
  /** Where on its stretch the camera stands: share of the way from the stretch's beginning, 0 to 1. */
  readonly share: number;
  readonly format: CameraFormat;
  /** How far its clock is ahead of the truth. */
  readonly clockAheadMs: number;
  /** Uploads at the end of every such period instead of at once; 0: at once. */
  readonly uploadEveryMs: number;
  /** From this time of the day on it says nothing; Infinity: never. */
  readonly silentFromMs: number;
}

const HOUR_MS = 3_600_000;

/** The stretches with a site, by the junction at their London end; a camera looks at each direction: 75 sites, 150 cameras. */
const SITES: readonly (readonly [road: string, ...junctions: readonly string[]])[] = [
  [
    'M20',
    'J1',
    'West Kingsdown',
    'J3',
    'J4',
    'J5',
    'J6',
    'J7',
    'J8',
    'Lenham',
    'Charing',
    'J9',
    'J10',
    'J10a',
    'J11',
    'J11a',
    'J12',
  ],
  ['M2', 'J1', 'J2', 'J3', 'J4', 'J5', 'Newnham', 'J6'],
  ['M25', 'J2', 'J3', 'J4', 'J5', 'Clacket Lane'],
  ['M26', 'J5', 'Otford'],
  ['Dartford Crossing', 'J30', 'Bridge', 'J1b'],
  [
    'A2',
    'Black Prince',
    'J2',
    'Ebbsfleet',
    'Gravesend',
    'Strood',
    'Rainham',
    'Brenley Corner',
    'Dunkirk',
    'Canterbury',
    'Barham',
    'Lydden',
    'Guston',
  ],
  ['A20', 'J13', 'Capel-le-Ferne', 'Aycliffe', 'Western Docks'],
  ['A20 London', 'Sidcup'],
  ['A21', 'Bromley', 'Chevening', 'Hildenborough', 'Pembury', 'Lamberhurst', 'Flimwell'],
  ['A249', 'M20 J7', 'Stockbury', 'Bobbing', 'Queenborough'],
  ['A299', 'Brenley Corner', 'Chestfield', 'St Nicholas', 'Lord of the Manor'],
  ['A28', 'Margate', 'St Nicholas', 'Canterbury'],
  ['A228', 'Hoo', 'Snodland'],
  ['A229', 'Blue Bell Hill', 'Linton'],
  ['A256', 'Whitfield', 'Richborough'],
  ['A259', 'Folkestone', 'Dymchurch'],
];

/** What is odd about some cameras, by id: other makers' messages, a wrong clock, uploads hours later, a failure at noon. */
const ODDITIES: Readonly<
  Record<string, Partial<Pick<Camera, 'format' | 'clockAheadMs' | 'uploadEveryMs' | 'silentFromMs'>>>
> = {
  'A229-LINTON-S-1': { format: 'hikvision' },
  'A229-LINTON-N-1': { format: 'hikvision', clockAheadMs: 8 * HOUR_MS },
  'A259-DYMCHURCH-W-1': { format: 'axis' },
  'A259-DYMCHURCH-E-1': { format: 'axis' },
  'A256-RICHBOROUGH-N-1': { format: 'frigate' },
  'A256-RICHBOROUGH-S-1': { format: 'frigate' },
  'A21-FLIMWELL-S-1': { format: 'hikvision' },
  'A299-LORD-OF-THE-MANOR-E-1': { format: 'axis' },
  'A28-MARGATE-W-1': { uploadEveryMs: 4 * HOUR_MS },
  'A228-HOO-S-1': { uploadEveryMs: 3 * HOUR_MS },
  'A2-BARHAM-E-1': { uploadEveryMs: 2 * HOUR_MS },
  'M2-NEWNHAM-E-1': { silentFromMs: 12 * HOUR_MS },
};

/** Stands a little way past the junction at the stretch's London end. */
const SITE_SHARE = 0.35;

/** Every camera, in a fixed order. */
export function createCameras(network: Network): readonly Camera[] {
  const cameras: Camera[] = [];
  for (const [road, ...junctions] of SITES) {
    for (const junction of junctions) {
      const pair = network.stretches.filter((stretch) => stretch.road.name === road && stretch.junction === junction);
      if (pair.length !== 2) throw new RangeError(`no stretch of the ${road} after ${junction}`);
      for (const stretch of pair) cameras.push(cameraOn(stretch, network, cameras.length));
    }
  }
  const unknown = Object.keys(ODDITIES).filter((id) => cameras.every((camera) => camera.cameraId !== id));
  if (unknown.length > 0) throw new RangeError(`no camera ${unknown.join(', ')}`);
  return cameras;
}

function cameraOn(stretch: Stretch, network: Network, index: number): Camera {
  const from = network.positions[stretch.from];
  const to = network.positions[stretch.to];
  if (from === undefined || to === undefined) throw new RangeError(`stretch ${stretch.id} leads nowhere`);
  const share = stretch.outbound ? SITE_SHARE : 1 - SITE_SHARE;
  const direction = directionOf(stretch);
  const cameraId = [stretch.road.name, stretch.junction, direction, '1'].join('-').toUpperCase().replaceAll(' ', '-');
  const position = {
    latitudeDeg: round5(from.latitudeDeg + (to.latitudeDeg - from.latitudeDeg) * share),
    longitudeDeg: round5(from.longitudeDeg + (to.longitudeDeg - from.longitudeDeg) * share),
  };
  return {
    index,
    cameraId,
    name: `${stretch.road.name} ${stretch.junction} ${direction}`,
    road: stretch.road.name,
    position,
    bearingDeg: Math.round(bearingDeg(from, to)) % 360,
    lanes: stretch.road.kind === 'motorway' ? 3 : 2,
    stretch,
    share,
    format: 'landfall-json',
    clockAheadMs: 0,
    uploadEveryMs: 0,
    silentFromMs: Infinity,
    ...ODDITIES[cameraId],
  };
}

/** The letter that signs give the road's direction as a whole, wherever this stretch happens to point. */
function directionOf(stretch: Stretch): string {
  const first = stretch.road.vertices[0]?.position;
  const last = stretch.road.vertices.at(-1)?.position;
  if (first === undefined || last === undefined) throw new RangeError(`road ${stretch.road.name} has no vertices`);
  const bearing = (bearingDeg(first, last) + (stretch.outbound ? 0 : 180)) % 360;
  const letters = ['N', 'E', 'S', 'W'] as const;
  return letters[Math.round(bearing / 90) % 4] ?? 'N';
}

function round5(deg: number): number {
  return Math.round(deg * 1e5) / 1e5;
}
