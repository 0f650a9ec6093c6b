import type { Hit, PortMovement, WatchEntry } from '@landfall/core';
import { assertNever, emptyIncident, evolveIncident } from '@landfall/core';
import { matcherService } from '@landfall/matcher';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { aMovement, aRead, anEntry } from '../support/events.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';
import type { Numbered, ScenarioEntry, ScenarioLine } from './parse-scenario.ts';

/**
 * Plays a scenario against the matcher over the embedded world, each line settled before the next, and gives back the lines that expect
 * something with what came of them: to be compared with the table.
 */
export async function playScenario(lines: readonly ScenarioLine[]): Promise<readonly string[]> {
  const world = await openWorld();
  const matcher = matcherService(world.platform);
  await matcher.start();
  const entries = new Map<string, WatchEntry>();
  for (const [index, line] of lines.entries()) {
    const event = eventOf(line, index, entries);
    if (event === null) continue;
    await publish(world.platform, [event]);
    await groupCaughtUp(world.platform, 'matcher-entries', ['watchlist.entries']);
    await groupCaughtUp(world.platform, 'matcher', ['anpr.reads', 'port.movements']);
  }
  const hits = new Map((await readTopic(world.platform, 'hits')).map((hit) => [hit.hitId, hit]));
  await matcher.stop();
  await world.close();
  return lines.flatMap((line, index) =>
    'text' in line ? [`${line.text} -> ${outcomeOf(line, index, [...hits.values()])}`] : [],
  );
}

/** The table as it should come back. */
export function expectedLines(lines: readonly ScenarioLine[]): readonly string[] {
  return lines.flatMap((line) => ('text' in line ? [`${line.text} -> ${line.expected}`] : []));
}

function eventOf(line: ScenarioLine, index: number, entries: Map<string, WatchEntry>): NewEvent | null {
  switch (line.kind) {
    case 'entry':
    case 'withdraw': {
      const entry = line.kind === 'entry' ? entryOf(line.entry, line.at) : withdrawn(entries.get(line.name), line.at);
      entries.set(entry.entryId, entry);
      return { topic: 'watchlist.entries', event: entry };
    }
    case 'read': {
      const { mark, camera, taken } = line;
      const event = aRead({ mark, cameraId: camera, capturedAt: taken, receivedAt: line.at, readId: factId(index) });
      return { topic: 'anpr.reads', event };
    }
    case 'movement': {
      const { at, port } = line;
      const event = aMovement({
        movementId: factId(index),
        occurredAt: at,
        receivedAt: at,
        portUnlocode: port,
        ...carriedBy(line.carries),
      });
      return { topic: 'port.movements', event };
    }
    case 'incident':
      return null;
    default:
      return assertNever(line);
  }
}

const factId = (index: number): string => `line-${index}`;

const IDENTIFIER_KINDS = { vehicle: 'VRM', trailer: 'TRAILER', container: 'CONTAINER' } as const;

function entryOf({ name, list, listed, until, lookBackMs, forgives }: ScenarioEntry, at: number): WatchEntry {
  const { what, number } = listed;
  const kind = /[?*]/.test(number) ? 'PARTIAL_VRM' : IDENTIFIER_KINDS[what];
  return anEntry({
    entryId: name,
    listId: list,
    identifiers: [{ kind, raw: number, mark: number }],
    validFrom: at,
    validTo: until,
    lookBackMs,
    forgivenCharactersMax: forgives,
    createdAt: at,
  });
}

function withdrawn(entry: WatchEntry | undefined, at: number): WatchEntry {
  if (entry === undefined) throw new Error('only an entry that was made can be withdrawn');
  return { ...entry, revision: entry.revision + 1, state: 'WITHDRAWN', updatedAt: at };
}

function carriedBy(carries: readonly Numbered[]): Pick<PortMovement, 'vehicle' | 'trailers' | 'containers'> {
  const of = (what: Numbered['what']) =>
    carries.filter((one) => one.what === what).map(({ number }) => ({ raw: number, mark: number }));
  return { vehicle: of('vehicle')[0] ?? null, trailers: of('trailer'), containers: of('container') };
}

function outcomeOf(line: ScenarioLine, index: number, hits: readonly Hit[]): string {
  if (line.kind === 'incident') return incidentWords(line.mark, hits);
  const own = hits.filter(({ evidence }) => evidence.some((fact) => fact.factId === factId(index)));
  return own.length === 0 ? 'nothing' : own.map(hitWords).toSorted().join(', ');
}

function hitWords(hit: Hit): string {
  const match = { EXACT: 'exact', CONFUSABLE: `${hit.forgiven.length} forgiven`, WILDCARD: 'pattern', UNKNOWN: '?' }[
    hit.matchKind
  ];
  return [hit.entryId, match, ...(hit.found === 'LOOK_BACK' ? ['look-back'] : []), ...(hit.late ? ['late'] : [])].join(
    ' ',
  );
}

function incidentWords(mark: string, hits: readonly Hit[]): string {
  const own = hits.filter(({ vehicleMark }) => vehicleMark === mark);
  const incident = own.reduce((state, hit) => evolveIncident(state, { kind: 'hit', hit }), emptyIncident(mark));
  const { hitCount, unansweredCount } = incident;
  return hitCount === 0 ? 'nothing' : `${hitCount} hit${hitCount === 1 ? '' : 's'}, ${unansweredCount} unanswered`;
}
