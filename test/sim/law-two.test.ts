import type { AnprRead, WatchEntry } from '@landfall/core';
import {
  WATCH_HIT_RULE_ID,
  WATCH_HIT_RULE_VERSION,
  forgivenCharacters,
  hitId,
  holdsFromMs,
  holdsToMs,
} from '@landfall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, T0, aRead, anEntry } from '../support/events.ts';
import { openWorld } from '../support/world.ts';
import type { Fact, History } from './run-until-crash.ts';
import { dieHalfWay, hitIdsInLog, NO_CRASH, runUntilCrash } from './run-until-crash.ts';

/** Few marks, so that generated facts meet: one watched, one confusable with it, one twice confused, one of nobody. */
const MARKS = ['AB12CDE', 'A812CDE', 'A8I2CDE', 'XY99ZZZ'];

const aFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      mark: fc.constantFrom(...MARKS),
      minute: fc.integer({ min: -26 * 60, max: 60 }),
      camera: fc.constantFrom('A2', 'M2'),
    })
    .map(({ mark, minute, camera }): Fact => ({
      topic: 'anpr.reads',
      event: aRead({ mark, capturedAt: T0 + minute * MINUTE_MS, cameraId: camera }),
    })),
  fc
    .record({
      id: fc.integer({ min: 1, max: 3 }),
      mark: fc.constantFrom(...MARKS),
      hours: fc.integer({ min: 1, max: 3 }),
      pattern: fc.boolean(),
    })
    .map(({ id, mark, hours, pattern }): Fact => ({
      topic: 'watchlist.entries',
      event: anEntry({
        entryId: `entry-${id}-${mark}-${hours}-${pattern ? 'p' : 'v'}`,
        validTo: T0 + hours * HOUR_MS,
        identifiers: [
          pattern
            ? { kind: 'PARTIAL_VRM', raw: `${mark.slice(0, 5)}??`, mark: `${mark.slice(0, 5)}??` }
            : { kind: 'VRM', raw: mark, mark },
        ],
      }),
    })),
);

/** The facts in the order of their arrival, cut into what is appended while the matcher runs. */
const aHistory = fc.array(fc.array(aFact, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });

/** Law 2 in its plainest form: every pair of a read and an entry, whatever their order. */
function expectedHits(history: History): readonly string[] {
  const facts = history.flat();
  const reads = facts.flatMap((fact) => (fact.topic === 'anpr.reads' ? [fact.event] : []));
  const entries = facts.flatMap((fact) => (fact.topic === 'watchlist.entries' ? [fact.event] : []));
  const ids = entries.flatMap((entry) =>
    reads
      .filter((read) => matches(read, entry))
      .map(({ readId }) =>
        hitId({
          ruleId: WATCH_HIT_RULE_ID,
          ruleVersion: WATCH_HIT_RULE_VERSION,
          entryId: entry.entryId,
          evidenceIds: [readId],
        }),
      ),
  );
  return [...new Set(ids)].toSorted();
}

function matches(read: AnprRead, entry: WatchEntry): boolean {
  if (read.capturedAt < holdsFromMs(entry) || read.capturedAt >= holdsToMs(entry)) return false;
  const { kind, mark } = entry.identifiers[0]!;
  if (kind === 'PARTIAL_VRM') return read.mark.length === mark.length && read.mark.startsWith(mark.slice(0, 5));
  return forgivenCharacters(read.mark, mark, 1) !== null;
}

describe('same facts, same hits', () => {
  it('finds each pair of a read and an entry once, whichever comes first', async () => {
    await fc.assert(
      fc.asyncProperty(aHistory, async (history) => {
        const world = await openWorld();
        await runUntilCrash(world, NO_CRASH, { windows: world.platform.windows, history });
        expect(await hitIdsInLog(world)).toEqual(expectedHits(history));
        await world.close();
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['its windows are lost with it', false],
    ['its windows outlive it', true],
  ])('gives the same hits when the matcher dies between any two steps and %s', async (_what, windowsSurvive) => {
    let crashes = 0;
    await fc.assert(
      fc.asyncProperty(aHistory, fc.nat({ max: 30 }), fc.boolean(), async (history, atStep, afterEffect) => {
        const world = await openWorld();
        const { crashed } = await dieHalfWay(world, { atStep, afterEffect }, { windowsSurvive, history });
        if (crashed) crashes += 1;
        expect(await hitIdsInLog(world)).toEqual(expectedHits(history));
        await world.close();
      }),
      { numRuns: 200 },
    );
    // A short history ends before its crash; enough others do not.
    expect(crashes).toBeGreaterThan(20);
  });
});
