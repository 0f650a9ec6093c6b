import { createWatchIndex, foldedKeyHash } from '@landfall/core';
import { entryMarks, watchTable } from '@landfall/matcher';
import { anEntry } from '../support/events.ts';
import { openWorld } from '../support/world.ts';
import type { Figure } from './figures.ts';
import { atMost } from './figures.ts';
import { markAt } from './marks.ts';

const MB = 1e6;
const BATCH = 1000;

/** Memory of so many entries: the index alone, and all that a matcher keeps of them to match and explain. */
export async function measureMemory(entries: number): Promise<readonly Figure[]> {
  const count = entries.toLocaleString('en-GB');
  const target = atMost(400);
  return [
    { name: `index of ${count} entries`, value: indexBytes(entries) / MB, unit: 'MB', target },
    { name: `watch table of ${count} encoded entries`, value: (await tableBytes(entries)) / MB, unit: 'MB', target },
  ];
}

function indexBytes(entries: number): number {
  const before = memoryInUse();
  const index = createWatchIndex();
  for (let ref = 0; ref < entries; ref += 1) {
    index.add({ ref, kind: 'VRM', mark: markAt(ref), holdsFromMs: 0, holdsToMs: Infinity, forgivenMax: 1 });
  }
  const bytes = memoryInUse() - before;
  const mark = markAt(7);
  const fact = { mark, keyHash: foldedKeyHash(mark), atMs: 1, subject: 'registration' } as const;
  if (index.match(fact).length !== 1) throw new Error('The index does not hold what was put in.');
  return bytes;
}

async function tableBytes(entries: number): Promise<number> {
  const world = await openWorld();
  try {
    const { codec, windows } = world.platform;
    const before = memoryInUse();
    const table = watchTable(codec, windows.bucketCount);
    for (let from = 0; from < entries; from += BATCH) {
      table.applyMarks(Array.from({ length: BATCH }, (_, at) => markOf(from + at, codec)).flat());
    }
    const bytes = memoryInUse() - before;
    if (table.size !== entries) throw new Error('The table does not hold what was put in.');
    return bytes;
  } finally {
    await world.close();
  }
}

type Codec = Parameters<typeof watchTable>[0];

function markOf(number: number, codec: Codec) {
  const entryId = `entry-${String(number).padStart(10, '0')}`;
  const entry = anEntry({ entryId, mark: markAt(number) });
  return entryMarks(entry, codec.encode('watchlist.entries', entry), []);
}

/** Heap and array buffers after a collection, bytes. */
function memoryInUse(): number {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc, as `pnpm bench` does.');
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
