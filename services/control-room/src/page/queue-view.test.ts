import { describe, expect, it } from 'vitest';
import { NO_PLACES, placesOf } from './places.ts';
import { NO_FILTERS, queueView, unansweredCounts } from './queue-view.ts';
import { testSummary } from './test-summaries.ts';

const options = { filters: NO_FILTERS, places: NO_PLACES, nowMs: 2000 };
const marksOf = (summaries: readonly { readonly vehicleMark: string }[]): readonly string[] =>
  summaries.map((summary) => summary.vehicleMark);

const answered = { unansweredCount: 0, unansweredIds: [], unansweredHighIds: [], unansweredSince: null } as const;
const high = testSummary({ vehicleMark: 'HIGH1', priority: 'HIGH' });
const low = testSummary({ vehicleMark: 'LOW1', priority: 'LOW', themes: ['ORGANISED_SHOPLIFTING'] });
const done = testSummary({ vehicleMark: 'DONE1', priority: 'HIGH', status: 'ACKNOWLEDGED', ...answered });
const closed = testSummary({ vehicleMark: 'OLD1', priority: 'HIGH', status: 'CLOSED', ...answered });

describe('queueView', () => {
  it('puts the most urgent first and leaves closed ones out', () => {
    const view = queueView([closed, done, low, high], options);
    expect(marksOf(view.shown)).toEqual(['HIGH1', 'LOW1', 'DONE1']);
    expect(view.total).toBe(4);
  });

  it('raises a vehicle with sixteen unanswered hits above a quiet HIGH', () => {
    const sixteen = testSummary({ vehicleMark: 'PEUGEOT', hitCount: 16, unansweredCount: 16 });
    expect(marksOf(queueView([high, sixteen], options).shown)).toEqual(['PEUGEOT', 'HIGH1']);
  });

  it('hands out every unanswered HIGH that a filter hides, and no other', () => {
    const filters = { ...NO_FILTERS, priority: 'LOW' } as const;
    const view = queueView([high, low, done], { ...options, filters });
    expect(marksOf(view.shown)).toEqual(['LOW1']);
    expect(marksOf(view.hiddenHigh)).toEqual(['HIGH1']);
  });

  it.each([
    ['high1', ['HIGH1']],
    ['hi gh1', ['HIGH1']],
    ['a20 dover', ['HIGH1', 'LOW1']],
    ['shoplifting', ['LOW1']],
    ['nothing like it', []],
  ])('finds by the text %j', (text, marks) => {
    const camera = {
      id: 'm20-9',
      sourceId: null,
      name: 'Dover',
      road: 'A20',
      latitudeDeg: 51,
      longitudeDeg: 1,
      bearingDeg: null,
    };
    const places = placesOf({ ports: [], cameras: [camera] });
    const view = queueView([high, low], { ...options, places, filters: { ...NO_FILTERS, text } });
    expect(marksOf(view.shown)).toEqual(marks);
  });
});

describe('unansweredCounts', () => {
  it('counts incidents, and among them those with a HIGH', () => {
    expect(unansweredCounts([high, low, done])).toEqual({ all: 2, high: 1 });
  });
});
