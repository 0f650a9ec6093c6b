import { readFileSync } from 'node:fs';
import type { ActiveRule, Rule, Sighting } from '@landfall/core';
import { evidenceOfRead, levelOrdinal, parseRule, ruleBook, themeOf, WATCH_HIT_RULE } from '@landfall/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { aRead, HOUR_MS, T0 } from '../support/events.ts';

const TEXT = readFileSync(new URL('../../schemas/rules.yaml', import.meta.url), 'utf8');
const RULES = parse(TEXT) as readonly Rule[];
/** As `schemas/rule.avsc` has it: a definition leaves nothing to defaults. */
const FIELDS = 'area effectiveFrom enabled kind parameters ruleId severity themes updatedBy version'.split(' ');

/** Longitude first, as in GeoJSON; what a map shows for the middle of each. */
const IN_LONDON = {
  'Charing Cross': [-0.124, 51.508],
  Heathrow: [-0.454, 51.47],
  Croydon: [-0.099, 51.372],
  Enfield: [-0.08, 51.652],
  Romford: [0.183, 51.576],
  Orpington: [0.098, 51.374],
  Bexley: [0.147, 51.441],
} as const;
const IN_KENT = {
  Dartford: [0.217, 51.446],
  Gravesend: [0.371, 51.442],
  Sevenoaks: [0.187, 51.272],
  'Tunbridge Wells': [0.263, 51.132],
  Rochester: [0.504, 51.389],
  Maidstone: [0.522, 51.27],
  Sheerness: [0.762, 51.441],
  Ashford: [0.874, 51.146],
  'New Romney': [0.941, 50.986],
  Folkestone: [1.169, 51.081],
  'the port of Dover': [1.33, 51.125],
  Margate: [1.386, 51.389],
} as const;
const IN_NEITHER = {
  Grays: [0.326, 51.478],
  Hastings: [0.573, 50.854],
  Redhill: [-0.17, 51.24],
  Watford: [-0.396, 51.656],
  Brighton: [-0.137, 50.822],
  Southend: [0.711, 51.538],
  Calais: [1.858, 50.951],
} as const;

describe('the rules of a fresh installation', () => {
  it.each(RULES.map((rule) => [rule.ruleId, rule] as const))('have %s, which can be judged by', (_ruleId, rule) => {
    expect(Object.keys(rule).toSorted()).toEqual(FIELDS);
    expect(Object.values(rule.parameters).filter((value) => typeof value !== 'string')).toEqual([]);
    expect(rule.themes.map(themeOf)).toEqual(rule.themes);
    expect(parseRule(rule)).toMatchObject({ ok: true });
  });

  it('are each the first version of its rule, in force for all times', () => {
    const { rules, unusable } = ruleBook(RULES);
    expect(unusable).toEqual([]);
    expect(rules.map(({ definition, fromMs, toMs }) => [definition.version, fromMs, toMs])).toEqual(
      RULES.map(() => [1, 0, Infinity]),
    );
    expect(new Set(RULES.map(({ ruleId }) => ruleId)).size).toBe(RULES.length);
  });

  it('stand above a single sighting', () => {
    const single = levelOrdinal(WATCH_HIT_RULE.severity);
    expect(RULES.filter(({ severity }) => levelOrdinal(severity) <= single)).toEqual([]);
  });
});

describe('the areas of london-to-kent', () => {
  const rule = crossedOnce();
  const maidstone = at(IN_KENT.Maidstone, 1);
  const charingCross = at(IN_LONDON['Charing Cross'], 0);

  it.each(Object.entries(IN_LONDON))('have %s in London', (_name, place) => {
    expect(rule.find(maidstone, [at(place, 0)])).toHaveLength(1);
  });

  it.each(Object.entries(IN_KENT))('have %s in Kent', (_name, place) => {
    expect(rule.find(at(place, 1), [charingCross])).toHaveLength(1);
  });

  it.each(Object.entries(IN_NEITHER))('have %s in neither', (_name, place) => {
    expect(rule.asksFor(at(place, 0))).toBe(false);
  });
});

/** As it is defined, but that one crossing is enough. */
function crossedOnce(): ActiveRule {
  const rule = RULES.find(({ ruleId }) => ruleId === 'london-to-kent')!;
  const parsed = parseRule({ ...rule, parameters: { ...rule.parameters, crossingsMin: '1' } });
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

function at([longitudeDeg, latitudeDeg]: readonly [number, number], hours: number): Sighting {
  const position = { longitudeDeg, latitudeDeg };
  const read = aRead({ mark: 'AB12CDE', capturedAt: T0 + hours * HOUR_MS, position });
  const about = { entryId: 'entry', ocgId: null, vehicleMark: 'AB12CDE', missingSince: null };
  return { ...about, subject: 'registration', holds: true, evidence: evidenceOfRead(read) };
}
