import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inWorld } from './contract-support.ts';
import { fact, factIds, HOUR_MS, mark, NOON_MS, none } from './window-contract-support.ts';
import type { MarkVersions, WindowFact, WindowMark, WindowStore } from './window-store.ts';

type Open = () => Promise<{ readonly store: WindowStore; readonly close: () => Promise<void> }>;

/** Generated histories per run of the property; each opens its own store. */
const HISTORIES = 60;

/** The part of the window-store suite that law 2 rests on. */
export function windowStoreLawContract(open: Open): void {
  it('shows a fact to the mark that comes after it', () =>
    inWorld(open, async ({ store }) => {
      await store.storeAndLook([fact(7, 1)], none(store));
      expect((await store.markAndLook([mark('m', 7)])).map(factIds)).toEqual([factIds([fact(7, 1)])]);
    }));

  it('shows a mark to the fact that comes after it', () =>
    inWorld(open, async ({ store }) => {
      expect(await store.markAndLook([mark('m', 7)])).toEqual([[]]);
      expect((await store.storeAndLook([fact(7, 1)], none(store))).marks).toEqual([mark('m', 7)]);
    }));

  it('shows each of them to the other, or both, when they come at once', () =>
    inWorld(open, async ({ store }) => {
      const [changes, found] = await Promise.all([
        store.storeAndLook([fact(7, 1)], none(store)),
        store.markAndLook([mark('m', 7)]),
      ]);
      expect(changes.marks.length + (found[0]?.length ?? 0)).toBeGreaterThanOrEqual(1);
    }));

  it('leaves no pair of fact and mark unseen by both, whatever several callers do at once', () =>
    fc.assert(
      fc.asyncProperty(history(), (callers) =>
        inWorld(open, async ({ store }) => {
          const pairs = new Set<string>();
          await Promise.all(callers.map((steps) => play({ store, steps, pairs })));
          expect([...expectedPairs(callers)].filter((pair) => !pairs.has(pair))).toEqual([]);
        }),
      ),
      { numRuns: HISTORIES },
    ));
}

type Step =
  | { readonly kind: 'facts'; readonly facts: readonly WindowFact[] }
  | { readonly kind: 'marks'; readonly marks: readonly WindowMark[] };

/** Few keys and few hours, so that facts and marks meet often; marks whose look-back covers some of them. */
function history(): fc.Arbitrary<Step[][]> {
  const hash = fc.constantFrom(1, 2, 257, 258, 0xffff_ffff);
  const hour = fc.integer({ min: 0, max: 3 });
  const shapedFact = fc.record({ hash, hour });
  const shapedMark = fc.record({ hash, from: hour, hours: fc.integer({ min: 1, max: 4 }) });
  const shape = fc.oneof(
    fc.record({ kind: fc.constant('facts' as const), items: fc.array(shapedFact, { minLength: 1, maxLength: 5 }) }),
    fc.record({ kind: fc.constant('marks' as const), items: fc.array(shapedMark, { minLength: 1, maxLength: 3 }) }),
  );
  return fc.array(fc.array(shape, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 5 }).map((callers) => {
    let next = 0;
    return callers.map((steps, caller) =>
      steps.map((step): Step => {
        if (step.kind === 'facts') {
          const facts = step.items.map((one) => {
            const offset = next++;
            return { ...fact(one.hash, offset, { partition: caller }), atMs: NOON_MS + one.hour * HOUR_MS + offset };
          });
          return { kind: 'facts', facts };
        }
        const marks = step.items.map((one) => {
          const fromMs = NOON_MS + one.from * HOUR_MS;
          return mark(`mark ${next++}`, one.hash, { fromMs, toMs: fromMs + one.hours * HOUR_MS });
        });
        return { kind: 'marks', marks };
      }),
    );
  });
}

const pairOf = (one: WindowFact, other: WindowMark): string =>
  `${other.markId} & ${one.position.partition}/${one.position.offset}`;
const belong = (one: WindowFact, other: WindowMark): boolean =>
  one.keyHash === other.keyHash && one.atMs >= other.fromMs && one.atMs < other.toMs;

/** One caller: stores, looks, and remembers the marks that it has been shown, as a matcher does. */
async function play(options: {
  readonly store: WindowStore;
  readonly steps: readonly Step[];
  readonly pairs: Set<string>;
}): Promise<void> {
  const { store, steps, pairs } = options;
  const known = new Map<string, WindowMark>();
  let seen: MarkVersions = none(store);
  for (const step of steps) {
    if (step.kind === 'facts') {
      const changes = await store.storeAndLook(step.facts, seen);
      seen = changes.versions;
      for (const one of changes.marks) known.set(one.markId, one);
      for (const one of step.facts)
        for (const other of known.values()) if (belong(one, other)) pairs.add(pairOf(one, other));
    } else {
      const found = await store.markAndLook(step.marks);
      for (const [index, other] of step.marks.entries())
        for (const one of found[index] ?? []) pairs.add(pairOf(one, other));
    }
  }
}

function expectedPairs(callers: readonly (readonly Step[])[]): Set<string> {
  const steps = callers.flat();
  const facts = steps.flatMap((step) => (step.kind === 'facts' ? step.facts : []));
  const marks = steps.flatMap((step) => (step.kind === 'marks' ? step.marks : []));
  return new Set(
    facts.flatMap((one) => marks.filter((other) => belong(one, other)).map((other) => pairOf(one, other))),
  );
}
