import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { portThenRoad } from './port-then-road.ts';
import { activeRule, findingText, portSighting, readSighting } from './sighting-fixtures.ts';
import { windowRuleContract } from './window-rule.contract.ts';
import type { Finding, Sighting } from './window-rule.ts';

const MINUTE = HOUR / 60;
const PARAMETERS = { withinMs: 2 * HOUR };
const RULE = activeRule({ kind: 'port-then-road', parameters: { withinMs: String(PARAMETERS.withinMs) } });

describe('port-then-road', () => {
  it.each([
    { port: -30, road: 30, more: {}, expected: ['entry-7 road: port, road'] },
    { port: -30, road: 90, more: {}, expected: ['entry-7 road: port, road'] },
    { port: 10, road: 10, more: {}, expected: ['entry-7 road: port, road'] },
    { port: -30, road: 91, more: {}, expected: [] },
    { port: 30, road: 10, more: {}, expected: [] },
    { port: 30, road: 40, more: { direction: 'UK_OUTBOUND' }, expected: [] },
    { port: 30, road: 40, more: { movementKind: 'CHECKED_IN' }, expected: [] },
    { port: 30, road: 40, more: { movementKind: 'DEPARTED' }, expected: [] },
  ] as const)('goes as the worked example says: port at $port min, read at $road min, $more', (row) => {
    const port = portSighting('port', NOON + row.port * MINUTE, { ...row.more, holds: row.port >= 0 });
    const road = readSighting('road', NOON + row.road * MINUTE);
    expect(portThenRoad.find(road, [port], PARAMETERS).map(findingText)).toEqual(row.expected);
    expect(portThenRoad.find(port, [road], PARAMETERS).map(findingText)).toEqual(row.expected);
  });

  it('says nothing of a read for which the entry does not hold, and keeps no such read', () => {
    const port = portSighting('port', NOON - 30 * MINUTE, { holds: false });
    const road = readSighting('road', NOON - 15 * MINUTE, { holds: false });
    expect(portThenRoad.find(road, [port], PARAMETERS)).toEqual([]);
    expect(portThenRoad.find(port, [road], PARAMETERS)).toEqual([]);
    expect([port, road].map(RULE.asksFor)).toEqual([true, false]);
  });

  windowRuleContract(RULE, (history) =>
    history.flatMap((port) => history.filter((road) => isPair(port, road)).map((road) => pairOf(port, road))),
  );
});

/** By definition: an arrival and a later read of one vehicle of one entry. */
function isPair(port: Sighting, road: Sighting): boolean {
  const apartMs = road.evidence.occurredAt - port.evidence.occurredAt;
  const isOne = port.entryId === road.entryId && port.vehicleMark === road.vehicleMark;
  const { direction, movementKind } = port.evidence;
  const isIn = direction === 'UK_INBOUND' && ['ARRIVED', 'CONTROLLED', 'UNKNOWN'].includes(movementKind!);
  return isOne && isIn && road.evidence.kind === 'READ' && road.holds && apartMs >= 0 && apartMs <= PARAMETERS.withinMs;
}

function pairOf(port: Sighting, road: Sighting): Finding {
  return { attributedTo: road, evidence: [port, road] };
}
