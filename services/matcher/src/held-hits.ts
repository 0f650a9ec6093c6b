import type { Hit } from '@landfall/core';
import { compareHitRecords, createWatchIndex, foldedKeyHash, indexedIdentifiers } from '@landfall/core';
import type { Identifier, WatchEntry } from '@landfall/core';
import { decodeBatch } from '@landfall/runtime';
import type { MatchContext } from './match-event.ts';

const SCAN_BATCH_MAX = 1000;
const FORGIVEN_MAX = 16;

/** What the log says of one hit. */
export interface HeldHit {
  /** The record that counts. */
  readonly newest: Hit;
  /** The record that counts for each vehicle: an entry that is amended to another mark of the same fact moves its hit to another incident. */
  readonly byVehicle: ReadonlyMap<string, Hit>;
  /** A record for each evidence by which it was raised, the one that counts first. Rules that count give one hit for several. */
  readonly raised: readonly Hit[];
}

interface Growing {
  newest: Hit;
  readonly byVehicle: Map<string, Hit>;
  readonly raised: Map<string, Hit>;
}

/**
 * The hits that changes of these entries may touch: those attributed to them, and those of several facts of which one bears a mark that a
 * revision of them listed. Reads the log from the instant on. Bounds: one batch in hand, and the hits of these entries in memory.
 */
export async function heldHits(
  context: MatchContext,
  { entries, sinceMs }: { readonly entries: readonly WatchEntry[]; readonly sinceMs: number },
): Promise<ReadonlyMap<string, HeldHit>> {
  const { log } = context.platform;
  const concerns = concernedBy(context, entries);
  const held = new Map<string, Growing>();
  const from = await log.offsetsAt('hits', sinceMs);
  for await (const batch of log.scan({ topic: 'hits', from, batchMax: SCAN_BATCH_MAX })) {
    context.stopping.throwIfAborted();
    for (const { event } of await decodeBatch(context.platform, batch, 'matcher')) {
      const hit = event as Hit;
      if (held.has(hit.hitId) || concerns(hit)) take(held, hit);
    }
  }
  return new Map(
    [...held].map(([id, one]) => [id, { ...one, raised: [...one.raised.values()].toSorted(compareHitRecords) }]),
  );
}

function take(held: Map<string, Growing>, hit: Hit): void {
  const one = held.get(hit.hitId) ?? { newest: hit, byVehicle: new Map(), raised: new Map() };
  held.set(hit.hitId, one);
  if (compareHitRecords(hit, one.newest) < 0) one.newest = hit;
  const before = one.byVehicle.get(hit.vehicleMark);
  if (before === undefined || compareHitRecords(hit, before) < 0) one.byVehicle.set(hit.vehicleMark, hit);
  if (hit.state === 'RETRACTED' && one.raised.size > 0) return;
  one.raised.set(hit.evidence.map(({ factId, mark }) => `${factId} ${mark}`).join('\n'), hit);
}

function concernedBy({ table }: MatchContext, entries: readonly WatchEntry[]): (hit: Hit) => boolean {
  const ids = new Set(entries.map(({ entryId }) => entryId));
  const ever = createWatchIndex();
  for (const [ref, entry] of entries.entries()) {
    const before = table.identifiersOf(entry.entryId).map((one): Identifier => ({ ...one, raw: one.mark }));
    const identifiers = [...entry.identifiers, ...before];
    const widest: WatchEntry = { ...entry, state: 'ACTIVE', identifiers, forgivenCharactersMax: FORGIVEN_MAX };
    for (const identifier of indexedIdentifiers(widest, ref)) ever.add(identifier);
  }
  const bears = (mark: string, atMs: number): boolean =>
    (['registration', 'container'] as const).some(
      (subject) => ever.matchAtAnyTime({ subject, mark, keyHash: foldedKeyHash(mark), atMs }).length > 0,
    );
  return ({ entryId, evidence }) =>
    ids.has(entryId) || (evidence.length > 1 && evidence.some(({ mark, occurredAt }) => bears(mark, occurredAt)));
}
