import { describe, expect, it } from 'vitest';
import type { Hit } from './events.ts';
import type { Level } from './words.ts';
import { NOON, sampleAction, sampleHit } from './fixtures.ts';
import type { Incident } from './incident.ts';
import { emptyIncident, evolveIncident } from './incident.ts';
import { LEVELS } from './levels.ts';
import type { RankedIncident } from './urgency.ts';
import { compareUrgency, urgency } from './urgency.ts';

function incident(count: number, given: Partial<Hit> = {}): Incident {
  const empty = emptyIncident(given.vehicleMark ?? 'GK66ABC');
  return Array.from({ length: count }, (_, index) => index).reduce(
    (before, index) =>
      evolveIncident(before, { kind: 'hit', hit: sampleHit({ receivedAt: NOON, ...given, hitId: `hit-${index}` }) }),
    empty,
  );
}

function answered(before: Incident, kind: 'ACKNOWLEDGED' | 'CLOSED'): Incident {
  return evolveIncident(before, { kind: 'action', action: sampleAction({ kind, hitIds: before.unansweredHitIds }) });
}

const points = (given: Incident, nowMs = NOON): number => urgency(given, nowMs) % 10_000;

describe('urgency', () => {
  it.each([
    ['MEDIUM', 'MEDIUM', null, 1, 275],
    ['MEDIUM', 'MEDIUM', null, 6, 475],
    ['HIGH', 'MEDIUM', null, 1, 475],
    ['MEDIUM', 'MEDIUM', null, 7, 515],
    ['HIGH', 'HIGH', 100, 1, 600],
    ['MEDIUM', 'MEDIUM', null, 16, 755],
    ['HIGH', 'MEDIUM', null, 16, 955],
  ] as const)(
    'gives priority, risk, harm and hits %j their points',
    (...[priority, risk, ocgHarmScore, hits, expected]) => {
      expect(points(incident(hits, { priority, risk, ocgHarmScore }))).toBe(expected);
    },
  );

  it('would not have let sixteen hits on a medium vehicle be buried', () => {
    const sixteen = incident(16, { priority: 'MEDIUM', risk: 'LOW' });
    const quietest = incident(1, { priority: 'HIGH', risk: 'HIGH', ocgHarmScore: 100 });
    const hoursLater = NOON + 5 * 3_600_000;
    expect(urgency(sixteen, hoursLater)).toBeGreaterThan(urgency(quietest, hoursLater));
  });

  it('never lets a low priority pass a high one of the same risk by volume alone', () => {
    for (const risk of LEVELS) {
      expect(urgency(incident(500, { priority: 'LOW', risk }), NOON)).toBeLessThan(
        urgency(incident(1, { priority: 'HIGH', risk }), NOON),
      );
    }
  });

  it('rises with each of priority, risk, harm, repeats and age, all else equal', () => {
    const rising: readonly Level[] = ['LOW', 'UNKNOWN', 'MEDIUM', 'HIGH'];
    const ladders = [
      rising.map((priority) => points(incident(3, { priority }))),
      rising.map((risk) => points(incident(3, { risk }))),
      [null, 20, 80, 100].map((ocgHarmScore) => points(incident(3, { ocgHarmScore }))),
      [1, 2, 5, 13].map((count) => points(incident(count))),
      [0, 1, 30, 60].map((minutes) => points(incident(1), NOON + minutes * 60_000)),
    ];
    for (const ladder of ladders) {
      expect(ladder).toEqual(ladder.toSorted((a, b) => a - b));
      expect(new Set(ladder).size).toBe(ladder.length);
    }
  });

  it('puts every acknowledged incident after every unanswered one, and closed ones last', () => {
    const least = incident(1, { priority: 'LOW', risk: 'LOW' });
    const most = incident(500, { priority: 'HIGH', risk: 'HIGH', ocgHarmScore: 100 });
    const later = NOON + 10 ** 12;
    expect(urgency(answered(most, 'ACKNOWLEDGED'), later)).toBeLessThan(urgency(least, NOON));
    expect(urgency(answered(most, 'CLOSED'), later)).toBeLessThan(urgency(answered(least, 'ACKNOWLEDGED'), NOON));
  });

  it('puts an incident whose hits were all taken back below every one that waits, and lets it keep no points', () => {
    const before = incident(3, { priority: 'HIGH', risk: 'HIGH', ocgHarmScore: 100 });
    const back = before.hits.reduce((now, hit) => {
      const retraction = { ...hit, state: 'RETRACTED', entryRevision: 4, stateVersion: 1 } as const;
      return evolveIncident(now, { kind: 'hit', hit: retraction });
    }, before);
    expect(urgency(back, NOON)).toBeLessThan(urgency(answered(before, 'CLOSED'), NOON));
  });

  it('counts the severity of a rule as it counts a priority', () => {
    const grave = incident(1, { priority: 'LOW', severity: 'HIGH' });
    expect(points(grave)).toBe(points(incident(1, { priority: 'HIGH' })));
  });

  it('is a number whatever the clock says', () => {
    for (const nowMs of [Number.NaN, -Infinity, Infinity, 0])
      expect(Number.isFinite(urgency(incident(2), nowMs))).toBe(true);
  });
});

function ranked(given: Incident): RankedIncident {
  return { incident: given, urgency: urgency(given, NOON) };
}

describe('compareUrgency', () => {
  it('puts the most urgent first', () => {
    const [low, high] = [ranked(incident(1, { priority: 'LOW' })), ranked(incident(1, { priority: 'HIGH' }))];
    expect([low, high].toSorted(compareUrgency)).toEqual([high, low]);
  });

  it('orders equals by the oldest unanswered hit, then by mark, so that rows never swap by chance', () => {
    const young = ranked(incident(1, { vehicleMark: 'A1', receivedAt: NOON }));
    const old = ranked(incident(1, { vehicleMark: 'B1', receivedAt: NOON - 1 }));
    const twin = ranked(incident(1, { vehicleMark: 'C1', receivedAt: NOON }));
    const marks = [twin, young, old].toSorted(compareUrgency).map((each) => each.incident.vehicleMark);
    expect(marks).toEqual(['B1', 'A1', 'C1']);
  });
});
