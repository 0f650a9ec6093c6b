import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Hit, Rule } from '@landfall/core';
import type { Ring, TruePattern, TrueRules } from '@landfall/simulator';
import { factText } from '@landfall/simulator';
import { parse } from 'yaml';
import { readTopic } from '../../support/world.ts';
import type { EmbeddedWorld } from '../../support/world.ts';

const FILE = path.resolve(import.meta.dirname, '../../../schemas/rules.yaml');
/** Rules that say a thing once a day: their hits are known by vehicle and day, whichever facts they show. */
const DAILY: ReadonlySet<string> = new Set(['convoy', 'shuttle', 'area-crossing']);

/** What the default rules ask for, read from their file. */
export function defaultTrueRules(): TrueRules {
  const rules = parse(readFileSync(FILE, 'utf8')) as readonly Rule[];
  const rule = (kind: string): Rule => rules.find((one) => one.kind === kind)!;
  const number = (kind: string, name: string): number => Number(rule(kind).parameters[name]);
  const crossing = rule('area-crossing');
  return {
    portThenRoadMs: number('port-then-road', 'withinMs'),
    roadThenPortMs: number('road-then-port', 'withinMs'),
    convoy: {
      withinMs: number('convoy', 'withinMs'),
      placesMin: number('convoy', 'placesMin'),
      journeyMs: number('convoy', 'journeyMs'),
    },
    shuttle: {
      crossingsMin: number('shuttle', 'crossingsMin'),
      withinMs: number('shuttle', 'withinMs'),
      apartMs: number('shuttle', 'apartMs'),
    },
    missingChildMs: number('missing-child', 'clockMs'),
    areaCrossing: {
      themes: crossing.themes,
      area: ringOf(crossing.area),
      fromArea: ringOf(crossing.parameters['fromArea']),
      crossingsMin: number('area-crossing', 'crossingsMin'),
      withinMs: number('area-crossing', 'withinMs'),
    },
  };
}

export function truePatternLines(patterns: readonly TruePattern[]): readonly string[] {
  return patterns.map(({ kind, entryKey, what }) => `${kind} | ${entryKey} | ${what}`).toSorted();
}

/** The hits of a data file that rest on rules over several facts, each id once; without those on facts that carry no time of their own. */
export async function patternLinesOf({ platform }: EmbeddedWorld): Promise<readonly string[]> {
  const entries = await readTopic(platform, 'watchlist.entries');
  const entryKeys = new Map(entries.map(({ entryId, sourceReference }) => [entryId, sourceReference ?? entryId]));
  const movements = await readTopic(platform, 'port.movements');
  const gmrIds = new Map(movements.map(({ movementId, vendorEventId }) => [movementId, vendorEventId]));
  const undated = new Set(
    movements.flatMap(({ movementId, timeBasis }) => (timeBasis === 'RECEIVED' ? [movementId] : [])),
  );
  const lines = new Map<string, string>();
  for (const hit of await readTopic(platform, 'hits')) {
    if (hit.ruleKind === 'watch-hit' || hit.evidence.some(({ factId }) => undated.has(factId))) continue;
    const what = DAILY.has(hit.ruleKind) ? dailyText(hit) : evidenceText(hit, gmrIds);
    lines.set(hit.hitId, `${hit.ruleKind} | ${entryKeys.get(hit.entryId) ?? hit.entryId} | ${what}`);
  }
  return [...lines.values()].toSorted();
}

function evidenceText({ evidence }: Hit, gmrIds: ReadonlyMap<string, string | null>): string {
  return evidence
    .map(({ factId, cameraId, occurredAt, mark }) =>
      factText({ cameraId, gmrId: gmrIds.get(factId) ?? null, atMs: occurredAt, mark }),
    )
    .join(' & ');
}

function dailyText({ ruleKind, vehicleMark, capturedAt, evidence }: Hit): string {
  const day = new Date(capturedAt).toISOString().slice(0, 10);
  if (ruleKind !== 'convoy') return `${vehicleMark} ${day}`;
  const leader = evidence.find(({ mark }) => mark !== vehicleMark)?.mark;
  return `${vehicleMark} ${leader}/${vehicleMark}/${day}`;
}

function ringOf(geoJson: string | null | undefined): Ring {
  return (JSON.parse(geoJson ?? 'null') as { readonly coordinates: readonly [Ring] }).coordinates[0];
}
