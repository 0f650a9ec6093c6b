import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { ukHour } from '../uk-time.ts';
import { parseRule } from './rule-definition.ts';
import {
  activeRule,
  BRIGHTON,
  findingText,
  KENT_AREA,
  MAIDSTONE,
  readSighting,
  sampleRule,
} from './sighting-fixtures.ts';
import { windowRuleContract } from './window-rule.contract.ts';

const GEOFENCE = { kind: 'geofence', area: KENT_AREA };
const NIGHT = activeRule({ ...GEOFENCE, parameters: { fromHour: '22', toHour: '6' } });
const FOUND = ['entry-7 read: read'];

describe('geofence', () => {
  it.each([
    { at: '2026-11-05T21:59:59Z', position: MAIDSTONE, expected: [] },
    { at: '2026-11-05T22:00:00Z', position: MAIDSTONE, expected: FOUND },
    { at: '2026-11-06T05:59:59Z', position: MAIDSTONE, expected: FOUND },
    { at: '2026-11-06T06:00:00Z', position: MAIDSTONE, expected: [] },
    { at: '2026-07-01T21:30:00Z', position: MAIDSTONE, expected: FOUND },
    { at: '2026-11-05T22:00:00Z', position: BRIGHTON, expected: [] },
    { at: '2026-11-05T22:00:00Z', position: null, expected: [] },
  ])('goes as the worked example says: at $at, $position', ({ at, position, expected }) => {
    const read = readSighting('read', Date.parse(at), { position });
    expect(NIGHT.find(read, []).map(findingText)).toEqual(expected);
    expect(NIGHT.asksFor(read)).toBe(expected.length > 0);
  });

  it.each([
    [{}, 24],
    [{ fromHour: '9', toHour: '17' }, 8],
    [{ fromHour: '22' }, 2],
    [{ fromHour: '17', toHour: '9' }, 16],
  ])('holds through the hours of %j', (parameters, hours) => {
    const rule = activeRule({ ...GEOFENCE, parameters });
    const day = Array.from({ length: 24 }, (_, hour) =>
      readSighting('read', NOON + hour * HOUR, { position: MAIDSTONE }),
    );
    expect(day.filter(rule.asksFor)).toHaveLength(hours);
  });

  it.each([
    [{ area: null }, /needs area/],
    [{ area: '[]' }, /^area is to be a GeoJSON/],
    [{ parameters: { fromHour: '6', toHour: '6' } }, /are to differ/],
    [{ parameters: { fromHour: '24' } }, /fromHour is to be a whole number from 0 to 23/],
    [{ parameters: { toHour: '25' } }, /toHour is to be a whole number from 1 to 24/],
  ])('says what is wrong with %j', (wrong, problem) => {
    expect(parseRule(sampleRule({ ...GEOFENCE, ...wrong }))).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });

  windowRuleContract(
    NIGHT,
    (history) =>
      history
        .filter(({ evidence, holds }) => holds && evidence.position === MAIDSTONE && isNight(evidence.occurredAt))
        .map((one) => ({ attributedTo: one, evidence: [one] })),
    { stepMs: HOUR },
  );
});

function isNight(atMs: number): boolean {
  return [22, 23, 0, 1, 2, 3, 4, 5].includes(ukHour(atMs));
}
