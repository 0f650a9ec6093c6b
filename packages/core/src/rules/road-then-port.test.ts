import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../fixtures.ts';
import { roadThenPort } from './road-then-port.ts';
import { activeRule, findingText, portSighting, readSighting } from './sighting-fixtures.ts';
import { windowRuleContract } from './window-rule.contract.ts';
import type { Sighting } from './window-rule.ts';

const MINUTE = HOUR / 60;
const PARAMETERS = { withinMs: 2 * HOUR };
const RULE = activeRule({ kind: 'road-then-port', parameters: { withinMs: String(PARAMETERS.withinMs) } });
const OUT = { direction: 'UK_OUTBOUND', movementKind: 'DEPARTED' } as const;

describe('road-then-port', () => {
  it.each([
    { road: -30, port: 30, more: { ...OUT, movementKind: 'CHECKED_IN' }, expected: ['entry-7 port: road, port'] },
    { road: -30, port: 90, more: OUT, expected: ['entry-7 port: road, port'] },
    { road: -30, port: 91, more: OUT, expected: [] },
    { road: -30, port: -15, more: { ...OUT, movementKind: 'CHECKED_IN' }, expected: [] },
    { road: 40, port: 30, more: { ...OUT, movementKind: 'CHECKED_IN' }, expected: [] },
    { road: 10, port: 30, more: { direction: 'UK_INBOUND', movementKind: 'ARRIVED' }, expected: [] },
    { road: 10, port: 110, more: { ...OUT, movementKind: 'ARRIVED' }, expected: [] },
    { road: 10, port: 10, more: { ...OUT, movementKind: 'UNKNOWN' }, expected: ['entry-7 port: road, port'] },
    { road: 10, port: 30, more: { ...OUT, movementKind: 'CONTROLLED' }, expected: ['entry-7 port: road, port'] },
  ] as const)('goes as the worked example says: read at $road min, port at $port min, $more', (row) => {
    const road = readSighting('road', NOON + row.road * MINUTE, { holds: row.road >= 0 });
    const port = portSighting('port', NOON + row.port * MINUTE, { ...row.more, holds: row.port >= 0 });
    expect(roadThenPort.find(road, [port], PARAMETERS).map(findingText)).toEqual(row.expected);
    expect(roadThenPort.find(port, [road], PARAMETERS).map(findingText)).toEqual(row.expected);
  });

  it('keeps a read from before the entry holds, and no such movement', () => {
    const road = readSighting('road', NOON, { holds: false });
    const port = portSighting('port', NOON, { ...OUT, holds: false });
    expect([road, port].map(RULE.asksFor)).toEqual([true, false]);
    expect(RULE.beforeHoldsMs).toBe(PARAMETERS.withinMs);
  });

  windowRuleContract(RULE, (history) =>
    history.flatMap((port) =>
      history.filter((road) => isPair(road, port)).map((road) => ({ attributedTo: port, evidence: [road, port] })),
    ),
  );
});

/** By definition: a read and a later way out of one vehicle of one entry. */
function isPair(road: Sighting, port: Sighting): boolean {
  const apartMs = port.evidence.occurredAt - road.evidence.occurredAt;
  const isOne = port.entryId === road.entryId && port.vehicleMark === road.vehicleMark;
  const { direction, movementKind } = port.evidence;
  const isOut = direction === 'UK_OUTBOUND' && movementKind !== 'ARRIVED' && port.holds;
  return isOne && isOut && road.evidence.kind === 'READ' && apartMs >= 0 && apartMs <= PARAMETERS.withinMs;
}
