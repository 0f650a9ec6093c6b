import { assertNever } from '../assert.ts';
import type { Rule } from '../events.ts';
import type { ConvoyParameters } from './convoy.ts';
import { convoy } from './convoy.ts';
import type { PortThenRoadParameters } from './port-then-road.ts';
import { portThenRoad } from './port-then-road.ts';
import type { Finding, Parsed, Sighting, WindowKind } from './window-rule.ts';

/** One version of a rule over windows, its parameters typed. */
export type RuleDefinition =
  Definition<'port-then-road', PortThenRoadParameters> | Definition<'convoy', ConvoyParameters>;

interface Definition<Kind extends string, Parameters> {
  readonly ruleId: string;
  /** From 1; part of every hit id. */
  readonly version: number;
  readonly kind: Kind;
  readonly parameters: Parameters;
}

/** A definition at work: its rule with its parameters. */
export interface ActiveRule {
  readonly definition: RuleDefinition;
  readonly window: WindowKind;
  readonly reachMs: number;
  readonly beforeHoldsMs: number;
  readonly asksFor: (sighting: Sighting) => boolean;
  readonly find: (one: Sighting, others: readonly Sighting[]) => readonly Finding[];
}

/** The definition that an event of the `rules` topic carries, or what is wrong with it. */
export function parseRule({
  ruleId,
  version,
  kind,
  parameters: texts,
}: Pick<Rule, 'ruleId' | 'version' | 'kind' | 'parameters'>): Parsed<RuleDefinition> {
  if (ruleId === '' || !Number.isInteger(version) || version < 1) {
    return { ok: false, problem: 'a rule has an id, and a version from 1' };
  }
  if (kind === 'port-then-road')
    return typed(portThenRoad.parse(texts), (parameters) => ({ ruleId, version, kind, parameters }));
  if (kind === 'convoy') return typed(convoy.parse(texts), (parameters) => ({ ruleId, version, kind, parameters }));
  return { ok: false, problem: `there is no rule of kind ${kind}` };
}

function typed<P>(parsed: Parsed<P>, make: (parameters: P) => RuleDefinition): Parsed<RuleDefinition> {
  return parsed.ok ? { ok: true, value: make(parsed.value) } : parsed;
}

/** The rule of a definition: the table of all kinds. */
export function activeRule(definition: RuleDefinition): ActiveRule {
  switch (definition.kind) {
    case 'port-then-road':
      return activate(definition, portThenRoad, definition.parameters);
    case 'convoy':
      return activate(definition, convoy, definition.parameters);
    default:
      return assertNever(definition);
  }
}

function activate<P>(
  definition: RuleDefinition,
  rule: {
    readonly window: WindowKind;
    readonly reachMs: (parameters: P) => number;
    readonly beforeHoldsMs: (parameters: P) => number;
    readonly asksFor: (sighting: Sighting) => boolean;
    readonly find: (one: Sighting, others: readonly Sighting[], parameters: P) => readonly Finding[];
  },
  parameters: P,
): ActiveRule {
  return {
    definition,
    window: rule.window,
    reachMs: rule.reachMs(parameters),
    beforeHoldsMs: rule.beforeHoldsMs(parameters),
    asksFor: rule.asksFor,
    find: (one, others) => rule.find(one, others, parameters),
  };
}

/** The name of the window of a kind to which a fact belongs; null when it belongs to none. Facts of one name see each other. */
export function windowName(kind: WindowKind, { entryId, ocgId, vehicleMark, evidence }: Sighting): string | null {
  switch (kind) {
    case 'subject':
      return `subject/${entryId}/${vehicleMark}`;
    case 'group':
      return ocgId === null ? null : `group/${ocgId}`;
    case 'place': {
      const place = evidence.cameraId ?? evidence.portUnlocode;
      return place === null ? null : `place/${evidence.sourceId}/${place}`;
    }
    default:
      return assertNever(kind);
  }
}
