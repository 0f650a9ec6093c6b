import type { Position } from '@landfall/geography';
import { portByName } from '@landfall/geography';
import { differences, fold } from './confusion.ts';
import type { Day } from './day.ts';
import type { MovementFact, ReadFact } from './facts.ts';
import type { Plan } from './plan.ts';
import { BACKGROUND_STORY } from './plan.ts';
import { reportedCameraId } from './reported-camera.ts';
import type { EntryBody } from './stories/story.ts';
import { walk } from './walk.ts';

/** A hit that the system should report once the whole day has been sent: one for each entry and fact (of a movement: and number). */
export interface TrueHit {
  /** `sourceReference` of the entry. */
  readonly entryKey: string;
  readonly fact: 'read' | 'movement';
  /** Normalised, as read or as typed. */
  readonly mark: string;
  /** The mark that is listed; the mark itself where a pattern is. */
  readonly vehicleMark: string;
  readonly ocgId: string | null;
  readonly theme: EntryBody['theme'];
  /** Where the camera stands, or the port lies. */
  readonly position: Position | null;
  /** Of a movement. */
  readonly direction: 'UK_INBOUND' | 'UK_OUTBOUND' | null;
  /** When the child of the entry went missing, epoch milliseconds. */
  readonly missingSinceMs: number | null;
  readonly rawPlate: string;
  /** As the camera's messages give it; null for a movement. */
  readonly cameraId: string | null;
  readonly gmrId: string | null;
  /** Event time, epoch milliseconds; null for a movement that carries none, which the system dates by its receipt. */
  readonly occurredAtMs: number | null;
  /** The strongest reason. */
  readonly matchKind: 'EXACT' | 'CONFUSABLE' | 'WILDCARD';
  /** Story of the entry. */
  readonly story: string;
}

const HOUR_MS = 3_600_000;

interface Listed {
  readonly entryKey: string;
  readonly story: string;
  readonly mark: string;
  readonly ocgId: string | null;
  readonly theme: EntryBody['theme'];
  readonly missingSinceMs: number | null;
  readonly holdsFromMs: number;
  readonly holdsToMs: number;
  readonly forgivenMax: number;
}

interface ListedPattern extends Listed {
  readonly shape: RegExp;
}

interface Lists {
  /** By folded mark. Vehicles and trailers bear marks; containers bear numbers that no camera reads. */
  readonly registrations: ReadonlyMap<string, readonly Listed[]>;
  readonly containers: ReadonlyMap<string, readonly Listed[]>;
  readonly patterns: readonly ListedPattern[];
}

/**
 * The hits of a day, from the simulator's own records and by its own comparison, over all traffic: a vehicle that happens to look like a
 * listed one counts as well. In no particular order. Takes seconds and the memory of the hits alone.
 */
export function truth(day: Day): readonly TrueHit[] {
  const lists = listsOf(day.plan);
  const hits: TrueHit[] = [];
  for (const { reads, movements } of walk(day.plan)) {
    for (const read of reads) addReadHits(hits, lists, read);
    for (const movement of movements) addMovementHits(hits, lists, movement);
  }
  return hits;
}

/** How many hits each story has, stories without any included. */
export function countByStory(day: Day, hits: readonly TrueHit[]): ReadonlyMap<string, number> {
  const counts = new Map(day.stories.map(({ key }) => [key, 0]));
  for (const { story } of hits) counts.set(story, (counts.get(story) ?? 0) + 1);
  return counts;
}

function listsOf(plan: Plan): Lists {
  const { endMs } = plan.period;
  const registrations: Listed[] = [];
  const containers: Listed[] = [];
  const patterns: ListedPattern[] = [];
  for (const { key, entries } of plan.stories) {
    for (const { body, dueMs, approvedMs } of entries) {
      if (Math.max(dueMs, approvedMs ?? dueMs) >= endMs) continue;
      for (const { kind, raw } of body.identifiers) {
        const listed = listedOf(body, raw, key);
        if (kind === 'PARTIAL_VRM') patterns.push({ ...listed, shape: shapeOf(raw) });
        else (kind === 'CONTAINER' ? containers : registrations).push(listed);
      }
    }
  }
  for (const { entryKey, plate, theme, validFromMs } of plan.background.vehicles) {
    const holds = { holdsFromMs: validFromMs - LIST_LOOK_BACK_MS, holdsToMs: Infinity, forgivenMax: 1 };
    const about = { ocgId: null, theme, missingSinceMs: null };
    registrations.push({ entryKey, story: BACKGROUND_STORY, mark: plate.mark, ...about, ...holds });
  }
  const byFold = (list: readonly Listed[]) => Map.groupBy(list, ({ mark }) => fold(mark));
  return { registrations: byFold(registrations), containers: byFold(containers), patterns };
}

function listedOf(body: EntryBody, raw: string, story: string): Listed {
  return {
    entryKey: body.sourceReference,
    story,
    mark: lettersAndDigits(raw),
    ocgId: body.ocgId,
    theme: body.theme,
    missingSinceMs: body.missingSince === null ? null : Date.parse(body.missingSince),
    holdsFromMs: Date.parse(body.validFrom) - body.lookBackHours * HOUR_MS,
    holdsToMs: body.validTo === null ? Infinity : Date.parse(body.validTo),
    forgivenMax: body.forgivenCharactersMax,
  };
}

/** `?` is one character, `*` any number. */
function shapeOf(raw: string): RegExp {
  const source = raw.replaceAll(' ', '').replaceAll('?', '.').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'u');
}

function lettersAndDigits(raw: string): string {
  return raw.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');
}

function addReadHits(hits: TrueHit[], lists: Lists, read: ReadFact): void {
  if (read.mark === '') return;
  const atMs = read.capturedMs;
  for (const [listed, matchKind] of matches(lists, { mark: read.mark, atMs, container: false })) {
    hits.push({
      entryKey: listed.entryKey,
      fact: 'read',
      mark: read.mark,
      ...aboutEntry(listed, read.mark, matchKind),
      position: read.camera.position,
      direction: null,
      rawPlate: read.rawPlate,
      cameraId: reportedCameraId(read.camera),
      gmrId: null,
      occurredAtMs: atMs,
      matchKind,
      story: listed.story,
    });
  }
}

function addMovementHits(hits: TrueHit[], lists: Lists, movement: MovementFact): void {
  const { gmrId, kind, vehicle, trailers, containers, sailing, updatedMs } = movement;
  const undated = kind === 'CONTROLLED_DEPARTURE';
  const occurredAtMs = undated ? null : kind === 'CONTROLLED_ARRIVAL' ? sailing.arrivalMs : updatedMs;
  const numbers = [
    ...[vehicle ?? '', ...trailers].map((raw) => ({ raw, container: false })),
    ...containers.map((raw) => ({ raw, container: true })),
  ];
  for (const { raw, container } of numbers) {
    const mark = lettersAndDigits(raw);
    if (mark === '') continue;
    for (const [listed, matchKind] of matches(lists, { mark, atMs: occurredAtMs, container })) {
      const { entryKey, story } = listed;
      hits.push({
        entryKey,
        fact: 'movement',
        mark,
        ...aboutEntry(listed, mark, matchKind),
        position: portByName(sailing.service.ukPort, 'GB')?.position ?? null,
        direction: sailing.direction,
        rawPlate: raw,
        cameraId: null,
        gmrId,
        occurredAtMs,
        matchKind,
        story,
      });
    }
  }
}

function aboutEntry(
  { mark, ocgId, theme, missingSinceMs }: Listed,
  markRead: string,
  matchKind: TrueHit['matchKind'],
): Pick<TrueHit, 'vehicleMark' | 'ocgId' | 'theme' | 'missingSinceMs'> {
  return { vehicleMark: matchKind === 'WILDCARD' ? markRead : mark, ocgId, theme, missingSinceMs };
}

interface Seen {
  readonly mark: string;
  /** Null: received after the simulated day, when every entry holds, since none of the simulation's ends. */
  readonly atMs: number | null;
  readonly container: boolean;
}

/** What the watchlist takes for a row that does not say. */
const LIST_LOOK_BACK_MS = 24 * HOUR_MS;

const STRENGTH = { EXACT: 0, CONFUSABLE: 1, WILDCARD: 2 } as const;

/** At most one match of each entry: exact before confusable before wildcard. */
function matches(lists: Lists, { mark, atMs, container }: Seen): Iterable<readonly [Listed, TrueHit['matchKind']]> {
  const best = new Map<string, readonly [Listed, TrueHit['matchKind']]>();
  const offer = (listed: Listed, matchKind: TrueHit['matchKind']): void => {
    if (atMs !== null && (atMs < listed.holdsFromMs || atMs >= listed.holdsToMs)) return;
    const other = best.get(listed.entryKey);
    if (other === undefined || STRENGTH[matchKind] < STRENGTH[other[1]]) best.set(listed.entryKey, [listed, matchKind]);
  };
  for (const listed of (container ? lists.containers : lists.registrations).get(fold(mark)) ?? []) {
    const wrong = differences(mark, listed.mark);
    if (wrong <= listed.forgivenMax) offer(listed, wrong === 0 ? 'EXACT' : 'CONFUSABLE');
  }
  if (!container) for (const listed of lists.patterns) if (listed.shape.test(mark)) offer(listed, 'WILDCARD');
  return best.values();
}
