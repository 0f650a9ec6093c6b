import type { AnprRead, WatchEntry } from '@landfall/core';
import {
  foldMark,
  forgivenCharacters,
  hitId,
  holdsFromMs,
  holdsToMs,
  WATCH_HIT_RULE_ID,
  WATCH_HIT_RULE_VERSION,
} from '@landfall/core';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { aRead, anEntry } from '../support/events.ts';
import type { ProductionWorld } from '../support/production-world.ts';
import { groupCaughtUp, readTopic } from '../support/world.ts';

/** Facts of a few minutes before now, so that the windows hold them and look-back finds them there. */
export interface Traffic {
  /** Appends some reads, and entries for a few of their vehicles, reads first or entries first; resolves when they are in the log. */
  append(reads: number, entries: number): Promise<void>;
  /** Appends reads of one vehicle, all under one key. */
  appendReadsOf(vehicle: number, reads: number): Promise<void>;
  /** Appends an entry for one vehicle, or for the pattern that its mark begins with. */
  appendEntryFor(vehicle: number, by: 'mark' | 'pattern'): Promise<void>;
  /** Every pair of a read and an entry so far, worked out from the facts alone: hit ids, sorted. */
  expectedHits(): readonly string[];
}

const VEHICLES = 400;
const PUBLISH_MAX = 500;
const CAMERAS = ['A2', 'M2', 'M20', 'A249', 'A20'];
const SECOND_MS = 1000;
const PATTERN_STEM = 5;

/** Marks that differ in what folding keeps apart, and for some a second spelling that a camera takes for the first. */
function markOf(vehicle: number): string {
  return `KT${String(10 + Math.floor(vehicle / 20))}${['ACE', 'FHK', 'MNP', 'RTV', 'WXY'][vehicle % 5]}${'ACEH'.charAt(Math.floor(vehicle / 5) % 4)}`;
}

export function trafficTo(world: ProductionWorld): Traffic {
  const startMs = Date.now();
  const reads: AnprRead[] = [];
  const entries: WatchEntry[] = [];

  const newRead = (vehicle: number): AnprRead => {
    const count = reads.length;
    const mark = count % 7 === 0 ? markOf(vehicle).replace('1', 'I') : markOf(vehicle);
    const cameraId = CAMERAS[count % CAMERAS.length]!;
    const read = aRead({ mark, cameraId, capturedAt: startMs - 60 * SECOND_MS + count });
    reads.push(read);
    return read;
  };
  const newEntry = (vehicle: number, by: 'mark' | 'pattern'): WatchEntry => {
    const entryId = `entry-${entries.length}`;
    const pattern = `${markOf(vehicle).slice(0, PATTERN_STEM)}???`;
    const entry =
      by === 'mark'
        ? anEntry({ entryId, mark: markOf(vehicle), validFrom: startMs })
        : anEntry({ entryId, validFrom: startMs, identifiers: [{ kind: 'PARTIAL_VRM', raw: pattern, mark: pattern }] });
    entries.push(entry);
    return entry;
  };
  const appendAll = async (events: readonly NewEvent[]): Promise<void> => {
    for (let start = 0; start < events.length; start += PUBLISH_MAX)
      await publish(world.platform, events.slice(start, start + PUBLISH_MAX));
  };

  return {
    async append(readCount, entryCount) {
      // Prime steps, so that each vehicle, on whichever partition, comes again among all others.
      const events: NewEvent[] = Array.from({ length: readCount }, () => {
        return { topic: 'anpr.reads', event: newRead((reads.length * 131) % VEHICLES) };
      });
      const step = Math.max(1, Math.floor(readCount / Math.max(1, entryCount)));
      for (let made = 0; made < entryCount; made += 1) {
        const event = newEntry((entries.length * 37) % VEHICLES, 'mark');
        events.splice(made * (step + 1), 0, { topic: 'watchlist.entries', event });
      }
      await appendAll(events);
    },
    appendReadsOf: (vehicle, count) =>
      appendAll(Array.from({ length: count }, () => ({ topic: 'anpr.reads', event: newRead(vehicle) }))),
    appendEntryFor: (vehicle, by) => appendAll([{ topic: 'watchlist.entries', event: newEntry(vehicle, by) }]),
    expectedHits() {
      const byMark = Map.groupBy(reads, ({ mark }) => foldMark(mark));
      const ids = entries.flatMap((entry) => {
        const { kind, mark } = entry.identifiers[0]!;
        const alike = kind === 'VRM' ? (byMark.get(foldMark(mark)) ?? []) : reads;
        return alike.filter((read) => matches(read, entry)).map(({ readId }) => idOf(entry.entryId, readId));
      });
      return [...new Set<string>(ids)].toSorted();
    },
  };
}

function matches(read: AnprRead, entry: WatchEntry): boolean {
  if (read.capturedAt < holdsFromMs(entry) || read.capturedAt >= holdsToMs(entry)) return false;
  const { kind, mark } = entry.identifiers[0]!;
  if (kind === 'VRM') return forgivenCharacters(read.mark, mark, entry.forgivenCharactersMax) !== null;
  return read.mark.length === mark.length && read.mark.startsWith(mark.slice(0, PATTERN_STEM));
}

function idOf(entryId: string, readId: string): string {
  return hitId({
    ruleId: WATCH_HIT_RULE_ID,
    ruleVersion: WATCH_HIT_RULE_VERSION,
    entryId,
    evidenceIds: [readId],
  });
}

/** Resolves when matchers have committed all that is in the log. */
export async function allHandled({ platform }: ProductionWorld): Promise<void> {
  await groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
  await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
}

/** Resolves when matchers have committed so many more reads than when it was called. */
export async function moreCommitted({ platform }: ProductionWorld, reads: number): Promise<void> {
  const total = async (): Promise<number> => {
    const committed = await platform.log.committed('matcher', 'anpr.reads');
    return committed.reduce((sum, { offset }) => sum + offset, 0);
  };
  const before = await total();
  while ((await total()) < before + reads);
}

export async function hitIdsIn({ platform }: ProductionWorld): Promise<readonly string[]> {
  const hits = await readTopic(platform, 'hits');
  return [...new Set(hits.map((hit) => hit.hitId))].toSorted();
}
