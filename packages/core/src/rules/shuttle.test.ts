import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import type { MovementKind } from '../words.ts';
import { shuttle } from './shuttle.ts';
import { activeRule, findingText, portSighting, readSighting } from './sighting-fixtures.ts';
import { windowRuleContract } from './window-rule.contract.ts';
import { compareSightings, utcDay } from './sighting-order.ts';
import type { Finding, Sighting } from './window-rule.ts';

const DAY = 24 * HOUR;
const PARAMETERS = { crossingsMin: 3, withinMs: 7 * DAY, apartMs: 3 * HOUR };
/** Ten o'clock on the Monday before. */
const MONDAY = NOON - 3 * DAY - 2 * HOUR;

/** Movements from a row of the worked example: hours after Monday 10:00, direction, kind. */
function movements(text: string): readonly Sighting[] {
  return text.split(', ').map((one, index) => {
    const [hours, direction, kind] = one.split(' ') as [string, 'in' | 'out', MovementKind | undefined];
    return portSighting(String(index + 1), MONDAY + Number(hours) * HOUR, {
      direction: direction === 'in' ? 'UK_INBOUND' : 'UK_OUTBOUND',
      movementKind: kind ?? (direction === 'in' ? 'ARRIVED' : 'DEPARTED'),
    });
  });
}

describe('shuttle', () => {
  it.each([
    { row: '0 in, 48 out, 96 in', expected: ['entry-7 3: 1, 2, 3'] },
    { row: '0 in, 1 in CONTROLLED, 48 out', expected: [] },
    { row: '0 in, 3 in CONTROLLED, 48 out', expected: ['entry-7 3: 1, 2, 3'] },
    { row: '0 in, 0.5 out, 48 in', expected: ['entry-7 3: 1, 2, 3'] },
    { row: '0 in, 48 in CHECKED_IN, 96 in', expected: [] },
    { row: '0 in, 48 out ARRIVED, 96 in', expected: [] },
    { row: '0 in, 48 out, 168 in', expected: ['entry-7 3: 1, 2, 3'] },
    { row: '0 in, 48 out, 168.02 in', expected: [] },
  ])('goes as the worked example says, whichever is stored last: $row', ({ row, expected }) => {
    const all = movements(row);
    for (const last of all.filter((one) => shuttle.asksFor(one, PARAMETERS))) {
      const found = shuttle.find(
        last,
        all.filter((other) => other !== last),
        PARAMETERS,
      );
      expect(found.map(findingText)).toEqual(expected);
      expect(found.map(({ period }) => period)).toEqual(found.map(() => utcDay(all.at(-1)!)));
    }
  });

  it('says once a day what a day shows twice, and again on the next day', () => {
    const all = movements('0 in, 48 out, 60 in, 61 out, 85 in');
    const found = shuttle.find(all[0]!, all.slice(1), PARAMETERS);
    expect(found.map(({ period }) => period)).toEqual(['2026-11-04', '2026-11-04', '2026-11-05']);
  });

  it('asks for nothing but crossings while the entry holds', () => {
    const port = portSighting('port', NOON);
    const no = [
      readSighting('read', NOON),
      { ...port, holds: false },
      portSighting('port', NOON, { direction: 'UNKNOWN' }),
      portSighting('port', NOON, { direction: 'GB_TO_NI' }),
    ];
    expect([port, ...no].map((one) => shuttle.asksFor(one, PARAMETERS))).toEqual([true, false, false, false, false]);
  });

  const parameters = { crossingsMin: '2', withinMs: String(20 * HOUR), apartMs: String(3 * HOUR) };
  const rule = activeRule({ kind: 'shuttle', parameters });
  windowRuleContract(
    rule,
    (history) => allShuttles(history, { crossingsMin: 2, withinMs: 20 * HOUR, apartMs: 3 * HOUR }),
    {
      stepMs: 2 * HOUR,
      manyOf: 'MOVEMENT',
    },
  );
});

/** By definition: anchors up to which the longest choices of reports, per direction, are enough. */
function allShuttles(
  history: readonly Sighting[],
  { crossingsMin, withinMs, apartMs }: typeof PARAMETERS,
): readonly Finding[] {
  const crossings = history.filter(isCrossing);
  return crossings.flatMap((anchor): Finding[] => {
    const stretch = crossings.filter(
      (one) =>
        one.entryId === anchor.entryId &&
        one.vehicleMark === anchor.vehicleMark &&
        compareSightings(one, anchor) <= 0 &&
        anchor.evidence.occurredAt - one.evidence.occurredAt <= withinMs,
    );
    const most = ['UK_INBOUND', 'UK_OUTBOUND']
      .map((way) => stretch.filter((one) => one.evidence.direction === way).map((one) => one.evidence.occurredAt))
      .reduce((sum, times) => sum + longestChoice(times, apartMs), 0);
    if (most < crossingsMin) return [];
    return [
      {
        attributedTo: anchor,
        evidence: [anchor],
        period: utcDay(anchor),
      },
    ];
  });
}

function isCrossing({ evidence: { direction, movementKind }, holds }: Sighting): boolean {
  const kinds = direction === 'UK_INBOUND' ? 'ARRIVED CONTROLLED UNKNOWN' : 'CHECKED_IN DEPARTED CONTROLLED UNKNOWN';
  const crosses = direction === 'UK_INBOUND' || direction === 'UK_OUTBOUND';
  return holds && crosses && kinds.split(' ').includes(movementKind!);
}

/** The most times of which any two are apart, over all choices: the longest of those that end with each time. */
function longestChoice(times: readonly number[], apartMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  const lengths: number[] = [];
  for (const time of sorted) {
    const before = lengths.filter((_, index) => time - sorted[index]! >= apartMs);
    lengths.push(1 + Math.max(0, ...before));
  }
  return Math.max(0, ...lengths);
}
