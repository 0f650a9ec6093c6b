import { BACKGROUND_LIST } from './background.ts';
import type { Camera } from './cameras.ts';
import type { SimulatedMessage } from './messages.ts';
import { messages } from './messages.ts';
import type { Plan } from './plan.ts';
import { BACKGROUND_STORY, createPlan } from './plan.ts';

export interface DayOptions {
  readonly seed: number | string;
  /** Midnight in Europe/London at which the day begins, epoch milliseconds: see `dayStart`. */
  readonly startMs: number;
  /** How much of the day there is, hours, more than 0 and at most 24; 24 unless said. */
  readonly hours?: number;
  /** 1 is about 4,200 reads a camera and day, some 630,000 altogether; planted stories and the listed vehicles are there at any scale. */
  readonly readsPerDayScale: number;
}

export interface StorySummary {
  readonly key: string;
  readonly caption: string;
}

/** A simulated day. It is a value: whatever is read of it, as often as one likes, is the same for the same options. */
export interface Day {
  readonly seed: number | string;
  readonly startMs: number;
  readonly endMs: number;
  readonly cameras: readonly Camera[];
  readonly stories: readonly StorySummary[];
  /** Messages in order of delivery, made as they are asked for; `fromMs` (simulated time) leaves out those due before. */
  messages(fromMs?: number): Generator<SimulatedMessage, void, undefined>;
  /** What the ground truth is read from. */
  readonly plan: Plan;
}

/** A day in Kent, settled by its options: no clock, no chance but the seed's. Costs milliseconds; the traffic is made when it is read. */
export function simulateDay({ seed, startMs, hours = 24, readsPerDayScale }: DayOptions): Day {
  if (!Number.isSafeInteger(startMs)) throw new RangeError('startMs is a whole number of milliseconds');
  if (!(hours > 0 && hours <= 24)) throw new RangeError('hours is more than 0 and at most 24');
  if (!(readsPerDayScale >= 0 && readsPerDayScale <= 100)) throw new RangeError('readsPerDayScale is from 0 to 100');
  const plan = createPlan({ seed, startMs, hours, scale: readsPerDayScale });
  return {
    seed,
    startMs,
    endMs: plan.period.endMs,
    cameras: plan.world.cameras,
    stories: [
      ...plan.stories.map(({ key, caption }) => ({ key, caption })),
      { key: BACKGROUND_STORY, caption: `Vehicles of the list ${BACKGROUND_LIST} that happen to drive on the day.` },
    ],
    messages: (fromMs = startMs) => messages(plan, fromMs),
    plan,
  };
}
