import type { IncidentAction } from '@landfall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentProjection } from './incidents.ts';
import { testAction, testHit } from './test-hits.ts';
import { received } from './test-received.ts';
import { WIRE_BOUNDS } from './wire.ts';

const limits = { incidentsMax: 3, closedKeptMs: 1000 };

describe('incidentProjection', () => {
  it('makes one incident of all hits on one vehicle, and tells only of the hit that is new', () => {
    const projection = incidentProjection(limits);
    projection.apply(received(testHit({ hitId: 'a' })));
    const { updates, newHits } = projection.apply(
      received(testHit({ hitId: 'b', capturedAt: 2000, priority: 'HIGH' })),
    );
    expect(newHits.map((hit) => hit.hitId)).toEqual(['b']);
    expect(updates).toHaveLength(1);
    expect(updates[0]?.hits.map((view) => view.hit.hitId)).toEqual(['b']);
    expect(updates[0]?.summary).toMatchObject({
      status: 'UNANSWERED',
      priority: 'HIGH',
      hitCount: 2,
      unansweredCount: 2,
      unansweredIds: ['b', 'a'],
      unansweredHighIds: ['b'],
      lastSeen: { at: 2000, cameraId: 'm20-9', sourceId: 'kent' },
    });
  });

  it('counts a hit that comes again once, and does not call it new', () => {
    const projection = incidentProjection(limits);
    const hit = testHit({ hitId: 'a' });
    projection.apply(received(hit));
    expect(projection.apply(received(hit)).newHits).toEqual([]);
    expect(projection.detail('GK19ODX')?.summary.hitCount).toBe(1);
  });

  it('shows who acknowledged a hit and when, and reopens with the next one', () => {
    const projection = incidentProjection(limits);
    const [update] = projection.apply(
      received(testHit({ hitId: 'a' }), testAction({ kind: 'ACKNOWLEDGED', hitIds: ['a'], note: 'Unit sent.' })),
    ).updates;
    expect(update?.summary).toMatchObject({ status: 'ACKNOWLEDGED', answeredBy: 'PC Lunn', answeredAt: 5000 });
    expect(update?.hits[0]).toMatchObject({ acknowledgedAt: 5000, acknowledgedBy: 'PC Lunn' });
    projection.apply(received(testHit({ hitId: 'b', capturedAt: 9000 })));
    expect(projection.detail('GK19ODX')?.summary).toMatchObject({ status: 'UNANSWERED', unansweredIds: ['b'] });
  });

  it('keeps an action that comes before its hit, and shows no incident until the hit is there', () => {
    const projection = incidentProjection(limits);
    const early = projection.apply(received(testAction({ kind: 'ACKNOWLEDGED', hitIds: ['a'] })));
    expect(early.updates).toEqual([]);
    expect(projection.detail('GK19ODX')).toBeNull();
    projection.apply(received(testHit({ hitId: 'a' })));
    expect(projection.detail('GK19ODX')?.summary.status).toBe('ACKNOWLEDGED');
  });

  it('gives a new page every incident with just the hits that no screen has shown', () => {
    const projection = incidentProjection(limits);
    projection.apply(received(testHit({ hitId: 'a' }), testHit({ hitId: 'b' })));
    projection.apply(received(testAction({ kind: 'DELIVERED', hitIds: ['a'] })));
    expect(projection.all().map((update) => update.hits.map((view) => view.hit.hitId))).toEqual([['b']]);
    expect(projection.undeliveredMark('a')).toBeUndefined();
    expect(projection.undeliveredMark('b')).toBe('GK19ODX');
  });

  it('takes a hit that was taken back out of the row, and keeps it in sight with its reason', () => {
    const projection = incidentProjection(limits);
    const high = { hitId: 'b', capturedAt: 2000, priority: 'HIGH', warningMarkers: 'Firearms' } as const;
    projection.apply(received(testHit({ hitId: 'a' }), testHit(high)));
    const back = { state: 'RETRACTED', stateReason: 'entry withdrawn', entryRevision: 9, stateVersion: 1 } as const;
    const { updates, newHits } = projection.apply(received(testHit({ ...high, ...back })));
    expect(newHits).toEqual([]);
    expect(updates[0]?.summary).toMatchObject({
      hitCount: 1,
      retractedCount: 1,
      unansweredIds: ['a'],
      lastSeen: { at: 1000 },
    });
    expect(updates[0]?.summary).toMatchObject({
      unansweredHighIds: [],
      warningMarkers: testHit({ hitId: 'a' }).warningMarkers,
    });
    expect(updates[0]?.hits[0]?.hit).toMatchObject({ hitId: 'b', stateReason: 'entry withdrawn' });
  });

  it('does not wait for an answer when every hit was taken back, and can still be found', () => {
    const projection = incidentProjection(limits);
    const back = { state: 'RETRACTED', entryRevision: 9, stateVersion: 1 } as const;
    projection.apply(received(testHit({ hitId: 'a' }), testHit({ hitId: 'a', ...back })));
    expect(projection.detail('GK19ODX')).toMatchObject({ summary: { status: 'RETRACTED', unansweredCount: 0 } });
    expect(projection.detail('GK19ODX')?.hits).toHaveLength(1);
    const { newHits } = projection.apply(received(testHit({ hitId: 'a', entryRevision: 10 })));
    expect(newHits).toHaveLength(1);
    expect(projection.detail('GK19ODX')?.summary).toMatchObject({ status: 'UNANSWERED', unansweredIds: ['a'] });
  });

  it('bounds the hits and ids on the wire while the counts stay whole', () => {
    const projection = incidentProjection(limits);
    const hits = Array.from({ length: 300 }, (_, index) => testHit({ hitId: `h${index}`, capturedAt: index }));
    const [update] = projection.apply(received(...hits)).updates;
    expect(update?.hits).toHaveLength(WIRE_BOUNDS.hits);
    expect(update?.summary.unansweredIds).toHaveLength(WIRE_BOUNDS.unansweredIds);
    expect(update?.summary).toMatchObject({ hitCount: 300, unansweredCount: 300 });
  });

  it('has the same incidents whatever the order and duplication of its events', () => {
    const events = received(
      testHit({ hitId: 'a' }),
      testHit({ hitId: 'b', capturedAt: 2000, vehicleMark: 'LR08WYP' }),
      testHit({ hitId: 'c', capturedAt: 3000, priority: 'HIGH' }),
      testAction({ kind: 'ACKNOWLEDGED', hitIds: ['a'] }),
      testAction({ kind: 'CLOSED', hitIds: ['b'], vehicleMark: 'LR08WYP', actionId: 'action-0000000002' }),
    );
    const outcome = (order: typeof events): unknown => {
      const projection = incidentProjection(limits);
      projection.apply(order);
      return ['GK19ODX', 'LR08WYP'].map((mark) => {
        const detail = projection.detail(mark);
        return { ...detail, summary: { ...detail?.summary, revision: 0 } };
      });
    };
    const expected = outcome(events);
    const orders = fc
      .tuple(fc.shuffledSubarray([...events], { minLength: events.length }), fc.subarray([...events]))
      .map(([order, again]) => [...order, ...again]);
    fc.assert(
      fc.property(orders, (order) => {
        expect(outcome(order)).toEqual(expected);
      }),
    );
  });
});

function answer(vehicleMark: string, kind: 'ACKNOWLEDGED' | 'CLOSED', at: number): IncidentAction {
  const actionId = `action-${vehicleMark}`;
  return testAction({ actionId, vehicleMark, kind, hitIds: [`hit-${vehicleMark}`], at });
}

describe('prune', () => {
  const vehicles = ['A1', 'B1', 'C1', 'D1', 'E1'];
  const hits = vehicles.map((vehicleMark) => testHit({ hitId: `hit-${vehicleMark}`, vehicleMark }));
  it('drops an incident that has been closed for long, and no other', () => {
    const projection = incidentProjection({ ...limits, incidentsMax: 10 });
    projection.apply(received(...hits, answer('A1', 'CLOSED', 2000), answer('B1', 'ACKNOWLEDGED', 2000)));
    expect(projection.prune(3000).gone).toEqual([]);
    expect(projection.prune(3001)).toEqual({ gone: ['A1'], overflowed: 0 });
  });

  it('drops closed ones before acknowledged ones when there are too many, and counts them', () => {
    const projection = incidentProjection(limits);
    projection.apply(received(...hits, answer('A1', 'ACKNOWLEDGED', 2000), answer('B1', 'CLOSED', 2500)));
    expect(projection.prune(2600)).toEqual({ gone: ['B1', 'A1'], overflowed: 2 });
  });

  it('never drops an unanswered incident, however many there are', () => {
    const projection = incidentProjection(limits);
    projection.apply(received(...hits));
    expect(projection.prune(1_000_000)).toEqual({ gone: [], overflowed: 0 });
  });
});
