import type { FactView, WatchIndex } from '@landfall/core';
import { createWatchIndex, decide, foldedKeyHash } from '@landfall/core';
import { measureMemory } from './decide-memory.ts';
import type { Benchmark, Figure } from './figures.ts';
import { atLeast, atMost, median } from './figures.ts';
import { markAt, trafficMarks } from './marks.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const READS = 500_000;
const VEHICLES = 400_000;
const WATCHED_SHARE = 0.01;
const ROUNDS = 11;
const WARM_UP_ROUNDS = 3;
const HOUR_MS = 3_600_000;

export const benchDecide: Benchmark = {
  name: 'decide',
  about:
    'Core `decide` on one core, with one forgiven character, 1 % of reads watched and a fifth of those misread. ' +
    'A read is hashed from its mark and then decided; the median of 11 rounds of 500,000 reads, the sizes by turns.',
  async run() {
    const memory = await measureMemory(SIZES[2]);
    return [...speedFigures(), ...memory];
  },
};

interface Course {
  readonly size: number;
  readonly index: WatchIndex;
  readonly marks: readonly string[];
  readonly ratesPerS: number[];
}

function speedFigures(): readonly Figure[] {
  const nowMs = Date.now();
  const courses = SIZES.map((size) => courseOf(size, nowMs));
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    for (const course of courses) {
      const ratePerS = runOnce(course, nowMs);
      if (round >= WARM_UP_ROUNDS) course.ratesPerS.push(ratePerS);
    }
  }
  const rates = courses.map(({ ratesPerS }) => median(ratesPerS));
  const slowdown = 100 * (1 - rates[2]! / rates[0]!);
  return [
    ...courses.map(({ size }, at): Figure => {
      const figure = {
        name: `${size.toLocaleString('en-GB')} entries`,
        value: Math.round(rates[at]!),
        unit: 'reads/s',
      };
      return size === 100_000 ? { ...figure, target: atLeast(1_000_000) } : figure;
    }),
    { name: 'slower with 1,000,000 than with 10,000', value: Math.max(0, slowdown), unit: '%', target: atMost(20) },
  ];
}

function courseOf(size: number, nowMs: number): Course {
  const index = createWatchIndex();
  const holds = { holdsFromMs: nowMs - HOUR_MS, holdsToMs: Infinity, forgivenMax: 1 };
  for (let ref = 0; ref < size; ref += 1) index.add({ ref, kind: 'VRM', mark: markAt(ref), ...holds });
  const next = trafficMarks({ listed: size, watchedShare: WATCHED_SHARE, vehicles: VEHICLES }, 1);
  const marks = Array.from({ length: READS }, next);
  return { size, index, marks, ratesPerS: [] };
}

/** Reads a second. The hits are counted, so that nothing is computed in vain, and must be about as many as the traffic has. */
function runOnce({ index, marks }: Course, atMs: number): number {
  const context = { index };
  let hits = 0;
  const startedAt = performance.now();
  for (const mark of marks) {
    const fact: FactView = { mark, keyHash: foldedKeyHash(mark), atMs, subject: 'registration' };
    hits += decide(fact, context).length;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  if (hits < 0.9 * WATCHED_SHARE * READS) throw new Error(`Only ${hits} hits: the traffic is not what it should be.`);
  return READS / seconds;
}
