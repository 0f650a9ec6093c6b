import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, T0, aMovement, aRead, anEntry } from '../support/events.ts';
import { openWorld } from '../support/world.ts';
import { expectedHits, RULE_IDS, RULES } from './expected-hits.ts';
import type { Fact } from './run-until-crash.ts';
import { dieHalfWay, hitIdsInLog, NO_CRASH, quickClock, runUntilCrash } from './run-until-crash.ts';

/** Two vehicles that entries list, one that none does; the first two more often, so that they meet. */
const MARKS = ['AB12CDE', 'KX34FGH', 'AB12CDE', 'KX34FGH', 'XY99ZZZ'];
const minute = fc.constantFrom(-130, -60, -50, -10, 0, 10, 15, 30, 70, 120);

const aFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({ mark: fc.constantFrom(...MARKS), minute, camera: fc.constantFrom('A2', 'A2', 'M2') })
    .map(({ mark, minute: at, camera }): Fact => ({
      topic: 'anpr.reads',
      event: aRead({ mark, capturedAt: T0 + at * MINUTE_MS, cameraId: camera }),
    })),
  fc
    .record({ mark: fc.constantFrom(...MARKS), minute, inbound: fc.boolean() })
    .map(({ mark, minute: at, inbound }): Fact => {
      const about = { occurredAt: T0 + at * MINUTE_MS, vehicle: { raw: mark, mark }, trailers: [], containers: [] };
      const movement = { kind: 'ARRIVED', direction: inbound ? 'UK_INBOUND' : 'UK_OUTBOUND' } as const;
      return { topic: 'port.movements', event: aMovement({ ...about, ...movement }) };
    }),
  fc
    .record({
      mark: fc.constantFrom(MARKS[0]!, MARKS[1]!),
      ocgId: fc.constantFrom('ocg-1', 'ocg-1', null),
      hours: fc.nat(1),
    })
    .map(({ mark, ocgId, hours }): Fact => ({
      topic: 'watchlist.entries',
      event: anEntry({
        entryId: `${mark}-${ocgId}-${hours}`,
        identifiers: [{ kind: 'VRM', raw: mark, mark }],
        ocgId,
        validFrom: T0 - hours * HOUR_MS,
        validTo: T0 + 2 * HOUR_MS,
        lookBackMs: 0,
        forgivenCharactersMax: 0,
      }),
    })),
);

const aHistory = fc.array(fc.array(aFact, { minLength: 2, maxLength: 6, size: 'max' }), {
  minLength: 2,
  maxLength: 6,
  size: 'max',
});

/** Stands shortly after the facts, so that the windows hold them all and no look-back has to search the log. */
const CLOCK = quickClock(T0 + 3 * HOUR_MS);

describe('rules over windows', () => {
  it('find each pair once, whichever of its facts and entries comes first', async () => {
    const found = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(aHistory, async (history) => {
        const world = await openWorld({ clock: CLOCK });
        await runUntilCrash(world, NO_CRASH, { windows: world.platform.windows, history, rules: RULES });
        const expected = expectedHits(history.flat());
        for (const { ruleId } of expected.values()) found.set(ruleId, (found.get(ruleId) ?? 0) + 1);
        expect(await hitIdsInLog(world)).toEqual([...expected.keys()].toSorted());
        await world.close();
      }),
      { numRuns: 200 },
    );
    expect(Math.min(...RULE_IDS.map((rule) => found.get(rule) ?? 0))).toBeGreaterThan(20);
  });

  it.each([
    ['its windows are lost with it', false],
    ['its windows outlive it', true],
  ])('give the same hits when the matcher dies between any two steps and %s', async (_what, windowsSurvive) => {
    let crashes = 0;
    await fc.assert(
      fc.asyncProperty(aHistory, fc.nat({ max: 30 }), fc.boolean(), async (history, atStep, afterEffect) => {
        const world = await openWorld({ clock: CLOCK });
        const given = { windowsSurvive, history, rules: RULES };
        const { crashed } = await dieHalfWay(world, { atStep, afterEffect }, given);
        if (crashed) crashes += 1;
        expect(await hitIdsInLog(world)).toEqual([...expectedHits(history.flat()).keys()].toSorted());
        await world.close();
      }),
      { numRuns: 120 },
    );
    expect(crashes).toBeGreaterThan(20);
  });
});
