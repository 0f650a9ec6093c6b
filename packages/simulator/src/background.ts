import type { Plate } from './plates.ts';
import { unissuedPlate } from './plates.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import type { EntryBody, PlannedTrip, StoryContext } from './stories/story.ts';
import { GATES, pickPlace, TOWN_PLACES } from './traffic.ts';

/** A row of the force's list of vehicles of interest. */
interface ListedVehicle {
  readonly entryKey: string;
  readonly plate: Plate;
  readonly theme: EntryBody['theme'];
  readonly validFromMs: number;
}

export interface Background {
  readonly vehicles: readonly ListedVehicle[];
  /** The list file: 16 columns, CSV with CRLF. */
  readonly csv: string;
  readonly trips: readonly PlannedTrip[];
}

export const BACKGROUND_LIST = 'KENT-VOI';
const VEHICLES = 200;
/** Listed vehicles that drive on the day; the others stay away. */
const DRIVING = 48;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

const HEADER =
  'VRM,Make,Model,Colour,Action,Warning Markers,Reason,NIM (5x5x5) Code,Information/Action,Force & Area,Weed Date,PNC ID,' +
  'GPMS Marking,CAD Information,Operational Instructions (Spare 1),Source Reference (Spare 2)';
const MAKES = [
  'FORD,FOCUS',
  'FORD,TRANSIT',
  'VAUXHALL,CORSA',
  'VOLKSWAGEN,GOLF',
  'BMW,320',
  'AUDI,A3',
  'MERCEDES,SPRINTER',
];
const COLOURS = ['BLACK', 'WHITE', 'SILVER', 'BLUE', 'RED', 'GREY'];
const REASONS: readonly (readonly [reason: string, theme: EntryBody['theme']])[] = [
  ['Suspected drug supply, "shared" vehicle', 'GANGS_AND_COUNTY_LINES'],
  ['Linked to burglaries, Swale', 'HIGH_HARM_CRIME'],
  ['Owner wanted on warrant', 'HIGH_HARM_CRIME'],
  ['Used to collect workers, conditions unknown', 'MODERN_SLAVERY_AND_TRAFFICKING'],
  ['Breach of non-molestation order', 'DOMESTIC_ABUSE_AND_SERIOUS_SEXUAL_OFFENCES'],
  ['Theft from shops, Ashford outlet', 'ORGANISED_SHOPLIFTING'],
  ['Small boat logistics', 'ORGANISED_IMMIGRATION_CRIME'],
];

/** The force's everyday list, and the drives of those on it: the first sets out a minute after midnight, then one every half hour. */
export function createBackground(seed: number | string, context: StoryContext): Background {
  const random = createRandom(seed, 'background');
  const vehicles: ListedVehicle[] = [];
  const rows: string[] = [];
  for (let number = 1; number <= VEHICLES; number += 1) {
    const plate = number === VEHICLES ? CLONED_TOO : unissuedPlate(random);
    const entryKey = `SIM-VOI-${String(number).padStart(3, '0')}`;
    const [reason, theme] = random.pick(REASONS);
    vehicles.push({ entryKey, plate, theme, validFromMs: context.at('00:00') });
    rows.push(row({ entryKey, plate, reason, theme, random, context }));
  }
  return { vehicles, csv: `${[HEADER, ...rows].join('\r\n')}\r\n`, trips: trips(vehicles, random, context) };
}

/** The mark of the cloned-plate story is on this list too: the same vehicle on two lists stays two entries. */
const CLONED_TOO: Plate = { text: 'GX97 CLN', mark: 'GX97CLN', country: 'GB' };

interface RowParts {
  readonly entryKey: string;
  readonly plate: Plate;
  readonly reason: string;
  readonly theme: string;
  readonly random: Random;
  readonly context: StoryContext;
}

function row({ entryKey, plate, reason, theme, random, context }: RowParts): string {
  const low = random.chance(0.45);
  const [year, month, day] = context.date(60 + random.below(300)).split('-');
  return [
    plate.text,
    random.pick(MAKES),
    random.pick(COLOURS),
    low ? 'LOW - NOTE' : 'MEDIUM - STOP IF SAFE',
    '',
    csvText(`${reason} (${entryKey})`),
    'B22',
    csvText('See log, then\r\nring the contact'),
    'Kent Police 46',
    `${day}/${month}/${year}`,
    '',
    'OFFICIAL',
    '',
    csvText(
      `theme:${theme}; risk:${low ? 'low' : 'medium'}; validFrom:${context.iso('00:00')}; contact:Force Control Room`,
    ),
    entryKey,
  ].join(',');
}

function csvText(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Each goes somewhere and comes back some hours later; one passes the camera with the wrong clock. */
function trips(vehicles: readonly ListedVehicle[], random: Random, context: StoryContext): readonly PlannedTrip[] {
  const planned: PlannedTrip[] = [];
  for (const [index, { plate }] of vehicles.slice(0, DRIVING).entries()) {
    const outMinutes = 1 + (index * DAY_MINUTES) / DRIVING;
    const backMinutes = outMinutes + random.between(90, 400);
    const [from, to] = index === 21 ? ['A229 Staplehurst', 'A2 Chatham'] : ends(random);
    const common = { plate, vehicle: 'car', pace: random.between(0.9, 1.08) } as const;
    planned.push({ ...common, startMs: context.at('00:00') + Math.floor(outMinutes * MINUTE_MS), via: [from, to] });
    if (backMinutes >= DAY_MINUTES) continue;
    planned.push({ ...common, startMs: context.at('00:00') + Math.floor(backMinutes * MINUTE_MS), via: [to, from] });
  }
  return planned;
}

function ends(random: Random): readonly [string, string] {
  const from = pickPlace(random, GATES);
  return random.chance(0.5) ? [from, pickPlace(random, TOWN_PLACES)] : [pickPlace(random, TOWN_PLACES), from];
}
