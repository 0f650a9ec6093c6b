import { describe, expect, it } from 'vitest';
import { NOON } from '../fixtures.ts';
import { isInbound, isOutbound } from './port-ends.ts';
import { portSighting, readSighting } from './sighting-fixtures.ts';

describe('the end of a crossing in the United Kingdom', () => {
  it.each([
    { movementKind: 'CHECKED_IN', isIn: false, isOut: true },
    { movementKind: 'DEPARTED', isIn: false, isOut: true },
    { movementKind: 'CONTROLLED', isIn: true, isOut: true },
    { movementKind: 'UNKNOWN', isIn: true, isOut: true },
    { movementKind: 'ARRIVED', isIn: true, isOut: false },
  ] as const)('goes as the table says: $movementKind', ({ movementKind, isIn, isOut }) => {
    const ends = (['UK_INBOUND', 'UK_OUTBOUND', 'GB_TO_NI', 'UNKNOWN'] as const).map((direction) => {
      const { evidence } = portSighting('port', NOON, { direction, movementKind });
      return [isInbound(evidence), isOutbound(evidence)];
    });
    expect(ends).toEqual([
      [isIn, false],
      [false, isOut],
      [false, false],
      [false, false],
    ]);
  });

  it('is never a read', () => {
    const { evidence } = readSighting('read', NOON);
    expect([isInbound(evidence), isOutbound(evidence)]).toEqual([false, false]);
  });
});
