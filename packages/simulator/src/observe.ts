import type { Camera } from './cameras.ts';
import type { ReadDelivery, ReadFact, Trip } from './facts.ts';
import { readPlate } from './misread.ts';
import type { Random } from './random.ts';

/** What the cameras do to the truth on its way; every share is of all captures. */
const FAULTS = {
  /** A vehicle drives past unseen. */
  missedShare: 0.04,
  /** A capture is sent a second time. */
  resentShare: 0.012,
  /** A capture is delivered minutes late, out of order. */
  lateShare: 0.015,
  lateMinMs: 60_000,
  lateMaxMs: 20 * 60_000,
} as const;

export interface Period {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

/** The captures of one drive that fall into the period, in the order in which the vehicle passes the cameras. */
export function observeTrip(trip: Trip, period: Period, random: Random): readonly ReadFact[] {
  const facts: ReadFact[] = [];
  for (const { camera, seconds } of trip.way.passes) {
    if (!trip.sure && random.chance(FAULTS.missedShare)) continue;
    const trueMs = Math.floor(trip.startMs + (seconds * 1000) / trip.pace);
    if (trueMs < period.startMs || trueMs >= period.endMs) continue;
    if (trueMs - period.startMs >= camera.silentFromMs) continue;
    facts.push(capture(trip, { camera, trueMs, random }));
  }
  return facts;
}

interface Moment {
  readonly camera: Camera;
  readonly trueMs: number;
  readonly random: Random;
}

function capture(trip: Trip, { camera, trueMs, random }: Moment): ReadFact {
  const reading = readPlate(trip.plate, random, trip.sure);
  const writesSpaces = camera.index % 4 === 0 && reading.mark === trip.plate.mark;
  const clockMs = camera.format === 'hikvision' ? Math.floor(trueMs / 1000) * 1000 : trueMs;
  return {
    camera,
    capturedMs: clockMs + camera.clockAheadMs,
    rawPlate: writesSpaces ? trip.plate.text : reading.rawPlate,
    mark: reading.mark,
    trueMark: trip.plate.mark,
    candidate: reading.candidate,
    country: trip.plate.country,
    confidence: reading.confidence,
    lane: trip.vehicle === 'lorry' ? 1 : 1 + random.below(camera.lanes),
    story: trip.story,
  };
}

/** How a capture reaches the ingest: once or twice, usually within seconds. The serials are given later, in order of making. */
export function deliverRead(read: ReadFact, period: Period, random: Random): readonly ReadDelivery[] {
  const trueMs = read.capturedMs - read.camera.clockAheadMs;
  const promptMs = trueMs + 400 + random.below(2_600);
  const late = random.chance(FAULTS.lateShare);
  const lateMs = late ? trueMs + Math.floor(random.between(FAULTS.lateMinMs, FAULTS.lateMaxMs)) : promptMs;
  const { uploadEveryMs } = read.camera;
  const uploads = Math.ceil((promptMs - period.startMs) / uploadEveryMs);
  const dueMs = uploadEveryMs === 0 ? lateMs : period.startMs + uploads * uploadEveryMs;
  const first: ReadDelivery = { kind: 'read', dueMs, serial: 0, read, resend: false };
  if (!random.chance(FAULTS.resentShare)) return [first];
  return [first, { ...first, dueMs: dueMs + 2_000 + random.below(118_000), resend: true }];
}
