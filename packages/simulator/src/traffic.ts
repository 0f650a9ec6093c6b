import type { MovementFact, Trip } from './facts.ts';
import type { Plate } from './plates.ts';
import { foreignPlate, ukPlate } from './plates.ts';
import type { Random } from './random.ts';
import { createRandom, roundByChance } from './random.ts';
import type { Ways } from './ways.ts';

export interface Traffic {
  readonly trips: readonly Trip[];
  readonly movements: readonly MovementFact[];
}

/** The period whose traffic is made in one go, milliseconds. Part of the definition of a day: changing it changes every day. */
export const SLOT_MS = 600_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Where people live and work, with weights in thousands. */
export const TOWN_PLACES: readonly (readonly [place: string, weight: number])[] = [
  ['A229 Maidstone', 16],
  ['A2 Chatham', 20],
  ['A2 Rainham', 9],
  ['A228 Hoo', 4],
  ['A2 Gravesend', 11],
  ['Dartford Crossing J1b', 13],
  ['A20 London Swanley', 5],
  ['A21 Sevenoaks', 6],
  ['A26 Tonbridge', 6],
  ['A26 Tunbridge Wells', 9],
  ['A21 Hurst Green', 2],
  ['A2 Sittingbourne', 8],
  ['A249 Sheerness', 5],
  ['A2 Ospringe', 4],
  ['A2 Canterbury', 10],
  ['A299 Chestfield', 6],
  ['A299 Herne Bay', 6],
  ['A28 Margate', 9],
  ['A256 Westwood', 8],
  ['A256 Sandwich', 2],
  ['A258 Deal', 4],
  ['A2 Whitfield', 6],
  ['A28 Ashford', 12],
  ['A259 Folkestone', 8],
  ['A259 Hythe', 3],
  ['A259 New Romney', 2],
  ['A259 Rye', 1],
  ['A28 Tenterden', 2],
  ['A229 Staplehurst', 2],
];

/** Where the county's roads meet the rest of the country. */
export const GATES: readonly (readonly [place: string, weight: number])[] = [
  ['Dartford Crossing J30', 34],
  ['M25 J6', 30],
  ['A2 Blackheath', 16],
  ['A20 London Sidcup', 11],
  ['A21 Bromley', 9],
];

export function pickPlace(random: Random, places: readonly (readonly [place: string, weight: number])[]): string {
  let left = random.unit() * places.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [place, weight] of places) {
    left -= weight;
    if (left < 0) return place;
  }
  return places[0]?.[0] ?? '';
}

/** How slow the roads are for everybody, by the hour: 1 at night, less in the peaks. */
export function flow(atMs: number, startMs: number): number {
  const hour = Math.floor((atMs - startMs) / HOUR_MS);
  return hour === 7 || hour === 8 || hour === 16 || hour === 17 ? 0.8 : 0.97;
}

/** Share of a day's drives other than to work and to ports that set out in each hour. */
const DRIVES_BY_HOUR = [4, 2, 2, 3, 8, 20, 38, 52, 58, 58, 60, 62, 64, 62, 64, 68, 74, 72, 60, 46, 34, 26, 18, 9];
const DRIVES_SUM = DRIVES_BY_HOUR.reduce((sum, count) => sum + count, 0);
const DRIVES_A_DAY = 20_500;
const COMMUTERS = 8_800;

export interface TrafficOptions {
  readonly seed: number | string;
  readonly startMs: number;
  readonly scale: number;
  readonly ways: Ways;
}

/** Drives of one slot that have no timetable: shopping, visits, deliveries, passing through. */
export function drivesOfSlot(options: TrafficOptions, slot: number): readonly Trip[] {
  const { seed, startMs, scale, ways } = options;
  const random = createRandom(seed, 'drives', slot);
  const fromMs = startMs + slot * SLOT_MS;
  const hour = Math.floor((slot * SLOT_MS) / HOUR_MS) % 24;
  const expected = ((DRIVES_BY_HOUR[hour] ?? 0) / DRIVES_SUM) * (SLOT_MS / HOUR_MS) * DRIVES_A_DAY * scale;
  const trips: Trip[] = [];
  for (let left = roundByChance(expected, random); left > 0; left -= 1) {
    const startAt = fromMs + random.below(SLOT_MS);
    const [from, to] = pickEnds(random);
    const vehicle = random.chance(0.2) ? 'van' : 'car';
    const plate = random.chance(0.025) ? foreignPlate(random) : ukPlate(random);
    const pace = random.between(0.86, 1.12) * flow(startAt, startMs);
    trips.push({ plate, way: ways.between(from, to), startMs: startAt, pace, vehicle, story: null, sure: false });
  }
  return trips;
}

function pickEnds(random: Random): readonly [string, string] {
  const from = pickPlace(random, random.chance(0.3) ? GATES : TOWN_PLACES);
  for (;;) {
    const to = pickPlace(random, random.chance(0.3) ? GATES : TOWN_PLACES);
    if (to !== from) return [from, to];
  }
}

/** A vehicle that goes to work in the morning and home in the evening. */
interface Commuter {
  readonly number: number;
  readonly departures: readonly [outMs: number, backMs: number];
}

/** Those who set out in each slot: two numbers a commuter, so some 300 KB at scale 1. Everything else is made when they drive. */
export function commutersBySlot(options: TrafficOptions): ReadonlyMap<number, readonly (readonly [number, 0 | 1])[]> {
  const bySlot = new Map<number, (readonly [number, 0 | 1])[]>();
  const count = Math.round(COMMUTERS * options.scale);
  for (let number = 0; number < count; number += 1) {
    for (const leg of [0, 1] as const) {
      const slot = Math.floor(commuter(options, number).departures[leg] / SLOT_MS);
      const list = bySlot.get(slot) ?? [];
      list.push([number, leg]);
      bySlot.set(slot, list);
    }
  }
  return bySlot;
}

function commuter(options: TrafficOptions, number: number): Commuter {
  const random = createRandom(options.seed, 'commuter times', number);
  const peak = (middleMinutes: number): number =>
    (middleMinutes + (random.unit() + random.unit() - 1) * 100) * MINUTE_MS;
  return { number, departures: [Math.floor(peak(435)), Math.floor(peak(1035))] };
}

/** The drive to work (leg 0) or home (leg 1). */
export function commute(options: TrafficOptions, number: number, leg: 0 | 1): Trip {
  const random = createRandom(options.seed, 'commuter', number);
  const plate: Plate = ukPlate(random);
  const [home, work] = pickEnds(random);
  const paces = [random.between(0.88, 1.1), random.between(0.88, 1.1)] as const;
  const startAt = options.startMs + commuter(options, number).departures[leg];
  const way = leg === 0 ? options.ways.between(home, work) : options.ways.between(work, home);
  const pace = paces[leg] * flow(startAt, options.startMs);
  return { plate, way, startMs: startAt, pace, vehicle: 'car', story: null, sure: false };
}
