import type { AnprRead, PortMovement, Rule, WatchEntry } from '@landfall/core';
import { hitId, holdsFromMs, holdsToMs, WATCH_HIT_RULE } from '@landfall/core';
import { memoryWindowStore } from '@landfall/adapter-embedded';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, T0, aMovement, aRead, anEntry, aRule } from '../support/events.ts';
import { openWorld } from '../support/world.ts';
import type { Fact, History } from './run-until-crash.ts';
import { hitIdsInLog, NO_CRASH, quickClock, runUntilCrash } from './run-until-crash.ts';

const PORT_THEN_ROAD = { ruleId: 'port-then-road', version: 1 };
const CONVOY = { ruleId: 'convoy', version: 1 };
const PORT_WITHIN_MS = 2 * HOUR_MS;
const CONVOY_WITHIN_MS = 20 * MINUTE_MS;
const RULES: readonly Rule[] = [
  aRule({ ...PORT_THEN_ROAD, kind: 'port-then-road', parameters: { withinMs: String(PORT_WITHIN_MS) } }),
  aRule({ ...CONVOY, kind: 'convoy', parameters: { withinMs: String(CONVOY_WITHIN_MS) } }),
];

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

const holds = (entry: WatchEntry, atMs: number): boolean => holdsFromMs(entry) <= atMs && atMs < holdsToMs(entry);
const lists = (entry: WatchEntry, mark: string): boolean => entry.identifiers[0]?.mark === mark;

/** By definition: everything that the facts prove, whatever their order. */
function expectedHits(history: History): ReadonlyMap<string, string> {
  const facts = history.flat();
  const reads = facts.flatMap((fact) => (fact.topic === 'anpr.reads' ? [fact.event] : []));
  const movements = facts.flatMap((fact) => (fact.topic === 'port.movements' ? [fact.event] : []));
  const entries = facts.flatMap((fact) => (fact.topic === 'watchlist.entries' ? [fact.event] : []));
  const ids = new Map<string, string>();
  const add = (rule: typeof CONVOY, entry: WatchEntry, evidenceIds: readonly string[]): void => {
    const identity = { ruleId: rule.ruleId, ruleVersion: rule.version, entryId: entry.entryId, evidenceIds };
    ids.set(hitId(identity), rule.ruleId);
  };
  for (const entry of entries) {
    const onRoad = reads.filter((read) => lists(entry, read.mark) && holds(entry, read.capturedAt));
    const inPort = movements.filter(({ vehicle }) => lists(entry, vehicle!.mark));
    for (const { readId } of onRoad) add(WATCH_HIT_RULE, entry, [readId]);
    for (const { movementId, occurredAt } of inPort)
      if (holds(entry, occurredAt)) add(WATCH_HIT_RULE, entry, [movementId]);
    for (const port of inPort)
      for (const read of onRoad)
        if (isPortThenRoad(port, read)) add(PORT_THEN_ROAD, entry, [port.movementId, read.readId]);
    for (const later of onRoad)
      for (const [first, other] of pairsWith(later, { entry, entries, reads })) add(CONVOY, entry, [first, other]);
  }
  return ids;
}

function isPortThenRoad({ direction, occurredAt }: PortMovement, { capturedAt }: AnprRead): boolean {
  const afterMs = capturedAt - occurredAt;
  return direction === 'UK_INBOUND' && afterMs >= 0 && afterMs <= PORT_WITHIN_MS;
}

/** The ids of each convoy in which this read is the later one. */
function pairsWith(
  later: AnprRead,
  given: {
    readonly entry: WatchEntry;
    readonly entries: readonly WatchEntry[];
    readonly reads: readonly AnprRead[];
  },
): readonly (readonly [string, string])[] {
  const { entry, entries, reads } = given;
  if (entry.ocgId === null) return [];
  const first = reads.filter(
    (read) =>
      read.mark !== later.mark &&
      read.cameraId === later.cameraId &&
      later.capturedAt - read.capturedAt <= CONVOY_WITHIN_MS &&
      (read.capturedAt < later.capturedAt || (read.capturedAt === later.capturedAt && read.readId < later.readId)) &&
      entries.some((one) => one.ocgId === entry.ocgId && lists(one, read.mark) && holds(one, read.capturedAt)),
  );
  return first.map(({ readId }) => [readId, later.readId]);
}

/** Stands shortly after the facts, so that the windows hold them all and no look-back has to search the log. */
const CLOCK = quickClock(T0 + 3 * HOUR_MS);

describe('rules over windows', () => {
  it('find each pair once, whichever of its facts and entries comes first', async () => {
    const found = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(aHistory, async (history) => {
        const world = await openWorld({ clock: CLOCK });
        await runUntilCrash(world, NO_CRASH, { windows: world.platform.windows, history, rules: RULES });
        const expected = expectedHits(history);
        for (const ruleId of expected.values()) found.set(ruleId, (found.get(ruleId) ?? 0) + 1);
        expect(await hitIdsInLog(world)).toEqual([...expected.keys()].toSorted());
        await world.close();
      }),
      { numRuns: 100 },
    );
    expect(Math.min(...['watch-hit', 'port-then-road', 'convoy'].map((rule) => found.get(rule) ?? 0))).toBeGreaterThan(
      20,
    );
  });

  it.each([
    ['its windows are lost with it', false],
    ['its windows outlive it', true],
  ])('give the same hits when the matcher dies between any two steps and %s', async (_what, windowsSurvive) => {
    let crashes = 0;
    await fc.assert(
      fc.asyncProperty(aHistory, fc.nat({ max: 30 }), fc.boolean(), async (history, atStep, afterEffect) => {
        const world = await openWorld({ clock: CLOCK });
        const { windows } = world.platform;
        const half = Math.ceil(history.length / 2);
        const plan = { atStep, afterEffect };
        const first = await runUntilCrash(world, plan, { windows, history: history.slice(0, half), rules: RULES });
        if (first.crashed) crashes += 1;
        const later = windowsSurvive ? windows : memoryWindowStore({});
        await runUntilCrash(world, NO_CRASH, { windows: later, history: history.slice(half), rules: RULES });
        expect(await hitIdsInLog(world)).toEqual([...expectedHits(history).keys()].toSorted());
        await world.close();
      }),
      { numRuns: 120 },
    );
    expect(crashes).toBeGreaterThan(20);
  });
});
