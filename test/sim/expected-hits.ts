import type { AnprRead, PortMovement, WatchEntry } from '@landfall/core';
import { forgivenCharacters, hitId, holdsFromMs, holdsToMs, WATCH_HIT_RULE } from '@landfall/core';
import { MINUTE_MS, aRule } from '../support/events.ts';
import type { Fact } from './run-until-crash.ts';

const PORT_THEN_ROAD = { ruleId: 'port-then-road', version: 1 };
const CONVOY = { ruleId: 'convoy', version: 1 };
const PORT_WITHIN_MS = 60 * MINUTE_MS;
const CONVOY_WITHIN_MS = 20 * MINUTE_MS;

/** The rules over several facts that the definition below knows. */
export const RULES = [
  aRule({ ...PORT_THEN_ROAD, kind: 'port-then-road', parameters: { withinMs: String(PORT_WITHIN_MS) } }),
  aRule({ ...CONVOY, kind: 'convoy', parameters: { withinMs: String(CONVOY_WITHIN_MS) } }),
];

/** Every rule whose hits are expected. */
export const RULE_IDS = [WATCH_HIT_RULE, PORT_THEN_ROAD, CONVOY].map(({ ruleId }) => ruleId);

export interface Proof {
  readonly ruleId: string;
  readonly entryId: string;
  readonly evidenceIds: readonly string[];
}

/** One fact under one entry that lists its vehicle. */
interface Seen<Event> {
  readonly event: Event;
  readonly entry: WatchEntry;
  /** The mark listed, or the mark read when the entry is a pattern. */
  readonly vehicle: string;
  readonly holds: boolean;
}

/**
 * Law 2 by definition, without regard to cost: every hit that the facts prove, by id, whatever their order. Entries list one mark,
 * or a pattern of single wildcards.
 */
export function expectedHits(facts: readonly Fact[]): ReadonlyMap<string, Proof> {
  const entries = entriesInForce(facts);
  const reads = facts.flatMap((fact) => (fact.topic === 'anpr.reads' ? [fact.event] : []));
  const movements = facts.flatMap((fact) => (fact.topic === 'port.movements' ? [fact.event] : []));
  const onRoad = seenUnder(entries, reads, ({ mark, capturedAt }) => ({ mark, atMs: capturedAt }));
  const inPort = seenUnder(entries, movements, ({ vehicle, occurredAt }) => ({
    mark: vehicle?.mark ?? '',
    atMs: occurredAt,
  }));
  const ids = new Map<string, Proof>();
  const add = ({ ruleId, version }: typeof CONVOY, { entryId }: WatchEntry, evidenceIds: readonly string[]): void => {
    ids.set(hitId({ ruleId, ruleVersion: version, entryId, evidenceIds }), { ruleId, entryId, evidenceIds });
  };
  for (const { event, entry, holds } of onRoad) if (holds) add(WATCH_HIT_RULE, entry, [event.readId]);
  for (const { event, entry, holds } of inPort) if (holds) add(WATCH_HIT_RULE, entry, [event.movementId]);
  for (const road of onRoad) {
    for (const port of inPort)
      if (isPortThenRoad(port, road)) add(PORT_THEN_ROAD, road.entry, [port.event.movementId, road.event.readId]);
    for (const first of onRoad)
      if (isConvoy(first, road)) add(CONVOY, road.entry, [first.event.readId, road.event.readId]);
  }
  return ids;
}

/** Of each entry its newest revision. */
function entriesInForce(facts: readonly Fact[]): readonly WatchEntry[] {
  const newest = new Map<string, WatchEntry>();
  for (const fact of facts) {
    if (fact.topic !== 'watchlist.entries') continue;
    const { entryId, revision } = fact.event;
    if (revision >= (newest.get(entryId)?.revision ?? 0)) newest.set(entryId, fact.event);
  }
  return [...newest.values()].filter(({ state }) => state === 'ACTIVE');
}

function seenUnder<Event>(
  entries: readonly WatchEntry[],
  events: readonly Event[],
  factOf: (event: Event) => { readonly mark: string; readonly atMs: number },
): readonly Seen<Event>[] {
  return entries.flatMap((entry) =>
    events.flatMap((event) => {
      const { mark, atMs } = factOf(event);
      const vehicle = vehicleUnder(entry, mark);
      return vehicle === null ? [] : [{ event, entry, vehicle, holds: holdsAt(entry, atMs) }];
    }),
  );
}

function vehicleUnder(entry: WatchEntry, mark: string): string | null {
  const { kind, mark: listed } = entry.identifiers[0]!;
  if (kind !== 'PARTIAL_VRM')
    return forgivenCharacters(mark, listed, entry.forgivenCharactersMax) === null ? null : listed;
  const fits = mark.length === listed.length && listed.split('').every((one, at) => one === '?' || one === mark[at]);
  return fits ? mark : null;
}

function holdsAt(entry: WatchEntry, atMs: number): boolean {
  return holdsFromMs(entry) <= atMs && atMs < holdsToMs(entry);
}

function isPortThenRoad(port: Seen<PortMovement>, road: Seen<AnprRead>): boolean {
  if (port.entry.entryId !== road.entry.entryId || port.vehicle !== road.vehicle || !road.holds) return false;
  const afterMs = road.event.capturedAt - port.event.occurredAt;
  return port.event.direction === 'UK_INBOUND' && afterMs >= 0 && afterMs <= PORT_WITHIN_MS;
}

function isConvoy(first: Seen<AnprRead>, later: Seen<AnprRead>): boolean {
  const [a, b] = [first.event, later.event];
  return (
    first.holds &&
    later.holds &&
    first.entry.ocgId !== null &&
    first.entry.ocgId === later.entry.ocgId &&
    first.vehicle !== later.vehicle &&
    a.cameraId === b.cameraId &&
    b.capturedAt - a.capturedAt <= CONVOY_WITHIN_MS &&
    (a.capturedAt < b.capturedAt || (a.capturedAt === b.capturedAt && a.readId < b.readId))
  );
}
