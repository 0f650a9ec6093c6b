import type { WatchEntry } from '@landfall/core';
import { decide, foldedKeyHash } from '@landfall/core';
import { entryMarks, watchTable } from '@landfall/matcher';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { T0, anEntry } from '../support/events.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { openWorld } from '../support/world.ts';

let world: EmbeddedWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const MARKS = ['AB12CDE', 'XY99ZZZ', 'Q123ABC', 'KL58FEM'];

/** Revisions of a few entries, each with some of the marks, some of them withdrawn. */
const aRevision = fc.record({
  id: fc.integer({ min: 1, max: 4 }),
  marks: fc.uniqueArray(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 3 }),
  state: fc.constantFrom<WatchEntry['state']>('ACTIVE', 'ACTIVE', 'WITHDRAWN'),
});

describe('watch table', () => {
  it('matches the newest revision of each entry and nothing of an older one, after any number of revisions', () => {
    fc.assert(
      fc.property(fc.array(aRevision, { maxLength: 40 }), (changes) => {
        const { codec } = world.platform;
        const table = watchTable(codec, 4);
        const newest = new Map<string, WatchEntry>();
        for (const [at, { id, marks, state }] of changes.entries()) {
          const identifiers = marks.map((mark) => ({ kind: 'VRM' as const, raw: mark, mark }));
          const entry = anEntry({ entryId: `entry-${id}`, revision: at + 1, state, identifiers });
          const bytes = codec.encode('watchlist.entries', entry);
          table.applyMarks(entryMarks(entry, bytes, table.identifiersOf(entry.entryId)));
          newest.set(entry.entryId, entry);
        }
        for (const mark of MARKS) {
          const fact = { mark, keyHash: foldedKeyHash(mark), atMs: T0, subject: 'registration' } as const;
          const found = decide(fact, table).map(
            ({ ref }) => `${table.entry(ref).entryId} ${table.entry(ref).revision}`,
          );
          const listed = [...newest.values()].filter(
            ({ state, identifiers }) =>
              state === 'ACTIVE' && identifiers.some((identifier) => identifier.mark === mark),
          );
          const expected = listed.map(({ entryId, revision }) => `${entryId} ${revision}`);
          expect(found.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(expected.toSorted((a, b) => (a < b ? -1 : 1)));
        }
      }),
    );
  });

  it('does not let an older revision come back', () => {
    const { codec } = world.platform;
    const table = watchTable(codec, 4);
    const withdrawn = anEntry({ entryId: 'entry-1', revision: 2, state: 'WITHDRAWN' });
    const older = anEntry({ entryId: 'entry-1', revision: 1 });
    table.applyMarks(entryMarks(withdrawn, codec.encode('watchlist.entries', withdrawn), []));
    table.applyMarks(entryMarks(older, codec.encode('watchlist.entries', older), []));
    expect([table.size, table.revision('entry-1')]).toEqual([0, 2]);
  });
});
