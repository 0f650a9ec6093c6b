import { evidenceOfMovement, evidenceOfRead } from '../hit.ts';
import type { Rule } from '../events.ts';
import { sampleMovement, sampleRead } from '../fixtures.ts';
import type { ActiveRule } from './rule-definition.ts';
import { parseRule } from './rule-definition.ts';
import type { MovementDirection, MovementKind, Position } from '../words.ts';
import type { Finding, Sighting } from './window-rule.ts';

/* Sightings for the tests of rules. */

/** Places by which the tests of areas go. */
export const LONDON: Position = { latitudeDeg: 51.5, longitudeDeg: -0.1 };
export const MAIDSTONE: Position = { latitudeDeg: 51.27, longitudeDeg: 0.52 };
export const BRIGHTON: Position = { latitudeDeg: 50.83, longitudeDeg: -0.14 };
/** GeoJSON rectangles around the first two of them. */
export const LONDON_AREA = areaText([-0.5, 51.3], [0.2, 51.7]);
export const KENT_AREA = areaText([0.2, 50.9], [1.5, 51.5]);

/** A definition that judges all times. */
export function sampleRule(given: Partial<Rule> = {}): Rule {
  return {
    ruleId: 'channel',
    version: 1,
    kind: 'convoy',
    parameters: {},
    themes: [],
    area: null,
    severity: 'UNKNOWN',
    effectiveFrom: 0,
    enabled: true,
    updatedBy: 'analyst',
    ...given,
  };
}

/** The rule of a definition that is known to be right. */
export function activeRule(given: Partial<Rule>): ActiveRule {
  const parsed = parseRule(sampleRule(given));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

function areaText([west, south]: readonly [number, number], [east, north]: readonly [number, number]): string {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return JSON.stringify({ type: 'Polygon', coordinates: [ring] });
}

const UNDER_ENTRY = {
  entryId: 'entry-7',
  ocgId: 'ocg-12',
  subject: 'registration',
  holds: true,
  missingSince: null,
} as const;

/** A read of GK66ABC on the A20 under entry 7 of group 12, while the entry holds. */
export function readSighting(
  id: string,
  atMs: number,
  given: Partial<Sighting> & { cameraId?: string; position?: Position | null } = {},
): Sighting {
  const { cameraId = 'A20-03', position = null, ...more } = given;
  const vehicleMark = more.vehicleMark ?? 'GK66ABC';
  const read = sampleRead({ readId: id, capturedAt: atMs, mark: vehicleMark, cameraId, position });
  const evidence = evidenceOfRead(read);
  return { ...UNDER_ENTRY, ...more, vehicleMark, evidence };
}

/** GK66ABC arriving at Dover. */
export function portSighting(
  id: string,
  atMs: number,
  given: Partial<Sighting> & {
    direction?: MovementDirection;
    movementKind?: MovementKind;
    position?: Position | null;
  } = {},
): Sighting {
  const { direction = 'UK_INBOUND', movementKind = 'ARRIVED', position = null, ...more } = given;
  const vehicleMark = more.vehicleMark ?? 'GK66ABC';
  const movement = sampleMovement({ movementId: id, occurredAt: atMs, direction, kind: movementKind, position });
  const evidence = evidenceOfMovement(movement, { raw: vehicleMark, mark: vehicleMark });
  return { ...UNDER_ENTRY, ...more, vehicleMark, evidence };
}

export function findingText({ attributedTo, evidence }: Finding): string {
  return `${attributedTo.entryId} ${attributedTo.evidence.factId}: ${evidence.map((one) => one.evidence.factId).join(', ')}`;
}
