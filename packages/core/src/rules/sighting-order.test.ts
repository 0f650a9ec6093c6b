import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { readSighting } from './sighting-fixtures.ts';
import { compareSightings, stretchesThrough, utcDay } from './sighting-order.ts';

const read = (clock: string) => readSighting(clock, Date.parse(`2026-11-05T${clock}:00Z`));
const facts = ['11:45', '10:30', '10:00', '11:00'].map(read);
const idsThrough = (clock: string): string[][] =>
  [
    ...stretchesThrough(
      facts.find(({ evidence }) => evidence.factId === clock)!,
      facts,
      HOUR,
    ),
  ].map((stretch) => stretch.map(({ evidence }) => evidence.factId));

describe('stretchesThrough', () => {
  it('gives the stretches that a fact can complete, as the worked example says', () => {
    expect(idsThrough('10:30')).toEqual([
      ['10:00', '10:30'],
      ['10:00', '10:30', '11:00'],
    ]);
    expect(idsThrough('11:45')).toEqual([['11:00', '11:45']]);
  });
});

describe('compareSightings', () => {
  it('goes by time, then by id', () => {
    const sorted = [readSighting('b', NOON), readSighting('a', NOON), readSighting('c', NOON - 1)].toSorted(
      compareSightings,
    );
    expect(sorted.map(({ evidence }) => evidence.factId)).toEqual(['c', 'a', 'b']);
  });
});

describe('utcDay', () => {
  it('changes at midnight UTC', () => {
    const midnight = Date.UTC(2026, 6, 2);
    expect([midnight - 1, midnight].map((atMs) => utcDay(readSighting('read', atMs)))).toEqual([
      '2026-07-01',
      '2026-07-02',
    ]);
  });
});
