import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hit, IncidentAction } from './events.ts';
import type { ActionKind } from './words.ts';
import { NOON, sampleAction, sampleHit } from './fixtures.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { deliveredAt, emptyIncident, evolveIncident, isAnswered } from './incident.ts';
import { INCIDENT_KEPT_MAX } from './kept.ts';
import { LEVELS } from './levels.ts';
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
  const { fates: _, ...rest } = incident;
  const ids = incident.hits.map(({ hitId }) => hitId);
  return {
    ...rest,
    delivered: ids.map((id) => deliveredAt(incident, id)),
    answered: ids.map((id) => isAnswered(incident, id)),
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
  })
  .map(({ number, ...rest }) => hitEvent({ ...rest, hitId: `hit-${number}`, capturedAt: NOON + (number % 3) }));
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
    fc.assert(
      fc.property(fc.array(fc.oneof(anyHit, anyAction), { maxLength: 16 }), (events) => {
        const incident = incidentAfter(events);
        const hits = new Map(
          events.flatMap((event) => (event.kind === 'hit' ? [[event.hit.hitId, event.hit] as const] : [])),
        );
        const named = (...kinds: readonly ActionKind[]): Set<string> =>
          new Set(
            events.flatMap((event) =>
              event.kind === 'action' && kinds.includes(event.action.kind) ? event.action.hitIds : [],
            ),
          );
        const unanswered = [...hits.keys()].filter((id) => !named('ACKNOWLEDGED', 'CLOSED').has(id)).toSorted();
        expect(incident.unansweredHitIds).toEqual(unanswered);
        expect(incident.unansweredCount).toBe(unanswered.length);
        expect(incident.hitCount).toBe(hits.size);
        expect(incident.closedCount).toBe([...hits.keys()].filter((id) => named('CLOSED').has(id)).length);
        const received = events.flatMap((event) =>
          event.kind === 'hit' && unanswered.includes(event.hit.hitId) ? [event.hit.receivedAt] : [],
        );
        expect(incident.unansweredSince).toBe(received.length === 0 ? null : Math.min(...received));
      }),
      { numRuns: 300 },
    );
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
