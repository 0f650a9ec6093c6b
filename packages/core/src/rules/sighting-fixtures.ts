import { evidenceOfMovement, evidenceOfRead } from '../hit.ts';
import type { Rule } from '../events.ts';
import { sampleMovement, sampleRead } from '../fixtures.ts';
import type { ActiveRule } from './rule-definition.ts';
import { parseRule } from './rule-definition.ts';
import type { MovementDirection, MovementKind } from '../words.ts';
import type { Finding, Sighting } from './window-rule.ts';

/* Sightings for the tests of rules. */

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

/** A read of GK66ABC on the A20 under entry 7 of group 12, while the entry holds. */
export function readSighting(
  id: string,
  atMs: number,
  given: Partial<Sighting> & { cameraId?: string } = {},
): Sighting {
  const { cameraId = 'A20-03', ...more } = given;
  const vehicleMark = more.vehicleMark ?? 'GK66ABC';
  const evidence = evidenceOfRead(sampleRead({ readId: id, capturedAt: atMs, mark: vehicleMark, cameraId }));
  return {
    entryId: 'entry-7',
    ocgId: 'ocg-12',
    subject: 'registration',
    holds: true,
    missingSince: null,
    ...more,
    vehicleMark,
    evidence,
  };
}

/** GK66ABC arriving at Dover. */
export function portSighting(
  id: string,
  atMs: number,
  given: Partial<Sighting> & { direction?: MovementDirection; movementKind?: MovementKind } = {},
): Sighting {
  const { direction = 'UK_INBOUND', movementKind = 'ARRIVED', ...more } = given;
  const vehicleMark = more.vehicleMark ?? 'GK66ABC';
  const movement = sampleMovement({ movementId: id, occurredAt: atMs, direction, kind: movementKind });
  const evidence = evidenceOfMovement(movement, { raw: vehicleMark, mark: vehicleMark });
  return {
    entryId: 'entry-7',
    ocgId: 'ocg-12',
    subject: 'registration',
    holds: true,
    missingSince: null,
    ...more,
    vehicleMark,
    evidence,
  };
}

export function findingText({ attributedTo, evidence }: Finding): string {
  return `${attributedTo.entryId} ${attributedTo.evidence.factId}: ${evidence.map((one) => one.evidence.factId).join(', ')}`;
}
