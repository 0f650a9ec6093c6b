import { describe, expect, it } from 'vitest';
import { testHit } from '../test-hits.ts';
import type { HitView } from '../wire.ts';
import {
  applyDetail,
  applySnapshot,
  applyUpdates,
  emptyState,
  hitsNewestFirst,
  leadHit,
  removeIncident,
} from './live-state.ts';
import { testSummary } from './test-summaries.ts';

function viewOf(hitId: string, change: Partial<HitView> = {}): HitView {
  return { hit: testHit({ hitId }), deliveredAt: null, acknowledgedAt: null, acknowledgedBy: null, ...change };
}

const summary = testSummary({ vehicleMark: 'A1', priority: 'HIGH', unansweredIds: ['h1'], unansweredHighIds: ['h1'] });
const next = {
  ...summary,
  revision: 2,
  unansweredIds: ['h2', 'h1'],
  unansweredHighIds: ['h2', 'h1'],
  unansweredCount: 2,
};

describe('applySnapshot', () => {
  it('calls fresh at first only what no screen has shown', () => {
    const shown = { summary, hits: [] };
    const unseen = { summary: testSummary({ vehicleMark: 'B1' }), hits: [viewOf('hit-B1')] };
    const { state, fresh } = applySnapshot(emptyState, { now: 0, incidents: [shown, unseen] });
    expect(fresh.map((item) => item.summary.vehicleMark)).toEqual(['B1']);
    expect(state.incidents.size).toBe(2);
  });

  it('after a lost connection calls fresh what the page had not heard of, though another screen has shown it', () => {
    const before = applySnapshot(emptyState, { now: 0, incidents: [{ summary, hits: [viewOf('h1')] }] }).state;
    const again = applySnapshot(before, { now: 0, incidents: [{ summary, hits: [] }] });
    expect(again.fresh).toEqual([]);
    const missed = applySnapshot(before, { now: 0, incidents: [{ summary: next, hits: [] }] });
    expect(missed.fresh).toEqual([{ summary: next, newHits: 1, newHigh: 1, takenBack: 0 }]);
  });

  it('drops what the server no longer has', () => {
    const before = applySnapshot(emptyState, { now: 0, incidents: [{ summary, hits: [] }] }).state;
    expect(applySnapshot(before, { now: 0, incidents: [] }).state.incidents.size).toBe(0);
  });
});

describe('applyUpdates', () => {
  it('shows and sounds a hit once, however often it is told', () => {
    const update = { summary, hits: [viewOf('h1')] };
    const first = applyUpdates(emptyState, [update]);
    expect(first.fresh).toEqual([{ summary, newHits: 1, newHigh: 1, takenBack: 0 }]);
    const second = applyUpdates(first.state, [update, update]);
    expect(second.fresh).toEqual([]);
    expect(second.state.incidents.get('A1')?.hits.size).toBe(1);
  });

  it('tells once that a hit was taken back, and that it is new when it is in force again', () => {
    const first = applyUpdates(emptyState, [{ summary, hits: [viewOf('h1')] }]);
    const none = { ...summary, status: 'RETRACTED', unansweredIds: [], unansweredHighIds: [], hitCount: 0 } as const;
    const backSummary = { ...none, revision: 2, retractedCount: 1 };
    const retracted = viewOf('h1', { hit: testHit({ hitId: 'h1', state: 'RETRACTED' }) });
    const back = { summary: backSummary, hits: [retracted] };
    const second = applyUpdates(first.state, [back, back]);
    expect(second.fresh).toEqual([{ summary: backSummary, newHits: 0, newHigh: 0, takenBack: 1 }]);
    const again = { ...summary, revision: 3 };
    expect(applyUpdates(second.state, [{ summary: again, hits: [viewOf('h1')] }]).fresh).toMatchObject([
      { newHits: 1 },
    ]);
  });

  it('keeps the newer summary when a stale update comes after it', () => {
    const { state } = applyUpdates(emptyState, [{ summary: next, hits: [] }]);
    expect(applyUpdates(state, [{ summary, hits: [] }]).state.incidents.get('A1')?.summary).toBe(next);
  });

  it('does not call an answer fresh', () => {
    const { state } = applyUpdates(emptyState, [{ summary, hits: [viewOf('h1')] }]);
    const answered = {
      ...summary,
      revision: 3,
      status: 'ACKNOWLEDGED',
      unansweredIds: [],
      unansweredHighIds: [],
    } as const;
    expect(applyUpdates(state, [{ summary: answered, hits: [] }]).fresh).toEqual([]);
  });

  it('holds no more than the newest 200 hits of an incident', () => {
    const hits = Array.from({ length: 300 }, (_, at) => ({
      ...viewOf(`h${at}`),
      hit: testHit({ hitId: `h${at}`, capturedAt: at }),
    }));
    const held = applyUpdates(emptyState, [{ summary, hits }]).state.incidents.get('A1')!;
    expect(held.hits.size).toBe(200);
    expect(hitsNewestFirst(held)[0]?.hit.hitId).toBe('h299');
  });
});

describe('applyDetail', () => {
  it('adds the older hits and does not bring back an incident that has gone', () => {
    const { state } = applyUpdates(emptyState, [{ summary: next, hits: [viewOf('h2')] }]);
    const detail = { summary, hits: [viewOf('h1'), viewOf('h2')], actions: [] };
    expect(applyDetail(state, detail).incidents.get('A1')).toMatchObject({ summary: next });
    expect(applyDetail(state, detail).incidents.get('A1')?.hits.size).toBe(2);
    expect(applyDetail(removeIncident(state, 'A1'), detail).incidents.size).toBe(0);
  });
});

describe('leadHit', () => {
  it('is the unanswered one of highest priority, before an answered one of any', () => {
    const answered = { ...viewOf('a', { acknowledgedAt: 1 }), hit: testHit({ hitId: 'a', priority: 'HIGH' }) };
    const low = { ...viewOf('b'), hit: testHit({ hitId: 'b', priority: 'LOW' }) };
    const medium = viewOf('c');
    expect(leadHit([answered, low, medium])?.hit.hitId).toBe('c');
    expect(leadHit([])).toBeUndefined();
  });
});
