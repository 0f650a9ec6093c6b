import type { Hit, WatchEntry } from '@landfall/core';
import { CAPTURED_AHEAD_MAX_MS, forgivenCharacters, nextStateVersion } from '@landfall/core';
import type { LogBatch } from '@landfall/ports';
import { publish } from '@landfall/runtime';
import { awaitPublished } from './await-published.ts';
import type { HeldHit } from './held-hits.ts';
import { heldHits } from './held-hits.ts';
import type { Support, VerdictTables } from './hit-support.ts';
import { supportOf } from './hit-support.ts';
import { settledRevisions } from './look-back.ts';
import { makeHit } from './make-hits.ts';
import type { MatchContext } from './match-event.ts';
import { mattersFromMs } from './match-event.ts';
import type { WatchTable } from './watch-table.ts';
import { weededEntries } from './weeded-entries.ts';

const PUBLISH_MAX = 500;

/**
 * One batch of entry revisions: takes back the hits that the newest revisions no longer prove, by a record of the same id with a reason,
 * and puts those in force again that they prove anew.
 *
 * A hit may rest on several entries, as a convoy does, so each change of one is held against the hits of the others that bear its marks.
 * The entry's own revision orders the records of a hit; where another entry changed, `stateVersion` does (compareHitRecords in the core).
 * Weeding takes nothing back: the hits were right in their time.
 *
 * Guarantee: when it resolves, the hits in force are those that all facts so far and the newest revisions prove, as far as these entries
 *   go. Every hit judged without them is in the log first (awaitPublished). Two processes may settle one hit at once; so each looks again
 *   after it has published, until it finds nothing to say: of two changes, whoever looks last sees both and what the other published.
 * On crash: the batch comes again. On retry: what was taken back is found so. Bounds: one batch of entries; their hits in memory; the
 *   `hits` topic since the oldest of these entries was made, batch by batch.
 */
export async function retractHits(context: MatchContext, batch: LogBatch): Promise<void> {
  const entries = newestOfEach(await settledRevisions(context, batch)).filter((entry) => mayChangeHits(context, entry));
  if (entries.length === 0) return;
  await awaitPublished(context, batch);
  const areNew = entries.every(({ revision }) => revision === 1);
  if (areNew && !(await context.takenBack.any(sinceMs(context, entries)))) return;
  while ((await settle(context, entries)) > 0) context.stopping.throwIfAborted();
}

/** Without weeded revisions: what an entry listed before it was weeded still counts. */
function newestOfEach(entries: readonly WatchEntry[]): readonly WatchEntry[] {
  const newest = new Map<string, WatchEntry>();
  for (const entry of entries) {
    const other = newest.get(entry.entryId);
    if (entry.state !== 'WEEDED' && entry.revision >= (other?.revision ?? 0)) newest.set(entry.entryId, entry);
  }
  return [...newest.values()];
}

/** A first revision takes nothing back; but it may support again what another entry of its group no longer does. */
function mayChangeHits(context: MatchContext, entry: WatchEntry): boolean {
  return entry.revision > 1 || sharesHits(context, entry);
}

function sharesHits({ rules }: MatchContext, { ocgId }: WatchEntry): boolean {
  return rules.active().some(({ window }) => window === 'place' || (window === 'group' && ocgId !== null));
}

/** Publishes what has to be said; resolves with how much that was. */
async function settle(context: MatchContext, entries: readonly WatchEntry[]): Promise<number> {
  context.table.apply(await context.windows.use((windows) => windows.marksSince(context.table.versions)));
  const { table } = context;
  const held = await heldHits(context, { entries, sinceMs: sinceMs(context, entries) });
  const fallen = [...held.values()].filter((one) => supportFor(context, one, { table, weeded: null }) === null);
  const facts = fallen.filter(isStanding).flatMap(({ newest, raised }) => [newest, ...raised]);
  const weeded = await weededOf(context, facts);
  const records = [...held.values()].flatMap((one) => recordsFor(context, one, { table, weeded }));
  await publishRecords(context, records);
  return records.length;
}

async function weededOf(context: MatchContext, hits: readonly Hit[]): Promise<WatchTable | null> {
  if (hits.length === 0) return null;
  return weededEntries(
    context,
    hits.flatMap(({ evidence }) => evidence),
  );
}

/** No hit that an entry supports was published before the entry was made; one that it supports anew, not before its facts. */
function sinceMs(context: MatchContext, entries: readonly WatchEntry[]): number {
  const instants = entries.flatMap((entry) => [
    ...(entry.revision > 1 ? [entry.createdAt] : []),
    ...(entry.state === 'ACTIVE' && sharesHits(context, entry) ? [mattersFromMs(context, entry)] : []),
  ]);
  return Math.min(...instants) - CAPTURED_AHEAD_MAX_MS;
}

function isRaised({ state }: Hit): boolean {
  return state !== 'RETRACTED';
}

function isStanding({ byVehicle }: HeldHit): boolean {
  return [...byVehicle.values()].some(isRaised);
}

/** The first of the hit's records that still stands, and why. */
function supportFor(
  { rules }: MatchContext,
  { raised }: HeldHit,
  tables: VerdictTables,
): (Support & { readonly hit: Hit }) | null {
  for (const hit of raised) {
    const rule = rules
      .active()
      .find(({ definition }) => definition.ruleId === hit.ruleId && definition.version === hit.ruleVersion);
    const support = supportOf(hit, tables, rule);
    if (support !== null) return { ...support, hit };
  }
  return null;
}

/** What has to be said of a hit: nothing in most cases. Each record overrides all that the log says of it so far. */
function recordsFor(context: MatchContext, held: HeldHit, tables: VerdictTables): readonly Hit[] {
  const { newest, byVehicle } = held;
  const support = supportFor(context, held, tables);
  if (support?.live === false) return [];
  const entryRevision = Math.max(newest.entryRevision, tables.table.revision(newest.entryId));
  const before = entryRevision === newest.entryRevision ? newest.stateVersion : 0;
  const stateVersion = nextStateVersion('RETRACTED', before);
  const wrong = [...byVehicle.values()].filter((hit) => isRaised(hit) && hit.vehicleMark !== support?.vehicleMark);
  const nowMs = context.platform.clock.now();
  const taken = wrong.map((hit): Hit => {
    const stateReason = reasonOf(hit, tables.table, entryRevision);
    const clocks = { matchedAt: nowMs, publishedAt: nowMs };
    return { ...hit, ...clocks, state: 'RETRACTED', stateReason, stateVersion, entryRevision };
  });
  if (support === null || (taken.length === 0 && isRaised(newest))) return taken;
  const last = taken.length > 0 ? stateVersion : before;
  const again = raisedAgain(context, support.hit, support);
  return [...taken, { ...again, stateVersion: nextStateVersion('RAISED', last) }];
}

function raisedAgain({ platform, ocgs }: MatchContext, hit: Hit, { match, entry }: Support): Hit {
  const rule = { ruleId: hit.ruleId, version: hit.ruleVersion, kind: hit.ruleKind, severity: hit.severity };
  const { evidence, late, hitId } = hit;
  const judgement = { rule, match, entry, evidence, found: 'LOOK_BACK', late, nowMs: platform.clock.now() } as const;
  return { ...makeHit(judgement, ocgs), hitId };
}

/** Why a hit is taken back, for those who acted on it. */
function reasonOf({ entryId, identifierMark, evidence, entryRevision: before }: Hit, table: WatchTable, now: number) {
  const listed = table.entries(entryId);
  if (listed.length === 0) return 'entry withdrawn';
  const latest = evidence.at(-1);
  const lists = listed.some(({ identifiers, forgivenCharactersMax }) =>
    identifiers.some(
      ({ mark }) =>
        mark === identifierMark || (latest && forgivenCharacters(latest.mark, mark, forgivenCharactersMax) !== null),
    ),
  );
  if (!lists) return `entry amended: it no longer lists ${identifierMark}`;
  if (evidence.length > 1) return 'an entry that it also rests on was withdrawn or amended';
  return now > before
    ? 'entry amended: it no longer covers that time, or lists the vehicle otherwise'
    : 'entry amended';
}

async function publishRecords({ platform, stopping }: MatchContext, records: readonly Hit[]): Promise<void> {
  for (let start = 0; start < records.length; start += PUBLISH_MAX) {
    stopping.throwIfAborted();
    const some = records.slice(start, start + PUBLISH_MAX);
    await publish(
      platform,
      some.map((event) => ({ topic: 'hits', event })),
    );
  }
  if (records.length === 0) return;
  for (const { state } of records) platform.metrics.hitsSettled.inc({ state });
  const retracted = records.filter(({ state }) => state === 'RETRACTED').length;
  platform.logger.info({ retracted, raisedAgain: records.length - retracted }, 'entries changed: hits settled');
}
