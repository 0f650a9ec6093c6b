import { describe, expect, it } from 'vitest';
import { inWorld } from './contract-support.ts';
import type { Contract } from './contract-support.ts';
import type { LogPosition } from './event-log.ts';
import { before, fact, factIds, HOUR_MS, look, mark, NOON_MS, none, someFacts } from './window-contract-support.ts';
import { keptFactsContract } from './window-store-kept.contract.ts';
import { windowStoreLawContract } from './window-store-law.contract.ts';
import type { WindowStore } from './window-store.ts';

/** An empty store. */
export interface WindowStoreWorld {
  readonly store: WindowStore;
  readonly close: () => Promise<void>;
}

export function windowStoreContract(contract: Contract<WindowStoreWorld>): void {
  const options = contract.timeoutMs === undefined ? {} : { timeout: contract.timeoutMs };
  describe(`window store: ${contract.name}`, options, () => {
    describe('facts', () => {
      facts(contract.open);
    });
    describe('marks', () => {
      marks(contract.open);
    });
    describe('positions, expiry and size', () => {
      upkeep(contract.open);
    });
    describe('the law: whichever comes second sees the other', () => {
      windowStoreLawContract(contract.open);
    });
    describe('kept facts', () => {
      keptFactsContract(contract.open);
    });
  });
}

type Open = Contract<WindowStoreWorld>['open'];

function factAt(atMs: number, offset: number): ReturnType<typeof fact> {
  return { ...fact(7, offset), atMs };
}

function there(offset: number, partition = 0): LogPosition {
  return { topic: 'anpr.reads', partition, offset };
}

function facts(open: Open): void {
  it('returns the facts of a key with their times and positions', () =>
    inWorld(open, async ({ store }) => {
      const kept = [fact(7, 1), fact(7, 2, { topic: 'port.movements', partition: 3 }), fact(8, 3)];
      await store.storeAndLook(kept, none(store));
      const found = await look(store, 7);
      expect(found.toSorted((a, b) => a.atMs - b.atMs)).toEqual([kept[0], kept[1]]);
    }));

  it('finds every fact of a key among many, across hours and buckets', () =>
    inWorld(open, async ({ store }) => {
      const all = someFacts(5_000);
      await store.storeAndLook(all, none(store));
      const wanted = all.filter((one) => one.keyHash === all[42]?.keyHash);
      expect(factIds(await look(store, all[42]?.keyHash ?? 0))).toEqual(factIds(wanted));
    }));

  it('tells keys of one bucket apart', () =>
    inWorld(open, async ({ store }) => {
      const neighbour = 5 + store.bucketCount;
      await store.storeAndLook([fact(5, 1), fact(neighbour, 2)], none(store));
      expect(factIds(await look(store, 5))).toEqual(factIds([fact(5, 1)]));
      expect(factIds(await look(store, neighbour))).toEqual(factIds([fact(neighbour, 2)]));
    }));

  it('takes the largest hash and large offsets as they are', () =>
    inWorld(open, async ({ store }) => {
      const far = fact(0xffff_ffff, 1, { offset: 200_000_000_000 });
      await store.storeAndLook([far], none(store));
      expect(await look(store, 0xffff_ffff)).toEqual([far]);
      expect(await look(store, 0)).toEqual([]);
    }));

  it('returns a fact once, however often it was stored', () =>
    inWorld(open, async ({ store }) => {
      const twice = [fact(7, 1), fact(7, 2)];
      await store.storeAndLook([...twice, ...twice], none(store));
      await store.storeAndLook(twice, none(store));
      expect(factIds(await look(store, 7))).toEqual(factIds(twice));
    }));

  it('looks from a mark’s start, inclusive, to its end, exclusive', () =>
    inWorld(open, async ({ store }) => {
      const all = [NOON_MS - 1, NOON_MS, NOON_MS + HOUR_MS, NOON_MS + 2 * HOUR_MS - 1, NOON_MS + 2 * HOUR_MS].map(
        factAt,
      );
      await store.storeAndLook(all, none(store));
      const [found] = await store.markAndLook([mark('m', 7, { fromMs: NOON_MS, toMs: NOON_MS + 2 * HOUR_MS })]);
      expect(factIds(found ?? [])).toEqual(factIds(all.slice(1, 4)));
      const within = [10, 19, 20, 29, 30].map((afterMs, index) => factAt(NOON_MS + afterMs, 100 + index));
      await store.storeAndLook(within, none(store));
      const [narrow] = await store.markAndLook([mark('n', 7, { fromMs: NOON_MS + 19, toMs: NOON_MS + 30 })]);
      expect(factIds(narrow ?? [])).toEqual(factIds(within.slice(1, 4)));
    }));

  it('keeps facts whose times are far from each other', () =>
    inWorld(open, async ({ store }) => {
      const times = [Date.UTC(2000, 0, 1), Date.UTC(2014, 6, 1), NOON_MS, NOON_MS + 24 * HOUR_MS];
      const all = times.map((atMs, offset) => ({ ...fact(7, offset), atMs }));
      await store.storeAndLook(all, none(store));
      expect(factIds(await look(store, 7))).toEqual(factIds(all));
    }));

  it('takes no facts and no marks', () =>
    inWorld(open, async ({ store }) => {
      const changes = await store.storeAndLook([], none(store));
      expect(changes.marks).toEqual([]);
      expect(changes.versions).toHaveLength(store.bucketCount);
      expect(await store.markAndLook([])).toEqual([]);
    }));
}

function marks(open: Open): void {
  it('shows a new mark once to who has not seen it, in its own bucket only', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('m', 7)]);
      const elsewhere = await store.storeAndLook([fact(8, 1)], none(store));
      expect(elsewhere.marks).toEqual([]);
      const first = await store.storeAndLook([fact(7, 2)], elsewhere.versions);
      expect(first.marks).toEqual([mark('m', 7)]);
      const second = await store.storeAndLook([fact(7, 3)], first.versions);
      expect(second.marks).toEqual([]);
      expect(second.versions).toEqual(first.versions);
    }));

  it('keeps versions that grow, from 0, and only where something changed', () =>
    inWorld(open, async ({ store }) => {
      const start = await store.marksSince(none(store));
      expect(start).toEqual({ versions: none(store), marks: [] });
      await store.markAndLook([mark('m', 7)]);
      const first = await store.marksSince(start.versions);
      expect(first.versions[7 % store.bucketCount]).toBeGreaterThan(0);
      expect(first.versions.filter((version) => version > 0)).toHaveLength(1);
      await store.markAndLook([mark('m', 7, { revision: 2 })]);
      const second = await store.marksSince(first.versions);
      expect(second.versions[7 % store.bucketCount]).toBeGreaterThan(first.versions[7 % store.bucketCount] ?? Infinity);
      expect(second.marks).toEqual([mark('m', 7, { revision: 2 })]);
    }));

  it('gives every mark, newest revision only, to one who has seen nothing', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('a', 7), mark('b', 8), mark('p', null)]);
      await store.markAndLook([mark('a', 7, { revision: 2 })]);
      const { marks: found } = await store.marksSince(none(store));
      const byId = found.toSorted((one, other) => one.markId.localeCompare(other.markId));
      expect(byId).toEqual([mark('a', 7, { revision: 2 }), mark('b', 8), mark('p', null)]);
    }));

  it('gives those of some buckets alone, and a pattern, and says of the others what was seen', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('a', 7), mark('b', 8), mark('p', null)]);
      const { marks: found, versions } = await store.marksSince(none(store), [7]);
      expect(new Set(found.map(({ markId }) => markId))).toEqual(new Set(['a', 'p']));
      expect(versions.flatMap((version, bucket) => (version > 0 ? [bucket] : []))).toEqual([7]);
    }));

  it('does not let an older revision replace a newer one', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('m', 7, { revision: 5 })]);
      await store.markAndLook([mark('m', 7, { revision: 4, bytes: null })]);
      expect((await store.marksSince(none(store))).marks).toEqual([mark('m', 7, { revision: 5 })]);
    }));

  it('still looks back for an older revision, and for one that is made twice', () =>
    inWorld(open, async ({ store }) => {
      await store.storeAndLook([fact(7, 1)], none(store));
      await store.markAndLook([mark('m', 7, { revision: 5 })]);
      const found = await store.markAndLook([mark('m', 7, { revision: 4 }), mark('m', 7, { revision: 5 })]);
      expect(found.map(factIds)).toEqual([factIds([fact(7, 1)]), factIds([fact(7, 1)])]);
    }));

  it('shows a removal to those who saw the mark', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('m', 7)]);
      const seen = await store.marksSince(none(store));
      const removal = mark('m', 7, { revision: 2, bytes: null });
      await store.markAndLook([removal]);
      expect((await store.storeAndLook([fact(7, 1)], seen.versions)).marks).toEqual([removal]);
    }));

  it('shows a mark that moved to another key in the bucket that it left and in the new one', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('m', 7)]);
      const seen = await store.marksSince(none(store));
      const moved = mark('m', 8, { revision: 2 });
      await store.markAndLook([moved]);
      expect((await store.storeAndLook([fact(7, 1)], seen.versions)).marks).toEqual([moved]);
      expect((await store.storeAndLook([fact(8, 2)], seen.versions)).marks).toEqual([moved]);
    }));

  it('still tells the bucket that a mark left, however often the mark has changed since', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('m', 7)]);
      const seen = await store.marksSince(none(store));
      await store.markAndLook([mark('m', 8, { revision: 2 })]);
      const newest = mark('m', 8, { revision: 3 });
      await store.markAndLook([newest]);
      expect((await store.storeAndLook([fact(7, 1)], seen.versions)).marks).toEqual([newest]);
    }));

  it('keeps one version per mark however often marks change', () =>
    inWorld(open, async ({ store }) => {
      for (let revision = 1; revision <= 150; revision += 1) {
        await store.markAndLook([mark('a', 7, { revision }), mark('p', null, { revision })]);
      }
      const { marks: found } = await store.marksSince(none(store));
      expect(found).toHaveLength(2);
      expect(found.every((one) => one.revision === 150)).toBe(true);
      expect((await store.sizes()).marks).toBe(2);
    }));

  it('makes a pattern known in every bucket, and returns no facts for it', () =>
    inWorld(open, async ({ store }) => {
      await store.storeAndLook([fact(7, 1)], none(store));
      expect(await store.markAndLook([mark('p', null)])).toEqual([[]]);
      const { versions } = await store.marksSince(none(store));
      expect(versions.every((version) => version > 0)).toBe(true);
      const touched = [0, 1, store.bucketCount - 1].map((hash, offset) => fact(hash, offset));
      expect((await store.storeAndLook(touched, none(store))).marks).toEqual([mark('p', null)]);
    }));

  it('returns the facts mark by mark, in the order of the marks', () =>
    inWorld(open, async ({ store }) => {
      await store.storeAndLook([fact(7, 1), fact(8, 2), fact(8, 3)], none(store));
      const found = await store.markAndLook([mark('b', 8), mark('p', null), mark('none', 9), mark('a', 7)]);
      expect(found.map(factIds)).toEqual([factIds([fact(8, 2), fact(8, 3)]), [], [], factIds([fact(7, 1)])]);
    }));
}

function upkeep(open: Open): void {
  it('drops whole hours that have ended, and nothing younger', () =>
    inWorld(open, async ({ store }) => {
      const all = [-2 * HOUR_MS, -HOUR_MS, -1, 0, HOUR_MS].map((after, offset) => ({
        ...fact(7, offset),
        atMs: NOON_MS + after,
      }));
      await store.storeAndLook(all, none(store));
      await store.expire(before(NOON_MS - 1));
      expect(factIds(await look(store, 7))).toEqual(factIds(all.slice(2 - 1)));
      await store.expire(before(NOON_MS));
      expect(factIds(await look(store, 7))).toEqual(factIds(all.slice(3)));
      await store.storeAndLook([fact(7, 100)], none(store));
      expect(factIds(await look(store, 7))).toEqual(factIds([...all.slice(3), fact(7, 100)]));
    }));

  it('keeps marks when facts expire', () =>
    inWorld(open, async ({ store }) => {
      await store.markAndLook([mark('m', 7)]);
      await store.expire(before(NOON_MS + 1_000 * HOUR_MS));
      expect((await store.marksSince(none(store))).marks).toEqual([mark('m', 7)]);
    }));

  it('knows how far each partition is stored, and never goes back', () =>
    inWorld(open, async ({ store }) => {
      expect(await store.positions()).toEqual([]);
      await store.storeAndLook([fact(7, 41), fact(8, 12)], none(store));
      expect(await store.positions()).toEqual([there(42)]);
      await store.storeAndLook([fact(7, 30)], none(store));
      await store.advance([{ topic: 'anpr.reads', partition: 0, offset: 5 }]);
      expect(await store.positions()).toEqual([there(42)]);
      await store.advance([
        { topic: 'anpr.reads', partition: 0, offset: 60 },
        { topic: 'anpr.reads', partition: 1, offset: 3 },
      ]);
      const positions = await store.positions();
      expect(positions.toSorted((a, b) => a.partition - b.partition)).toEqual([there(60), there(3, 1)]);
    }));

  it('states its sizes', () =>
    inWorld(open, async ({ store }) => {
      const empty = await store.sizes();
      expect([empty.facts, empty.marks]).toEqual([0, 0]);
      await store.storeAndLook(someFacts(2_000), none(store));
      await store.markAndLook([mark('a', 7), mark('p', null)]);
      const full = await store.sizes();
      expect([full.facts, full.marks]).toEqual([2_000, 2]);
      expect(full.bytes).toBeGreaterThanOrEqual(2_000 * 8);
      await store.expire(before(NOON_MS + 1_000 * HOUR_MS));
      expect((await store.sizes()).facts).toBe(0);
    }));

  it('refuses to work once it is closed, and may be closed twice', () =>
    inWorld(open, async ({ store }) => {
      const seen = none(store);
      await store.close();
      await store.close();
      const closed = { name: 'WindowStoreError', code: 'windows-closed' };
      await expect(store.storeAndLook([fact(7, 1)], seen)).rejects.toMatchObject(closed);
      await expect(store.markAndLook([mark('m', 7)])).rejects.toMatchObject(closed);
      await expect(store.positions()).rejects.toMatchObject(closed);
    }));
}
