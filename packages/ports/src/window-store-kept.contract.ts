import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, inWorld, textOf } from './contract-support.ts';
import { before, HOUR_MS, NOON_MS, none } from './window-contract-support.ts';
import type { FactToKeep, KeptFact, WindowLook, WindowStore } from './window-store.ts';
import { KEPT_PER_PERIOD_MAX, LOOK_PERIODS_MAX } from './window-store.ts';

type Open = () => Promise<{ readonly store: WindowStore; readonly close: () => Promise<void> }>;

/** Generated histories per run of the property; each opens its own store. */
const HISTORIES = 60;
/** As far as a fact may look. */
const ALWAYS = { fromMs: NOON_MS - (LOOK_PERIODS_MAX / 2) * HOUR_MS, toMs: NOON_MS + (LOOK_PERIODS_MAX / 2) * HOUR_MS };
const DAY_MS = 24 * HOUR_MS;

function toKeep(window: string, text: string, more: Partial<FactToKeep> = {}): FactToKeep {
  return { window, atMs: NOON_MS, bytes: bytesOf(text), ...ALWAYS, ...more };
}

const textOfKept = ({ window, atMs, bytes }: KeptFact): string => `${window} ${atMs - NOON_MS} ${textOf(bytes)}`;
const texts = ({ others }: WindowLook): string[] => others.map(textOfKept).toSorted((a, b) => a.localeCompare(b));

/** What a window holds, as one who keeps a fact there sees it. */
async function held(store: WindowStore, window: string): Promise<string[]> {
  const [look] = await store.keepAndLook([toKeep(window, 'a look', { atMs: NOON_MS + 30 * HOUR_MS })]);
  return texts(look!);
}

/** The part of the window-store suite that rules over several facts rest on. */
export function keptFactsContract(open: Open): void {
  it('shows a fact to those of its window that come after it, with its time and its bytes', () =>
    inWorld(open, async ({ store }) => {
      const first = { window: 'subject/7', atMs: NOON_MS - 5, bytes: new Uint8Array([0, 255, 10, 13, 128]) };
      expect(await store.keepAndLook([{ ...first, ...ALWAYS }])).toEqual([{ kept: true, others: [] }]);
      const [second] = await store.keepAndLook([toKeep('subject/7', 'second')]);
      expect(second!.others.map((one) => ({ ...one, bytes: [...one.bytes] }))).toEqual([
        { ...first, bytes: [...first.bytes] },
      ]);
    }));

  it('shows the facts of one call to each other', () =>
    inWorld(open, async ({ store }) => {
      const looks = await store.keepAndLook([
        toKeep('group/1', 'a'),
        toKeep('group/2', 'b'),
        toKeep('group/1', 'c', { atMs: NOON_MS + HOUR_MS }),
      ]);
      expect(looks.map(texts)).toEqual([[`group/1 ${HOUR_MS} c`], [], ['group/1 0 a']]);
    }));

  it('keeps windows apart, whatever their names', () =>
    inWorld(open, async ({ store }) => {
      const names = ['subject/a', 'subject/a ', 'subject/A', 'group/a', 'place/Zoë 1/α', `subject/${'x'.repeat(300)}`];
      await store.keepAndLook(names.map((name) => toKeep(name, 'one')));
      for (const name of names) expect(await held(store, name)).toEqual([`${name} 0 one`]);
    }));

  it('keeps a fact once, however often it comes', () =>
    inWorld(open, async ({ store }) => {
      await store.keepAndLook([toKeep('subject/7', 'one'), toKeep('subject/7', 'one')]);
      const [again] = await store.keepAndLook([toKeep('subject/7', 'one')]);
      expect(again).toEqual({ kept: true, others: [] });
      expect(await held(store, 'subject/7')).toEqual(['subject/7 0 one']);
    }));

  it('takes facts for different ones that differ in bytes or in time alone', () =>
    inWorld(open, async ({ store }) => {
      const looks = await store.keepAndLook([
        toKeep('subject/7', 'one'),
        toKeep('subject/7', 'one!'),
        toKeep('subject/7', 'one', { atMs: NOON_MS + 1 }),
      ]);
      expect(looks.map(({ others }) => others.length)).toEqual([2, 2, 2]);
    }));

  it('looks from the start asked for, inclusive, to the end, exclusive, and not at all in an empty range', () =>
    inWorld(open, async ({ store }) => {
      const times = [-HOUR_MS - 1, -HOUR_MS, -1, 0, HOUR_MS - 1, HOUR_MS];
      await store.keepAndLook(times.map((after) => toKeep('subject/7', 'x', { atMs: NOON_MS + after })));
      const range = { fromMs: NOON_MS - HOUR_MS, toMs: NOON_MS + HOUR_MS };
      const [look] = await store.keepAndLook([toKeep('subject/7', 'y', range)]);
      expect(look!.others.map(({ atMs }) => atMs - NOON_MS).toSorted((a, b) => a - b)).toEqual(times.slice(1, 5));
      const [nothing] = await store.keepAndLook([toKeep('subject/7', 'z', { fromMs: 0, toMs: 0 })]);
      expect(nothing).toEqual({ kept: true, others: [] });
    }));

  it('asserts that a range is no longer than a fact may look', () =>
    inWorld(open, async ({ store }) => {
      const far = toKeep('subject/7', 'x', { fromMs: ALWAYS.fromMs - 1 });
      await expect(store.keepAndLook([far])).rejects.toBeInstanceOf(TypeError);
    }));

  it('lets kept facts go with the hours of their event time', () =>
    inWorld(open, async ({ store }) => {
      const times = [-HOUR_MS, -1, 0];
      await store.keepAndLook(times.map((after) => toKeep('subject/7', 'x', { atMs: NOON_MS + after })));
      const { bytes } = await store.sizes();
      await store.expire(before(NOON_MS - 1));
      expect(await held(store, 'subject/7')).toHaveLength(3);
      await store.expire(before(NOON_MS));
      expect(await held(store, 'subject/7')).toEqual([`subject/7 0 x`]);
      await store.expire(before(NOON_MS + 2_000 * HOUR_MS));
      expect(await held(store, 'subject/7')).toEqual([]);
      expect(bytes).toBeGreaterThan(0);
    }));

  it('keeps windows of history for days, looks over as many, and lets them go with the days', () =>
    inWorld(open, async ({ store }) => {
      const days = [-6, -1, 0, 1, 6];
      const range = { fromMs: NOON_MS - 7 * DAY_MS, toMs: NOON_MS + 7 * DAY_MS };
      const kept = (window: string, text: string, day: number): FactToKeep =>
        toKeep(window, text, { ...range, atMs: NOON_MS + day * DAY_MS });
      await store.keepAndLook(days.map((day) => kept('history/7', 'x', day)));
      await store.keepAndLook([toKeep('subject/7', 'by the hour')]);
      const seen = async (): Promise<number[]> => {
        const [look] = await store.keepAndLook([kept('history/7', 'a look', 0)]);
        return look!.others.map(({ atMs }) => Math.round((atMs - NOON_MS) / DAY_MS)).toSorted((a, b) => a - b);
      };
      expect(await seen()).toEqual(days);
      await store.expire({ hoursBeforeMs: NOON_MS + 2 * HOUR_MS, daysBeforeMs: NOON_MS - 6 * DAY_MS });
      expect(await seen()).toEqual(days);
      expect(await held(store, 'subject/7')).toEqual([]);
      await store.expire({ hoursBeforeMs: NOON_MS, daysBeforeMs: NOON_MS - DAY_MS / 2 });
      expect(await seen()).toEqual([0, 1, 6]);
    }));

  it('counts the bytes of kept facts, and gives them back', () =>
    inWorld(open, async ({ store }) => {
      const empty = await store.sizes();
      await store.keepAndLook([toKeep('subject/7', 'x'.repeat(1_000))]);
      const full = await store.sizes();
      expect(full.bytes).toBeGreaterThanOrEqual(empty.bytes + 1_000);
      await store.expire(before(NOON_MS + 2 * HOUR_MS));
      expect((await store.sizes()).bytes).toBe(empty.bytes);
    }));

  it('refuses a fact more than a window takes of an hour, says so, and still shows it the others', () =>
    inWorld(open, async ({ store }) => {
      const many = Array.from({ length: KEPT_PER_PERIOD_MAX }, (_, number) =>
        toKeep('place/1', `fact ${number}`, { fromMs: 0, toMs: 0 }),
      );
      expect((await store.keepAndLook(many)).every(({ kept }) => kept)).toBe(true);
      const [one, next, again] = await store.keepAndLook([
        toKeep('place/1', 'one too many'),
        toKeep('place/1', 'the next hour', { atMs: NOON_MS + HOUR_MS }),
        toKeep('place/1', 'fact 7'),
      ]);
      expect([one!.kept, one!.others.length]).toEqual([false, KEPT_PER_PERIOD_MAX + 1]);
      expect([next!.kept, again!.kept]).toEqual([true, true]);
    }));

  it('moves no position and touches no mark', () =>
    inWorld(open, async ({ store }) => {
      await store.keepAndLook([toKeep('subject/7', 'x')]);
      expect(await store.positions()).toEqual([]);
      expect(await store.marksSince(none(store))).toEqual({ versions: none(store), marks: [] });
    }));

  it('leaves no pair of facts unseen by both, whatever several callers do at once', () =>
    fc.assert(
      fc.asyncProperty(history(), (callers) =>
        inWorld(open, async ({ store }) => {
          const seen = new Set<string>();
          await Promise.all(
            callers.map(async (batches) => {
              for (const batch of batches) {
                const looks = await store.keepAndLook(batch);
                for (const [index, look] of looks.entries())
                  for (const other of look.others) seen.add(pairOf(batch[index]!, other));
              }
            }),
          );
          expect([...seen].toSorted()).toEqual([...expectedPairs(callers.flat(2))].toSorted());
        }),
      ),
      { numRuns: HISTORIES },
    ));
}

const REACH_MS = HOUR_MS;

/** Few windows and few times, so that facts meet often; some come twice. */
function history(): fc.Arbitrary<FactToKeep[][][]> {
  const one = fc
    .record({ window: fc.constantFrom('subject/1', 'subject/2', 'group/1'), half: fc.nat(5), text: fc.nat(3) })
    .map(({ window, half, text }) => {
      const atMs = NOON_MS + (half * HOUR_MS) / 2;
      return toKeep(window, `text ${text}`, { atMs, fromMs: atMs - REACH_MS, toMs: atMs + REACH_MS + 1 });
    });
  const batch = fc.array(one, { minLength: 1, maxLength: 5 });
  return fc.array(fc.array(batch, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 });
}

function pairOf(one: KeptFact, other: KeptFact): string {
  return [textOfKept(one), textOfKept(other)].toSorted((a, b) => a.localeCompare(b)).join(' & ');
}

function expectedPairs(facts: readonly FactToKeep[]): Set<string> {
  const pairs = new Set<string>();
  for (const one of facts)
    for (const other of facts) {
      if (one.window !== other.window || Math.abs(one.atMs - other.atMs) > REACH_MS) continue;
      if (textOfKept(one) !== textOfKept(other)) pairs.add(pairOf(one, other));
    }
  return pairs;
}
