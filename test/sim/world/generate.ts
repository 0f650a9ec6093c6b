import type { WatchEntry } from '@landfall/core';
import type { Random } from '@landfall/simulator';
import { HOUR_MS, MINUTE_MS, T0, aMovement, aRead, anEntry } from '../../support/events.ts';
import type { Fact } from '../run-until-crash.ts';

/**
 * What happens in the simulated world: few vehicles before few cameras, within a few hours, so that they meet.
 */
export interface Story {
  readonly reads: readonly Fact[];
  readonly movements: readonly Fact[];
  /** Revisions of one entry are in order. */
  readonly entries: readonly Fact[];
}

/** Two vehicles of one group, one of none, one that is never listed. */
const LISTED = ['AB12CDE', 'KX34FGH', 'GK66SBZ'];
const ALL = [...LISTED, 'XY99TTT'];
/** Each as a camera may read it with one character confused, and with two. */
const MISREAD: Readonly<Record<string, readonly string[]>> = {
  AB12CDE: ['A812CDE', 'AB1ZCDE', 'A81ZCDE'],
  KX34FGH: ['KX34F6H'],
  GK66SBZ: ['GK665BZ', 'GK66S8Z', 'GKG65BZ'],
  XY99TTT: [],
};
const CAMERAS = ['A2', 'A2', 'M2'];
const MINUTES = [-130, -61, -60, -50, -10, 0, 5, 10, 15, 30, 70, 120];

export function generate(random: Random): Story {
  const several = (low: number, high: number, make: (nth: number) => readonly Fact[]): readonly Fact[] =>
    Array.from({ length: low + random.below(high - low) }, (_, nth) => make(nth)).flat();
  return {
    reads: several(3, 16, () => [readOf(random)]),
    movements: several(0, 6, (nth) => [movementOf(random, nth)]),
    entries: several(1, 5, (nth) => revisionsOf(random, nth)),
  };
}

function readOf(random: Random): Fact {
  const plate = random.pick(ALL);
  const mark = random.chance(0.25) ? random.pick([plate, ...MISREAD[plate]!]) : plate;
  const capturedAt = T0 + random.pick(MINUTES) * MINUTE_MS;
  return { topic: 'anpr.reads', event: aRead({ mark, capturedAt, cameraId: random.pick(CAMERAS) }) };
}

function movementOf(random: Random, nth: number): Fact {
  const mark = random.pick(ALL);
  const event = aMovement({
    movementId: `movement-${nth}`,
    occurredAt: T0 + random.pick(MINUTES) * MINUTE_MS,
    vehicle: { raw: mark, mark },
    kind: 'ARRIVED',
    direction: random.chance(0.8) ? 'UK_INBOUND' : 'UK_OUTBOUND',
  });
  return { topic: 'port.movements', event };
}

/**
 * An entry and its later revisions. A revision may say more about the vehicle and hold for longer, and never for less: what was a hit
 * stays one. Revisions that take hits back belong here, with what the definition of expected hits makes of them.
 */
function revisionsOf(random: Random, nth: number): readonly Fact[] {
  const mark = random.pick(LISTED);
  const kind = random.chance(0.2) ? 'PARTIAL_VRM' : 'VRM';
  const listed = kind === 'VRM' ? mark : `${mark.slice(0, 5)}??`;
  let entry: WatchEntry = anEntry({
    entryId: `entry-${nth}`,
    identifiers: [{ kind, raw: listed, mark: listed }],
    ocgId: mark === 'GK66SBZ' ? null : random.pick(['ocg-1', 'ocg-1', null]),
    validFrom: T0 - random.below(2) * HOUR_MS,
    validTo: T0 + (1 + random.below(2)) * HOUR_MS,
    lookBackMs: random.below(2) * HOUR_MS,
    forgivenCharactersMax: random.below(3),
  });
  const facts: Fact[] = [{ topic: 'watchlist.entries', event: entry }];
  while (random.chance(0.4)) {
    entry = {
      ...entry,
      revision: entry.revision + 1,
      reason: `revision ${entry.revision + 1}`,
      validFrom: entry.validFrom - random.below(2) * HOUR_MS,
      validTo: entry.validTo! + random.below(2) * HOUR_MS,
    };
    facts.push({ topic: 'watchlist.entries', event: entry });
  }
  return facts;
}
