import type { MovementFact, Trip } from './facts.ts';
import type { Plate } from './plates.ts';
import { foreignPlate, trailerPlate, ukPlate } from './plates.ts';
import type { Random } from './random.ts';
import { createRandom, roundByChance } from './random.ts';
import type { Sailing } from './timetable.ts';
import { OUTBOUND_OPENS_BEFORE_MS, sailings } from './timetable.ts';
import type { Traffic, TrafficOptions } from './traffic.ts';
import { flow, GATES, pickPlace, SLOT_MS, TOWN_PLACES } from './traffic.ts';

const MINUTE_MS = 60_000;
const FOREIGN_LORRIES = 0.56;
const FOREIGN_CARS = 0.18;
/** Share of arriving lorries that border control selects. */
const CONTROLLED_SHARE = 0.06;

/** Sailings by the slot in which their traffic is made: not before the period begins, so early lorries are already waiting. */
export function sailingsBySlot(startMs: number, endMs: number): ReadonlyMap<number, readonly Sailing[]> {
  return Map.groupBy(sailings(startMs, endMs), (sailing) => {
    const opensMs =
      sailing.direction === 'UK_OUTBOUND' ? sailing.departureMs - OUTBOUND_OPENS_BEFORE_MS : sailing.arrivalMs;
    return Math.max(0, Math.floor((opensMs - startMs) / SLOT_MS));
  });
}

/** The road vehicles of one crossing and what the port reports of them. */
export function trafficOfSailing(options: TrafficOptions, sailing: Sailing): Traffic {
  const random = createRandom(options.seed, 'sailing', sailing.routeId, sailing.departureMs - options.startMs);
  const making: Making = { options, sailing, random, trips: [], movements: [], notBeforeMs: options.startMs };
  const { lorries, cars, unaccompanied } = sailing.service;
  for (let left = roundByChance(lorries * options.scale, random); left > 0; left -= 1) addLorry(making);
  for (let left = roundByChance(cars * options.scale, random); left > 0; left -= 1) addCar(making);
  for (let left = roundByChance(unaccompanied * options.scale, random); left > 0; left -= 1) addUnaccompanied(making);
  return { trips: making.trips, movements: making.movements };
}

interface Making {
  readonly options: TrafficOptions;
  readonly sailing: Sailing;
  readonly random: Random;
  readonly trips: Trip[];
  readonly movements: MovementFact[];
  readonly notBeforeMs: number;
}

function addLorry(making: Making): void {
  const { random, sailing } = making;
  const plate = random.chance(FOREIGN_LORRIES) ? foreignPlate(random) : ukPlate(random);
  const trailer = random.chance(0.4) ? [trailerPlate(random).text] : [];
  const checkInMs = addDrive(making, plate, 'lorry');
  const vehicle = random.chance(0.004) ? 'TRUCK' : spaced(plate);
  const common = { sailing, vehicle, trailers: trailer, containers: [], story: null };
  const inbound = sailing.direction === 'UK_INBOUND';
  const controlled = random.chance(CONTROLLED_SHARE);
  const gmrId = gmr(making, inbound ? 'A' : 'B');
  if (inbound && controlled) {
    making.movements.push({ ...common, gmrId, kind: 'CONTROLLED_ARRIVAL', updatedMs: sailing.arrivalMs });
  }
  if (!inbound && checkInMs >= making.notBeforeMs) {
    making.movements.push({ ...common, gmrId, kind: 'CHECKED_IN', updatedMs: checkInMs });
    const controlMs = checkInMs + 4 * MINUTE_MS;
    if (controlled) making.movements.push({ ...common, gmrId, kind: 'CONTROLLED_DEPARTURE', updatedMs: controlMs });
  }
}

function addCar(making: Making): void {
  const { random } = making;
  const plate = random.chance(FOREIGN_CARS) ? foreignPlate(random) : ukPlate(random);
  addDrive(making, plate, 'car');
}

/** A trailer or container without a driver: only the port sees its number. */
function addUnaccompanied(making: Making): void {
  const { random, sailing } = making;
  const container = random.chance(0.3);
  const trailers = container ? [] : [trailerPlate(random).text];
  const containers = container
    ? [`${random.pick(['MSCU', 'TGHU', 'CMAU'])}${1_000_000 + random.below(8_999_999)}`]
    : [];
  const inbound = sailing.direction === 'UK_INBOUND';
  const updatedMs = inbound ? sailing.arrivalMs : sailing.departureMs - random.between(60, 200) * MINUTE_MS;
  if (inbound && !random.chance(CONTROLLED_SHARE * 3)) return;
  if (updatedMs < making.notBeforeMs) return;
  making.movements.push({
    gmrId: gmr(making, inbound ? 'A' : 'B'),
    kind: inbound ? 'CONTROLLED_ARRIVAL' : 'CHECKED_IN',
    sailing,
    updatedMs: Math.floor(updatedMs),
    vehicle: null,
    trailers,
    containers,
    story: null,
  });
}

/** Drives to the port in time for the sailing, or away after it. Returns when the vehicle is at the port. */
function addDrive(making: Making, plate: Plate, vehicle: 'car' | 'lorry'): number {
  const { random, sailing, options } = making;
  const gate = sailing.service.gate;
  const far = pickPlace(
    random,
    random.chance(vehicle === 'lorry' ? 0.88 : 0.7) ? GATES : TOWN_PLACES.filter(([place]) => place !== gate),
  );
  const outbound = sailing.direction === 'UK_OUTBOUND';
  const way = outbound ? options.ways.between(far, gate) : options.ways.between(gate, far);
  const ownPace = vehicle === 'lorry' ? random.between(0.74, 0.86) : random.between(0.88, 1.1);
  const atPortMs = Math.floor(
    outbound
      ? sailing.departureMs - random.between(40, 130) * MINUTE_MS
      : sailing.arrivalMs + random.between(6, 40) * MINUTE_MS,
  );
  const pace = ownPace * flow(atPortMs, options.startMs);
  const startMs = outbound ? Math.floor(atPortMs - (way.seconds * 1000) / pace) : atPortMs;
  making.trips.push({ plate, way, startMs, pace, vehicle, story: null, sure: false });
  return atPortMs;
}

/** Some hauliers type the separators, some do not; GVMS allows letters, digits, spaces and hyphens. */
function spaced(plate: Plate): string {
  return plate.mark.length % 2 === 0 ? plate.text : plate.mark;
}

/** An id of the pattern `^GMR[A-Z][0-9A-Z]{8}$`, its own for each movement of a day: sailing, running number, and chance. */
function gmr(making: Making, letter: 'A' | 'B'): string {
  const { random, sailing, movements, options } = making;
  const minute = Math.floor((sailing.arrivalMs - options.startMs) / MINUTE_MS) + 1440;
  const route = Number(sailing.routeId) % 36;
  return `GMR${letter}${base36(route, 1)}${base36(minute, 3)}${base36(movements.length, 2)}${base36(random.below(1296), 2)}`;
}

function base36(value: number, digits: number): string {
  return value.toString(36).toUpperCase().padStart(digits, '0').slice(-digits);
}
