import * as fc from 'fast-check';
import { HOUR, NOON } from '../fixtures.ts';
import { BRIGHTON, LONDON, MAIDSTONE, portSighting, readSighting } from './sighting-fixtures.ts';
import type { MovementDirection, MovementKind, Position } from '../words.ts';
import type { Sighting } from './window-rule.ts';

export interface HistoryOptions {
  /** The facts lie at multiples of this time, 0 to 30 of them, milliseconds. Absent: five minutes. */
  readonly stepMs?: number;
  /** For rules that need many facts to find anything: more of this kind, of two vehicles, and rarely of another entry or group. */
  readonly manyOf?: 'READ' | 'MOVEMENT';
}

const STEPS = 30;
/** Since when a child may be missing: in the midst of facts that lie five minutes apart. */
const MISSING_SINCE = NOON + HOUR / 2;

/**
 * Histories of few vehicles, entries, groups, places and times, so that they meet often; in any order, some facts more than once, and some
 * under a second entry, which may list them as another vehicle.
 */
export function histories({ stepMs = HOUR / 12, manyOf }: HistoryOptions): fc.Arbitrary<readonly Sighting[]> {
  const size = manyOf === undefined ? { minLength: 4, maxLength: 25 } : { minLength: 10, maxLength: 40 };
  return fc
    .array(fact(manyOf), { ...size, size: 'max' })
    .map((facts) => facts.flatMap((one, index) => sightingsOf(one, index, stepMs)))
    .chain((all) => fc.tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all)))
    .map(([all, again]) => [...all, ...again]);
}

interface Fact {
  readonly isPort: boolean;
  readonly steps: number;
  readonly vehicle: number;
  readonly entry: string;
  readonly second: 'the same vehicle' | 'another vehicle' | null;
  readonly ocgId: string | null;
  readonly cameraId: string;
  readonly direction: MovementDirection;
  readonly movementKind: MovementKind;
  readonly position: Position | null;
  readonly missingSince: number | null;
  readonly holds: boolean;
}

function fact(manyOf: HistoryOptions['manyOf']): fc.Arbitrary<Fact> {
  const often = manyOf === undefined ? 3 : 12;
  const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
    fc.oneof({ arbitrary: fc.constant(usual), weight: often }, { arbitrary: fc.constantFrom(...others), weight: 1 });
  return fc.record({
    isPort: manyOf === undefined ? fc.boolean() : mostly(manyOf === 'MOVEMENT', manyOf !== 'MOVEMENT'),
    steps: fc.nat(STEPS),
    vehicle: fc.nat(manyOf === undefined ? 2 : 1),
    entry: mostly('', '-other'),
    second: mostly<Fact['second']>(null, 'the same vehicle', 'another vehicle'),
    ocgId: mostly<string | null>('ocg-1', 'ocg-2', null),
    cameraId: fc.constantFrom('A20-03', 'M20-11'),
    direction: fc.constantFrom<MovementDirection>(...twice('UK_INBOUND', 'UK_OUTBOUND'), 'GB_TO_NI', 'UNKNOWN'),
    movementKind: fc.constantFrom<MovementKind>(...twice('ARRIVED', 'DEPARTED'), 'CONTROLLED', 'UNKNOWN', 'CHECKED_IN'),
    position: fc.constantFrom(...twice(LONDON, MAIDSTONE), BRIGHTON, null),
    missingSince: fc.constantFrom(null, MISSING_SINCE),
    holds: mostly(true, false),
  });
}

function twice<const T>(...items: readonly T[]): readonly T[] {
  return [...items, ...items];
}

function sightingsOf(given: Fact, index: number, stepMs: number): readonly Sighting[] {
  const { isPort, steps, vehicle, entry, second, ocgId, missingSince, holds, ...more } = given;
  const atMs = NOON + steps * stepMs;
  const sighting = (number: number, entryId: string): Sighting => {
    const about = { ...more, entryId, vehicleMark: `MARK${number}`, ocgId, missingSince, holds };
    const { cameraId, direction, movementKind, ...rest } = about;
    return isPort
      ? portSighting(`port-${index}`, atMs, { ...rest, direction, movementKind })
      : readSighting(`read-${index}`, atMs, { ...rest, cameraId });
  };
  const own = sighting(vehicle, `entry-${vehicle}${entry}`);
  if (second === null) return [own];
  return [own, sighting(second === 'the same vehicle' ? vehicle : (vehicle + 1) % 3, `entry-${vehicle}-second`)];
}
