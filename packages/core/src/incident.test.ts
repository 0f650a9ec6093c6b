import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hit, IncidentAction } from './events.ts';
import type { ActionKind } from './words.ts';
import { NOON, sampleAction, sampleHit } from './fixtures.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { compareHitRecords, hitLevel } from './hit-state.ts';
import { deliveredAt, emptyIncident, evolveIncident, isAnswered, isHitInForce } from './incident.ts';
import { INCIDENT_KEPT_MAX } from './kept.ts';
import { higherLevel, LEVELS } from './levels.ts';
import { THEMES } from './themes.ts';

const hitEvent = (given: Partial<Hit> = {}): IncidentEvent => ({ kind: 'hit', hit: sampleHit(given) });
const actionEvent = (given: Partial<IncidentAction> = {}): IncidentEvent => ({
  kind: 'action',
  action: sampleAction(given),
});
const incidentAfter = (events: readonly IncidentEvent[]): Incident =>
  events.reduce(evolveIncident, emptyIncident('GK66ABC'));
/** All that an incident shows, without how it is kept. */
const shown = (incident: Incident) => {
  const { fates: _fates, tally: _tally, ...rest } = incident;
  const ids = incident.hits.map(({ hitId }) => hitId);
  return {
    ...rest,
    delivered: ids.map((id) => deliveredAt(incident, id)),
    answered: ids.map((id) => isAnswered(incident, id)),
    inForce: ids.map((id) => isHitInForce(incident, id)),
  };
};

/** One id always has one event time, as derived ids have; the rest of a hit may differ between findings. */
const anyHit = fc
  .record({
    number: fc.nat(7),
    priority: fc.constantFrom(...LEVELS),
    risk: fc.constantFrom(...LEVELS),
    theme: fc.constantFrom(...THEMES),
    ocgId: fc.constantFrom(null, 'ocg-1', 'ocg-2'),
    ocgHarmScore: fc.option(fc.nat(100)),
    receivedAt: fc.nat(50),
    matchedAt: fc.nat(2),
    found: fc.constantFrom('LIVE' as const, 'LOOK_BACK' as const),
    severity: fc.constantFrom(...LEVELS),
    entryRevision: fc.integer({ min: 1, max: 3 }),
    stateVersion: fc.nat(3),
  })
  .map(({ number, ...rest }) => {
    const state = rest.stateVersion % 2 === 0 ? 'RAISED' : 'RETRACTED';
    return hitEvent({ ...rest, state, hitId: `hit-${number}`, capturedAt: NOON + (number % 3) });
  });
const anyAction = fc
  .record({
    number: fc.nat(9),
    hitIds: fc.array(
      fc.nat(8).map((number) => `hit-${number}`),
      { maxLength: 5 },
    ),
    note: fc.constantFrom('', 'seen'),
  })
  .map(({ number, ...rest }) => {
    const kinds: readonly ActionKind[] = ['DELIVERED', 'ACKNOWLEDGED', 'NOTED', 'CLOSED', 'UNKNOWN'];
    return actionEvent({
      ...rest,
      actionId: `action-${number}`,
      kind: kinds[number % kinds.length] ?? 'NOTED',
      at: NOON + (number % 4),
    });
  });

describe('incident', () => {
  it('is the same after any permutation and duplication of its hits and actions', () => {
    const orders = fc
      .array(fc.oneof(anyHit, anyAction), { maxLength: 16 })
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
      );
    fc.assert(
      fc.property(orders, ([events, other]) => {
        expect(shown(incidentAfter(other))).toEqual(shown(incidentAfter(events)));
      }),
      { numRuns: 500 },
    );
  });

  it('shows a hit once when its fact came with two event times, the one matched first, in whatever order', () => {
    const first = hitEvent({ hitId: 'moved', capturedAt: NOON, matchedAt: 1 });
    const corrected = hitEvent({ hitId: 'moved', capturedAt: NOON - 3_600_000, matchedAt: 2 });
    const other = hitEvent({ hitId: 'other', capturedAt: NOON - 60_000 });
    for (const events of [
      [first, other, corrected],
      [corrected, other, first],
    ]) {
      const { hits, hitCount } = incidentAfter(events);
      expect(hits.map(({ hitId, capturedAt }) => [hitId, capturedAt])).toEqual([
        ['other', NOON - 60_000],
        ['moved', NOON],
      ]);
      expect(hitCount).toBe(2);
    }
  });

  it('says what counting afresh says', () => {
    let retracted = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(anyHit, anyAction), { maxLength: 20, size: 'max' }), (events) => {
        const incident = incidentAfter(events);
        const records = events.flatMap((event) => (event.kind === 'hit' ? [event.hit] : []));
        const counting = records.filter((hit) =>
          records.every((other) => other.hitId !== hit.hitId || compareHitRecords(hit, other) <= 0),
        );
        const inForce = counting.filter(({ state }) => state === 'RAISED');
        const ids = [...new Set(inForce.map(({ hitId }) => hitId))].toSorted();
        const named = (...kinds: readonly ActionKind[]): Set<string> =>
          new Set(
            events.flatMap((event) =>
              event.kind === 'action' && kinds.includes(event.action.kind) ? event.action.hitIds : [],
            ),
          );
        const unanswered = ids.filter((id) => !named('ACKNOWLEDGED', 'CLOSED').has(id));
        const received = records.flatMap(({ hitId, receivedAt }) => (unanswered.includes(hitId) ? [receivedAt] : []));
        expect(incident).toMatchObject({
          unansweredHitIds: unanswered,
          unansweredCount: unanswered.length,
          hitCount: ids.length,
          retractedCount: new Set(records.map(({ hitId }) => hitId)).size - ids.length,
          closedCount: ids.filter((id) => named('CLOSED').has(id)).length,
          priority: inForce.map(hitLevel).reduce(higherLevel, 'UNKNOWN'),
          risk: inForce.map(({ risk }) => risk).reduce(higherLevel, 'UNKNOWN'),
          themes: THEMES.filter((theme) => inForce.some((hit) => hit.theme === theme)),
          harmMax: inForce.reduce<number | null>(
            (max, { ocgHarmScore }) => (ocgHarmScore === null ? max : Math.max(max ?? 0, ocgHarmScore)),
            null,
          ),
          unansweredSince: received.length === 0 ? null : Math.min(...received),
        });
        retracted += incident.retractedCount;
      }),
      { numRuns: 300 },
    );
    expect(retracted).toBeGreaterThan(100);
  });

  it('keeps a hit that was taken back in sight, and counts it for nothing', () => {
    const other = hitEvent({ hitId: 'other', capturedAt: NOON + 1, priority: 'LOW', risk: 'LOW', ocgHarmScore: null });
    const grave = { hitId: 'grave', priority: 'HIGH', risk: 'HIGH', ocgId: 'ocg-9', ocgHarmScore: 90 } as const;
    const back = {
      ...grave,
      state: 'RETRACTED',
      stateReason: 'entry withdrawn',
      entryRevision: 4,
      stateVersion: 1,
    } as const;
    const incident = incidentAfter([hitEvent(grave), other, hitEvent(back)]);
    expect(incident).toMatchObject({ priority: 'LOW', risk: 'LOW', harmMax: null, hitCount: 1, retractedCount: 1 });
    expect(incident.unansweredHitIds).toEqual(['other']);
    expect(incident.hits.map(({ state, stateReason }) => [state, stateReason])).toContainEqual([
      'RETRACTED',
      'entry withdrawn',
    ]);
    const again = evolveIncident(incident, hitEvent({ ...grave, entryRevision: 5 }));
    expect(again).toMatchObject({ priority: 'HIGH', harmMax: 90, hitCount: 2, retractedCount: 0, unansweredCount: 2 });
  });

  it('waits for nobody when all of its hits were taken back', () => {
    const back = hitEvent({ state: 'RETRACTED', entryRevision: 4, stateVersion: 1 });
    const incident = incidentAfter([hitEvent(), back]);
    expect(incident).toMatchObject({ status: 'RETRACTED', hitCount: 0, unansweredCount: 0, unansweredSince: null });
    expect(incident.hits).toHaveLength(1);
    expect(shown(incidentAfter([back, hitEvent()]))).toEqual(shown(incident));
  });

  it('takes the severity of a rule for its priority when it is higher', () => {
    expect(incidentAfter([hitEvent({ priority: 'LOW', severity: 'HIGH' })]).priority).toBe('HIGH');
    expect(incidentAfter([hitEvent({ priority: 'MEDIUM', severity: 'LOW' })]).priority).toBe('MEDIUM');
  });

  it('goes from unanswered to acknowledged to closed, and a later hit opens it again', () => {
    const steps = [
      hitEvent(),
      actionEvent(),
      actionEvent({ actionId: 'action-2', kind: 'CLOSED' }),
      hitEvent({ hitId: 'hit-2', capturedAt: NOON + 1 }),
      actionEvent({ actionId: 'action-3', hitIds: ['hit-2'] }),
    ];
    const statuses = steps.map((_, index) => incidentAfter(steps.slice(0, index + 1)).status);
    expect(statuses).toEqual(['UNANSWERED', 'ACKNOWLEDGED', 'CLOSED', 'UNANSWERED', 'ACKNOWLEDGED']);
  });

  it('counts an answer that came before its hit', () => {
    const incident = incidentAfter([actionEvent(), hitEvent()]);
    expect(incident).toMatchObject({ status: 'ACKNOWLEDGED', hitCount: 1, unansweredCount: 0, unansweredHitIds: [] });
  });

  it('knows when a screen first showed a hit', () => {
    const events = [5, 3, 4].map((at) => actionEvent({ actionId: `shown-${at}`, kind: 'DELIVERED', at }));
    const incident = incidentAfter([hitEvent(), ...events]);
    expect(deliveredAt(incident, 'hit-1')).toBe(3);
    expect(deliveredAt(incident, 'hit-2')).toBeNull();
    expect(incident.status).toBe('UNANSWERED');
  });

  it('asks for nothing while it has no hit', () => {
    expect(emptyIncident('GK66ABC')).toMatchObject({ status: 'CLOSED', hitCount: 0, firstReceivedAt: null });
  });

  it('keeps the newest hits in full, and counts the others for ever', () => {
    const events = Array.from({ length: INCIDENT_KEPT_MAX + 200 }, (_, index) =>
      hitEvent({ hitId: `hit-${index}`, capturedAt: NOON + index, priority: index === 0 ? 'HIGH' : 'LOW' }),
    );
    const incident = incidentAfter(events.toReversed());
    expect(incident.hits).toHaveLength(INCIDENT_KEPT_MAX);
    expect(incident.hits.at(0)?.hitId).toBe('hit-200');
    expect(incident).toMatchObject({ hitCount: 700, unansweredCount: 700, priority: 'HIGH' });
    expect(incident.unansweredHitIds).toContain('hit-0');
    expect(shown(incidentAfter([...events, ...events.slice(0, 50)]))).toEqual(shown(incident));
    expect(evolveIncident(incident, actionEvent({ hitIds: ['hit-0'] })).unansweredCount).toBe(699);
  });

  it('does work that hardly grows with its size: 20,000 hits make few layers', () => {
    let incident = emptyIncident('GK66ABC');
    for (let index = 0; index < 20_000; index += 1) {
      incident = evolveIncident(incident, hitEvent({ hitId: `hit-${index}`, capturedAt: NOON + index }));
    }
    expect(incident.hitCount).toBe(20_000);
    expect(incident.fates.layers.length).toBeLessThanOrEqual(15);
  });

  it('can be written as JSON with what it derives', () => {
    expect(JSON.parse(JSON.stringify(incidentAfter([hitEvent()])))).toMatchObject({ unansweredHitIds: ['hit-1'] });
  });
});
