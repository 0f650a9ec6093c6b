import type { Background } from './background.ts';
import { createBackground } from './background.ts';
import type { MovementFact, Trip } from './facts.ts';
import { zoneOffsetMs } from './local-time.ts';
import type { Period } from './observe.ts';
import { sailingsBySlot } from './port-traffic.ts';
import { STORIES } from './stories/all-stories.ts';
import type { PlannedMovement, PlannedTrip, Story, StoryContext } from './stories/story.ts';
import type { Sailing } from './timetable.ts';
import { sailings } from './timetable.ts';
import type { TrafficOptions } from './traffic.ts';
import { commutersBySlot, SLOT_MS } from './traffic.ts';
import type { World } from './world.ts';
import { world } from './world.ts';

export const BACKGROUND_STORY = 'everyday-list';

/** Everything about a day that is settled before it begins; the traffic itself is made as it is asked for. */
export interface Plan {
  readonly seed: number | string;
  readonly period: Period;
  readonly world: World;
  readonly traffic: TrafficOptions;
  readonly stories: readonly Story[];
  readonly background: Background;
  /** By slot. */
  readonly plannedTrips: ReadonlyMap<number, readonly Trip[]>;
  readonly plannedMovements: ReadonlyMap<number, readonly MovementFact[]>;
  readonly sailings: ReadonlyMap<number, readonly Sailing[]>;
  readonly commuters: ReadonlyMap<number, readonly (readonly [number, 0 | 1])[]>;
}

export interface PlanOptions {
  readonly seed: number | string;
  readonly startMs: number;
  readonly hours: number;
  readonly scale: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function createPlan({ seed, startMs, hours, scale }: PlanOptions): Plan {
  const period = { startMs, endMs: startMs + hours * HOUR_MS };
  const ground = world();
  const context = storyContext(startMs);
  const stories = STORIES.map((make) => make(context));
  const background = createBackground(seed, context);
  const traffic = { seed, startMs, scale, ways: ground.ways };
  const trips = [
    ...stories.flatMap(({ key, trips: list }) => list.flatMap((trip) => drives(trip, key, ground))),
    ...background.trips.flatMap((trip) => drives(trip, BACKGROUND_STORY, ground)),
  ];
  const movements = stories.flatMap(({ key, movements: list }) =>
    list.map((movement, index) => movementFact(movement, { story: key, index, period })),
  );
  const slotOf = (atMs: number): number => Math.floor((atMs - startMs) / SLOT_MS);
  return {
    seed,
    period,
    world: ground,
    traffic,
    stories,
    background,
    plannedTrips: Map.groupBy(trips, (trip) => slotOf(trip.startMs)),
    plannedMovements: Map.groupBy(movements, (movement) => slotOf(movement.updatedMs)),
    sailings: sailingsBySlot(startMs, period.endMs),
    commuters: commutersBySlot(traffic),
  };
}

/** Times of the day count from its first midnight: on the two days a year when clocks change they are an hour off in part of it. */
function storyContext(startMs: number): StoryContext {
  const at = (time: string): number => {
    const [hours, minutes] = time.split(':').map(Number);
    return startMs + ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
  };
  const localMidnightMs = startMs + zoneOffsetMs(startMs, 'Europe/London');
  return {
    at,
    iso: (time) => new Date(at(time)).toISOString(),
    date: (daysAfter) => new Date(localMidnightMs + daysAfter * DAY_MS).toISOString().slice(0, 10),
  };
}

/** Listed vehicles of stories are read by every camera and rightly; those of the everyday list fare like all traffic. */
function drives(planned: PlannedTrip, story: string, ground: World): readonly Trip[] {
  const { plate, vehicle, pace, via } = planned;
  const legs: Trip[] = [];
  let startMs = planned.startMs;
  for (let i = 1; i < via.length; i += 1) {
    const way = ground.ways.between(via[i - 1] ?? '', via[i] ?? '');
    legs.push({ plate, way, startMs, pace, vehicle, story, sure: story !== BACKGROUND_STORY });
    startMs += Math.ceil((way.seconds * 1000) / pace);
  }
  return legs;
}

function movementFact(
  planned: PlannedMovement,
  told: { readonly story: string; readonly index: number; readonly period: Period },
): MovementFact {
  const { startMs, endMs } = told.period;
  const inbound = planned.kind === 'CONTROLLED_ARRIVAL';
  const sailing = sailings(startMs, Math.max(endMs, planned.atMs + DAY_MS)).find(
    (one) => one.routeId === planned.routeId && (inbound ? one.arrivalMs : one.departureMs) >= planned.atMs,
  );
  if (sailing === undefined) throw new RangeError(`no sailing of route ${planned.routeId}`);
  const name = `${told.story}${told.index}`.replaceAll(/[^a-z0-9]/gu, '').toUpperCase();
  return {
    gmrId: `GMRS${name.slice(0, 7).padEnd(7, '0')}${told.index}`,
    kind: planned.kind,
    sailing,
    updatedMs: inbound ? sailing.arrivalMs : planned.atMs,
    vehicle: planned.vehicle,
    trailers: planned.trailers,
    containers: planned.containers,
    story: told.story,
  };
}
